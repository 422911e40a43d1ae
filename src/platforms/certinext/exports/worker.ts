/** The thread a file is read in: an order comes with its start; pages go out, each when the one before was taken. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { Result } from '../../../domain/failure.ts';
import { readExport } from './read-export.ts';
import type { Reading, ReadOrder, ReadPage } from './reading.ts';

export type WorkerMessage =
  | { readonly kind: 'page'; readonly page: ReadPage }
  | { readonly kind: 'result'; readonly result: Result<Reading> };

const port = parentPort;
if (port !== null) {
  const result = await readExport(workerData as ReadOrder, async (page) => {
    const taken = once(port, 'message');
    port.postMessage({ kind: 'page', page } satisfies WorkerMessage);
    await taken;
  });
  port.postMessage({ kind: 'result', result } satisfies WorkerMessage);
}
