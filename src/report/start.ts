/** Starts a report in a thread of its own, so that the screen stays quick while it is written. */
import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { fail, failureOf, type Result } from '../domain/failure.ts';
import type { ReportJob, ReportProgress } from './job.ts';
import { CANCELLED, type Reported } from './run.ts';

/** What the thread is started with. */
export interface ReportThread {
  readonly job: ReportJob;
  readonly out: string;
  readonly cacheDir: string;
  readonly key: KeyObject | null;
}

export type ReportTold =
  | { readonly kind: 'progress'; readonly progress: ReportProgress }
  | { readonly kind: 'result'; readonly result: Result<Reported> };

export interface ReportStarting {
  /** The cache's folder. */
  readonly cacheDir: string;
  /** Signs the manifest. */
  readonly key?: KeyObject | null;
  readonly signal?: AbortSignal;
  /** Told at most a few times a second. */
  readonly onProgress?: (progress: ReportProgress) => void;
}

/** In the sources this file is TypeScript beside the worker; in the bundle both are JavaScript in one folder. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './report-worker.js',
  import.meta.url,
);

/** Writes the report into a file. Never rejects; an abort ends in CANCELLED with nothing left behind. */
export function startReport(
  job: ReportJob,
  out: string,
  starting: ReportStarting,
): Promise<Result<Reported>> {
  const { cacheDir, key = null, signal, onProgress } = starting;
  if (signal?.aborted) return Promise.resolve(fail(CANCELLED));
  return new Promise((resolve) => {
    const thread: ReportThread = { job, out, cacheDir, key };
    const worker = new Worker(ENTRY, { workerData: thread });
    const stop = () => worker.postMessage('stop');
    const settle = (result: Result<Reported>) => {
      signal?.removeEventListener('abort', stop);
      resolve(result);
    };
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (told: ReportTold) => {
      if (told.kind === 'result') settle(told.result);
      else onProgress?.(told.progress);
    });
    worker.on('error', (error) => settle(fail(failureOf(error))));
    worker.on('exit', (code) => settle(fail(failureOf(new Error(`the report's thread ended with ${code}`)))));
  });
}
