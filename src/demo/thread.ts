/** Starts the embedded platforms in a worker thread, so that they never take time from the screen. */
import { Worker } from 'node:worker_threads';
import type { DemoOptions, DemoServers, DemoState } from './start.ts';
import type { FromWorker } from './worker.ts';

/** Beside this file: the source under type stripping, or the bundle's own entry. */
function workerUrl(): URL {
  const entry = import.meta.url.endsWith('.ts') ? './worker.ts' : './demo-worker.js';
  return new URL(entry, import.meta.url);
}

/** As `startDemo`, in a thread of its own; `onState` is told what clients changed. Rejects when a port is taken. */
export async function startDemoThread(
  options: DemoOptions,
  { onState = () => {} }: { readonly onState?: (state: DemoState) => void } = {},
): Promise<DemoServers> {
  const worker = new Worker(workerUrl(), { workerData: options });
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const platforms = await new Promise<DemoServers['platforms']>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The demo's thread ended with ${code}.`)));
    worker.on('message', (message: FromWorker) => {
      switch (message.kind) {
        case 'listening':
          return resolve(message.platforms);
        case 'failed':
          return reject(new Error(message.message));
        case 'state':
          return onState(message.state);
        case 'closed':
          return undefined;
        default:
          return message satisfies never;
      }
    });
  });
  return {
    platforms,
    async close() {
      worker.postMessage('close');
      await gone;
    },
  };
}
