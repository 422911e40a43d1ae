/** The sync engine: polls every platform into the cache, each at its own pace. */
import { failureOf } from '../domain/failure.ts';
import type { Kind } from '../domain/record.ts';
import type { SyncEvent } from './events.ts';
import type { SyncCache } from './look.ts';
import type { StreamOutcome } from './outcome.ts';
import { createPlatformSync, type PlatformOutcome, type SyncedPlatform } from './platform-sync.ts';
import { systemTimer, type Timer } from './timer.ts';

export interface SyncOptions {
  readonly cache: SyncCache;
  readonly platforms: readonly SyncedPlatform[];
  /** UTC ms. */
  readonly clock: () => number;
  readonly timer?: Timer;
  /** In [0,1), for jitter. */
  readonly random?: () => number;
  /** Names this process among those that share the cache. */
  readonly owner: string;
  /** Must not throw; is called from within the work. */
  readonly onEvent?: (event: SyncEvent) => void;
  /** Waited for after every look at a stream; must not reject. */
  readonly afterLook?: (outcome: StreamOutcome) => Promise<void>;
}

export interface CatchUpAsk {
  /** Names; every platform without it. */
  readonly platforms?: readonly string[];
  /** Milliseconds back from now, instead of each platform's own. */
  readonly since?: number;
  readonly signal?: AbortSignal;
}

export interface Sync {
  /** Begins to poll; polls go on until `stop`. */
  start(): void;
  /** Ends everything under way within the commit of a page, and gives the leases back. Final. */
  stop(): Promise<void>;
  /** Resolves when the cache holds what each platform held when the call was made, or what kept it from that. */
  catchUp(ask?: CatchUpAsk): Promise<readonly PlatformOutcome[]>;
  /** Polls now, only the streams that tell of a kind where one is named; resolves when done. */
  refresh(ask?: { readonly platform?: string; readonly kind?: Kind }): Promise<void>;
  /** Sends queued read marks now; resolves when sent or kept for the next try. */
  flush(platform?: string): Promise<void>;
}

export function createSync(options: SyncOptions): Sync {
  const { cache, clock, owner, timer = systemTimer, random = Math.random, onEvent = () => {} } = options;
  const life = new AbortController();
  const rooms = options.platforms.map((synced) =>
    createPlatformSync({
      ...synced,
      cache,
      clock,
      timer,
      random,
      owner,
      tell: onEvent,
      afterLook: options.afterLook ?? (async () => {}),
      signal: life.signal,
    }),
  );
  /** All that is under way, so that `stop` can wait for it. */
  const work = new Set<Promise<unknown>>();
  let started = false;

  function track<T>(promise: Promise<T>): Promise<T> {
    work.add(promise);
    const done = () => work.delete(promise);
    promise.then(done, done);
    return promise;
  }

  const named = (platform?: string) =>
    rooms.filter(({ name }) => platform === undefined || name === platform);

  return {
    start() {
      if (started || life.signal.aborted) return;
      started = true;
      for (const room of rooms) track(room.run());
    },
    async stop() {
      life.abort();
      await Promise.allSettled(work);
      // A lease that cannot be given back lapses by itself.
      await cache.release(owner).catch(failureOf);
    },
    catchUp({ platforms, since, signal = new AbortController().signal } = {}) {
      const asked = rooms.filter(({ name }) => platforms?.includes(name) ?? true);
      const run = async () => {
        const outcomes = await Promise.all(asked.map((room) => room.catchUp(since, signal)));
        if (!started) await cache.release(owner).catch(failureOf);
        return outcomes;
      };
      return track(run());
    },
    async refresh({ platform, kind } = {}) {
      await track(Promise.all(named(platform).map((room) => room.refresh(kind))));
    },
    async flush(platform) {
      await track(Promise.all(named(platform).map((room) => room.flush())));
    },
  };
}
