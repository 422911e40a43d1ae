/** The thread an export runs in. It reads the cache through a connection of its own and changes nothing. */
import { parentPort, workerData } from 'node:worker_threads';
import { openCache } from '../cache/open.ts';
import { fail, failureOf } from '../domain/failure.ts';
import { exportView } from './run.ts';
import type { Ask, Told } from './start.ts';

const { job, out, cacheDir } = workerData as Ask;
const cancel = new AbortController();
const tell = (told: Told) => parentPort?.postMessage(told);
// The only message there is: stop.
parentPort?.once('message', () => cancel.abort());

try {
  const cache = await openCache({ dir: cacheDir, readOnly: true });
  try {
    const result = await exportView(job, {
      cache,
      out,
      clock: Date.now,
      signal: cancel.signal,
      onProgress: (progress) => tell({ kind: 'progress', progress }),
    });
    tell({ kind: 'result', result });
  } finally {
    await cache.close();
  }
} catch (thrown) {
  tell({ kind: 'result', result: fail(failureOf(thrown)) });
}
parentPort?.close();
