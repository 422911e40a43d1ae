/** The thread of the engine: platforms are asked, pages parsed, mapped and handed to the cache from here. */
import { parentPort, workerData } from 'node:worker_threads';
import { cacheOver } from '../cache/calls.ts';
import { giveWay } from '../cache/give-way.ts';
import { type Answer, serve } from '../cache/rpc.ts';
import type { Task } from '../cache/slices.ts';
import { failureOf } from '../domain/failure.ts';
import { createPlatforms } from '../platforms/registry.ts';
import type { CatchUpAsk, Sync } from './engine.ts';
import type { SyncEvent } from './events.ts';
import { fromPlain, type PlainOrder } from './plain-order.ts';
import { createRetention, keepingsOf } from './retention.ts';
import { startSync } from './start.ts';

/** What the thread tells by itself. */
export type SyncTold = { readonly event: SyncEvent } | { readonly log: string };

type Calls = { readonly [K in keyof Sync]: (task: Task, ...args: Parameters<Sync[K]>) => unknown };

if (parentPort !== null) {
  const port = parentPort;
  giveWay();
  const tell = (event: SyncTold) => port.postMessage({ kind: 'event', event } satisfies Answer);
  const { ways, ...plain } = workerData as PlainOrder;
  const order = fromPlain(plain);
  const clock = Date.now;
  const cache = cacheOver(ways);
  const platforms = createPlatforms(order.settings.platforms, { clock, log: (log) => tell({ log }) });
  const keepings = keepingsOf(order.settings.platforms, platforms);
  const retention = createRetention({ cache, keepings, clock });
  const onEvent = (event: SyncEvent) => tell({ event });
  const sync = startSync(order, { platforms, cache, clock, retention, onEvent });
  const calls: Calls = {
    start: () => sync.start(),
    catchUp: ({ signal }, ask?: CatchUpAsk) => sync.catchUp({ ...ask, ...(signal && { signal }) }),
    refresh: (_task, ask) => sync.refresh(ask),
    flush: (_task, platform) => sync.flush(platform),
    async stop() {
      await sync.stop();
      await retention.stop();
      await Promise.all(platforms.map((platform) => platform.close()));
      await cache.close();
    },
  };
  const method = (name: string) => {
    const call = calls[name as keyof Sync] as ((task: Task, ...args: unknown[]) => unknown) | undefined;
    return call && ((task: Task, args: readonly unknown[]) => call(task, ...args));
  };
  serve(port, method, failureOf);
}
