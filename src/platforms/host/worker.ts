/** The thread a scan runs in: an order comes with its start, steps and one result go out. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Result } from '../../domain/failure.ts';
import type { Scan } from '../port.ts';
import { runScan, type ScanOrder } from './scan.ts';

export type WorkerMessage =
  | { readonly kind: 'step'; readonly done: number; readonly total: number }
  | { readonly kind: 'result'; readonly result: Result<Scan> };

const send = (message: WorkerMessage) => parentPort?.postMessage(message);
/** Progress is for eyes: more often than this it is only work for the other thread. */
const STEP_MS = 50;
let told = 0;

const result = await runScan(workerData as ScanOrder, {
  // Whoever wants the scan to end ends the thread.
  signal: new AbortController().signal,
  onStep(done, total) {
    if (performance.now() - told < STEP_MS && done < total) return;
    told = performance.now();
    send({ kind: 'step', done, total });
  },
});
send({ kind: 'result', result });
