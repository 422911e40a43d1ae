/** The thread an export runs in. It reads the cache through a connection of its own and changes nothing. */
import { parentPort, workerData } from 'node:worker_threads';
import { openScan } from '../cache/scan.ts';
import { fail, failureOf } from '../domain/failure.ts';
import { exportView } from './run.ts';
import type { Ask, Told } from './start.ts';

const { job, out, cacheDir, key } = workerData as Ask;
const cancel = new AbortController();
const tell = (told: Told) => parentPort?.postMessage(told);
// The only message there is: stop.
parentPort?.once('message', () => cancel.abort());

try {
  using cache = openScan({ dir: cacheDir });
  const result = await exportView(job, {
    cache,
    out,
    clock: Date.now,
    key,
    signal: cancel.signal,
    onProgress: (progress) => tell({ kind: 'progress', progress }),
  });
  tell({ kind: 'result', result });
} catch (thrown) {
  tell({ kind: 'result', result: fail(failureOf(thrown)) });
}
parentPort?.close();
