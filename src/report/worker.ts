/** The thread a report is written in. It reads the cache through a connection of its own and changes nothing. */
import { parentPort, workerData } from 'node:worker_threads';
import { openMoment } from '../cache/moment.ts';
import { fail, failureOf } from '../domain/failure.ts';
import { writeReport } from './run.ts';
import type { ReportThread, ReportTold } from './start.ts';

/** Milliseconds between two words of progress. */
const PACE = 200;

const { job, out, cacheDir, key } = workerData as ReportThread;
const cancel = new AbortController();
const tell = (told: ReportTold) => parentPort?.postMessage(told);
// The only message there is: stop.
parentPort?.once('message', () => cancel.abort());

try {
  using moment = openMoment({ dir: cacheDir });
  let toldAt = Number.NEGATIVE_INFINITY;
  const result = await writeReport(job, {
    moment,
    out,
    clock: Date.now,
    key,
    signal: cancel.signal,
    onProgress(progress) {
      if (performance.now() - toldAt < PACE) return;
      toldAt = performance.now();
      tell({ kind: 'progress', progress });
    },
  });
  tell({ kind: 'result', result });
} catch (thrown) {
  tell({ kind: 'result', result: fail(failureOf(thrown)) });
}
parentPort?.close();
