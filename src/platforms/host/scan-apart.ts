import { Worker } from 'node:worker_threads';
import { fail, type Result } from '../../domain/failure.ts';
import type { Scan } from '../port.ts';
import type { ScanOrder, ScanRun } from './scan.ts';
import type { WorkerMessage } from './worker.ts';

/** Next to this file in the sources, next to the bundle under its own name once built. */
const ENTRY = import.meta.url.endsWith('.ts') ? './worker.ts' : './host-worker.js';

/**
 * Runs a scan in a thread of its own: parsing certificates and shaking hands take the processor for longer
 * than a key press may wait. The thread only reads, so an abort ends it wherever it is.
 */
export function scanApart(order: ScanOrder, { signal, onStep }: ScanRun): Promise<Result<Scan>> {
  const cancelled = fail({
    code: 'CANCELLED',
    what: `${order.platform}: the scan was cancelled`,
    next: 'Nothing was changed; the next poll scans again.',
  });
  if (signal.aborted) return Promise.resolve(cancelled);
  return new Promise((resolve) => {
    const worker = new Worker(new URL(ENTRY, import.meta.url), { workerData: order });
    const settle = (result: Result<Scan>) => {
      signal.removeEventListener('abort', abort);
      resolve(result);
      void worker.terminate();
    };
    const abort = () => settle(cancelled);
    const broke = (reason: string) =>
      settle(
        fail({
          code: 'INTERNAL',
          what: `${order.platform}: the scan broke off: ${reason}`,
          next: 'Please report this with the --log-file of the run.',
        }),
      );
    signal.addEventListener('abort', abort);
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'result') settle(message.result);
      else onStep?.(message.done, message.total);
    });
    worker.on('error', (error) => broke(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => broke(`its thread ended with code ${code}`));
  });
}
