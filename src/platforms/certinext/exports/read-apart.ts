import { Worker } from 'node:worker_threads';
import { fail, failureOf, type Result } from '../../../domain/failure.ts';
import type { Reading, ReadOrder, ReadPage } from './reading.ts';
import type { WorkerMessage } from './worker.ts';

/** Next to this file in the sources, next to the bundle under its own name once built. */
const ENTRY = import.meta.url.endsWith('.ts') ? './worker.ts' : './exports-worker.js';
/** Memory of the thread, MiB: a hostile file ends its thread, never the program. */
const MEMORY = 1_536;

export interface ReadRun {
  readonly signal: AbortSignal;
  /** Takes a page; the next one comes when it has resolved. */
  readonly onPage: (page: ReadPage) => Promise<void>;
}

/**
 * Reads an export in a thread of its own: unpacking and parsing take the processor for longer than a key
 * press may wait. Rejects only with what `onPage` throws.
 */
export function readApart(order: ReadOrder, { signal, onPage }: ReadRun): Promise<Result<Reading>> {
  const shown = order.shown ?? order.path;
  const cancelled = fail({
    code: 'CANCELLED',
    what: `reading ${shown} was stopped`,
    next: 'What was read is kept; importing the file again adds the rest.',
  });
  if (signal.aborted) return Promise.resolve(cancelled);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(ENTRY, import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    });
    const end = () => {
      signal.removeEventListener('abort', abort);
      void worker.terminate();
    };
    const settle = (result: Result<Reading>) => {
      end();
      resolve(result);
    };
    const abort = () => settle(cancelled);
    signal.addEventListener('abort', abort);
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'result') return settle(message.result);
      onPage(message.page).then(
        () => worker.postMessage('taken'),
        (thrown) => {
          end();
          reject(thrown);
        },
      );
    });
    worker.on('error', (error: unknown) => settle(fail(failureFor(error, shown))));
    worker.on('exit', (code) => settle(fail(failureOf(new Error(`the reading thread ended with ${code}`)))));
  });
}

function failureFor(error: unknown, shown: string) {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return failureOf(error);
  return {
    code: 'FILE_UNREADABLE' as const,
    what: `${shown} needs more than ${MEMORY} MiB of memory to read`,
    next: 'Export a shorter time range, and import the parts.',
    where: shown,
  };
}
