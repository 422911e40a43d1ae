/** Starts an export in a thread of its own, so that the screen stays quick while it runs. */
import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { fail, failureOf, type Result } from '../domain/failure.ts';
import type { ExportJob, ExportProgress } from './job.ts';
import type { Exported } from './run.ts';
import { CANCELLED } from './write-records.ts';

/** What the thread is started with. */
export interface Ask {
  readonly job: ExportJob;
  readonly out: string;
  readonly cacheDir: string;
  readonly key: KeyObject | null;
}

export type Told =
  | { readonly kind: 'progress'; readonly progress: ExportProgress }
  | { readonly kind: 'result'; readonly result: Result<Exported> };

export interface Starting {
  /** The cache's folder. */
  readonly cacheDir: string;
  /** Signs the manifest. */
  readonly key?: KeyObject | null;
  readonly signal?: AbortSignal;
  /** Told at most a few times a second. */
  readonly onProgress?: (progress: ExportProgress) => void;
}

/** In the sources this file is TypeScript beside the worker; in the bundle both are JavaScript in one folder. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './export-worker.js',
  import.meta.url,
);
/** Milliseconds between two words of progress. */
const PACE = 200;

/** Exports into a file. Never rejects; an abort ends in CANCELLED with nothing left behind. */
export function startExport(job: ExportJob, out: string, starting: Starting): Promise<Result<Exported>> {
  const { cacheDir, key = null, signal, onProgress } = starting;
  if (signal?.aborted) return Promise.resolve(fail(CANCELLED));
  return new Promise((resolve) => {
    const ask: Ask = { job, out, cacheDir, key };
    const worker = new Worker(ENTRY, { workerData: ask });
    const stop = () => worker.postMessage('stop');
    const settle = (result: Result<Exported>) => {
      signal?.removeEventListener('abort', stop);
      resolve(result);
    };
    let toldAt = Number.NEGATIVE_INFINITY;
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (told: Told) => {
      if (told.kind === 'result') settle(told.result);
      else if (performance.now() - toldAt >= PACE) {
        toldAt = performance.now();
        onProgress?.(told.progress);
      }
    });
    worker.on('error', (error) => settle(fail(failureOf(error))));
    worker.on('exit', (code) => settle(fail(failureOf(new Error(`the export thread ended with ${code}`)))));
  });
}
