/** What the engine tests share: a clock and timers under the test's hand, and one sync over them. */
import type { Keeping } from '../../src/cache/stored.ts';
import type { Platform } from '../../src/platforms/port.ts';
import { createSync, type Sync } from '../../src/sync/engine.ts';
import type { SyncEvent } from '../../src/sync/events.ts';
import type { SyncCache } from '../../src/sync/look.ts';
import type { Timer } from '../../src/sync/timer.ts';

export interface Hands {
  now: number;
  readonly clock: () => number;
  readonly timer: Timer;
  /** Lets time pass: calls what falls due, in order. */
  advance(ms: number): void;
  readonly waiting: () => number;
}

export function hands(now: number): Hands {
  let timers: { at: number; call: () => void }[] = [];
  const held: Hands = {
    now,
    clock: () => held.now,
    timer(ms, call) {
      const one = { at: held.now + ms, call };
      timers.push(one);
      return () => {
        timers = timers.filter((other) => other !== one);
      };
    },
    advance(ms) {
      const end = held.now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        held.now = Math.max(held.now, next.at);
        next.call();
      }
      held.now = end;
    },
    waiting: () => timers.length,
  };
  return held;
}

export interface Bench {
  readonly sync: Sync;
  readonly events: SyncEvent[];
  /** Resolves with the next event that fits, or one that came already and was not yet taken. */
  next<K extends SyncEvent['kind']>(
    kind: K,
    fits?: (event: Extract<SyncEvent, { kind: K }>) => boolean,
  ): Promise<Extract<SyncEvent, { kind: K }>>;
}

export function bench(
  cache: SyncCache,
  platforms: readonly Platform[],
  time: Hands,
  settings: { owner?: string; since?: number; pollInterval?: number; keeping?: Keeping } = {},
): Bench {
  const { owner = 'test', since = 1_000_000, pollInterval = 60_000, keeping } = settings;
  const events: SyncEvent[] = [];
  let listeners: (() => void)[] = [];
  let taken = 0;
  const sync = createSync({
    cache,
    platforms: platforms.map((platform) => ({
      platform,
      pollInterval,
      since,
      ...(keeping === undefined ? {} : { keeping }),
    })),
    clock: time.clock,
    timer: time.timer,
    random: () => 0.5,
    owner,
    onEvent(event) {
      events.push(event);
      const called = listeners;
      listeners = [];
      for (const call of called) call();
    },
  });
  return {
    sync,
    events,
    async next(kind, fits = () => true) {
      for (;;) {
        for (; taken < events.length; taken += 1) {
          const event = events[taken];
          if (event?.kind !== kind) continue;
          const one = event as Extract<SyncEvent, { kind: typeof kind }>;
          if (!fits(one)) continue;
          taken += 1;
          return one;
        }
        await new Promise<void>((resolve) => listeners.push(resolve));
      }
    },
  };
}
