/** A file that is written in a thread of its own, so that the screen stays quick meanwhile: both sides of it. */
import type { KeyObject } from 'node:crypto';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type Failure, fail, failureOf, type Result } from '../domain/failure.ts';

/** What the thread is started with. */
export interface Asked<Job> {
  readonly job: Job;
  readonly out: string;
  /** The cache's folder. */
  readonly cacheDir: string;
  /** Signs the manifest. */
  readonly key: KeyObject | null;
}

type Told<Progress, T> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'result'; readonly result: Result<T> };

export interface Starting<Progress> {
  readonly cacheDir: string;
  readonly key?: KeyObject | null;
  readonly signal?: AbortSignal;
  /** Told at most a few times a second. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Megabytes of young objects: rows are forgotten at once, and a larger nursery only keeps them longer. */
const YOUNG = 24;
/** Milliseconds between two words of progress. */
const PACE = 200;

/** Never rejects; an abort ends in `cancelled`, with nothing left behind. */
export function inThread<Job, Progress, T>(
  entry: URL,
  asked: Pick<Asked<Job>, 'job' | 'out'>,
  { cacheDir, key = null, signal, onProgress }: Starting<Progress>,
  cancelled: Failure,
): Promise<Result<T>> {
  if (signal?.aborted) return Promise.resolve(fail(cancelled));
  return new Promise((resolve) => {
    const worker = new Worker(entry, {
      workerData: { ...asked, cacheDir, key } satisfies Asked<Job>,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    const stop = () => worker.postMessage('stop');
    const settle = (result: Result<T>) => {
      signal?.removeEventListener('abort', stop);
      resolve(result);
    };
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (told: Told<Progress, T>) => {
      if (told.kind === 'result') settle(told.result);
      else onProgress?.(told.progress);
    });
    worker.on('error', (error) => settle(fail(failureOf(error))));
    worker.on('exit', (code) =>
      settle(fail(failureOf(new Error(`the thread that writes ended with ${code}`)))),
    );
  });
}

/** The other side, once, in the thread itself. */
export async function answer<Job, Progress, T>(
  write: (
    asked: Asked<Job>,
    running: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
  ) => Promise<Result<T>>,
): Promise<void> {
  const cancel = new AbortController();
  const tell = (told: Told<Progress, T>) => parentPort?.postMessage(told);
  // The only message there is: stop.
  parentPort?.once('message', () => cancel.abort());
  let toldAt = Number.NEGATIVE_INFINITY;
  const onProgress = (progress: Progress): void => {
    if (performance.now() - toldAt < PACE) return;
    toldAt = performance.now();
    tell({ kind: 'progress', progress });
  };
  try {
    const result = await write(workerData as Asked<Job>, { signal: cancel.signal, onProgress });
    tell({ kind: 'result', result });
  } catch (thrown) {
    tell({ kind: 'result', result: fail(failureOf(thrown)) });
  }
  parentPort?.close();
}
