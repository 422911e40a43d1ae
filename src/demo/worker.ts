/** The embedded platforms in a thread of their own: started with plain options, reports when it listens. */
import { parentPort, workerData } from 'node:worker_threads';
import { type DemoOptions, type DemoPlatform, type DemoState, startDemo } from './start.ts';

/** Milliseconds until the first screen has had the processor: what portals export is found by the next poll. */
const EXPORTED_AFTER = 2_000;

/** What the thread says. */
export type FromWorker =
  | { readonly kind: 'listening'; readonly platforms: readonly DemoPlatform[] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'state'; readonly state: DemoState }
  | { readonly kind: 'closed' };

const say = (message: FromWorker) => parentPort?.postMessage(message);

if (parentPort !== null) {
  try {
    const servers = await startDemo(workerData as DemoOptions, {
      onState: (state) => say({ kind: 'state', state }),
    });
    parentPort.once('message', () => {
      servers.close().then(() => {
        say({ kind: 'closed' });
        parentPort?.close();
      });
    });
    say({ kind: 'listening', platforms: servers.platforms });
    // A folder that cannot be written is no reason to stop the demo.
    setTimeout(() => void servers.writeExports().catch(() => {}), EXPORTED_AFTER).unref();
  } catch (error) {
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
