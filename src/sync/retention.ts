/** What is kept of each platform, and the rounds that drop the rest: in the background, one step at a time. */
import type { Cache } from '../cache/port.ts';
import type { Keeping } from '../cache/stored.ts';
import { failureOf } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import type { Kind } from '../domain/record.ts';
import { ageOf, BOUNDED_KINDS, type Bounds, edgeOf, NO_BOUNDS, type Retention } from '../domain/retention.ts';
import { HOUR, MINUTE } from '../domain/time.ts';
import type { PlatformSettings } from '../platforms/declaration.ts';
import type { Platform, Stream } from '../platforms/port.ts';
import { pause, systemTimer, type Timer } from './timer.ts';

/** Between two rounds of a platform (ms): an age moves the edge once a day, a size with what comes in. */
const AGAIN = HOUR;
const SIZED_AGAIN = 5 * MINUTE;
/** How much longer than a step took the rest after it is, in the background, and its longest (ms). */
const REST = 3;
const LONGEST_REST = 200;

export type Streams = readonly Pick<Stream, 'kinds' | 'mode'>[];

/** What is kept of a platform, with an age for every kind that has bounds. */
export function keepingOf(
  { name, streams }: { readonly name: string; readonly streams: Streams },
  retention: Retention | undefined,
): Keeping {
  const { all = NO_BOUNDS } = retention ?? {};
  const kinds = BOUNDED_KINDS.flatMap((kind): readonly (readonly [string, Bounds])[] => {
    if (retention === undefined || !isBounded(kind, streams)) return [];
    const bounds = { ...(retention.kinds[kind] ?? NO_BOUNDS), age: ageOf(retention, kind) };
    const isOpen = [bounds.age, bounds.records, bounds.bytes, all.records, all.bytes].every(
      (one) => one === null,
    );
    return isOpen ? [] : [[kind, bounds]];
  });
  const { records, bytes } = all;
  return { platform: name, kinds: Object.fromEntries(kinds), all: { records, bytes } };
}

/** What is kept of each configured platform. */
export function keepingsOf(
  settings: readonly Pick<PlatformSettings, 'name' | 'retention'>[],
  platforms: readonly Pick<Platform, 'name' | 'streams'>[],
): readonly Keeping[] {
  return platforms.map((platform) => {
    const own = settings.find(({ name }) => name === platform.name);
    return keepingOf(platform, own?.retention);
  });
}

/** A look at everything takes back by itself the alerts that hold no more: until then they are as true as ever. */
function isBounded(kind: Kind, streams: Streams): boolean {
  return kind !== 'alert' || !streams.some(({ mode, kinds }) => mode === 'scan' && kinds.includes('alert'));
}

/** The first instant (UTC ms) that ages keep of what a stream brings; -Infinity where they keep everything. */
export function ageEdge({ kinds }: Keeping, brought: readonly Kind[], now: number): number {
  const ages = BOUNDED_KINDS.filter((kind) => brought.includes(kind)).map((kind) => kinds[kind]?.age ?? null);
  return Math.max(
    Number.NEGATIVE_INFINITY,
    ...ages.map((age) => (age === null ? -Infinity : edgeOf(age, now))),
  );
}

export interface RetentionOptions {
  readonly cache: Pick<Cache, 'retain'>;
  readonly keepings: readonly Keeping[];
  readonly clock: () => number;
  readonly timer?: Timer;
}

export interface RetentionRounds {
  /** Begins a round of a platform in the background where one is due. Never throws. */
  due(platform: string): void;
  /** Resolves when a round of each of these platforms has ended that began after the call, or the signal has ended it. */
  run(platforms: readonly string[], signal: AbortSignal): Promise<void>;
  /** Ends what is under way within a step; final. */
  stop(): Promise<void>;
}

export function createRetention({
  cache,
  keepings,
  clock,
  timer = systemTimer,
}: RetentionOptions): RetentionRounds {
  const life = new AbortController();
  const began = new Map<string, number>();
  const running = new Map<string, Promise<void>>();

  async function round(keeping: Keeping, signal: AbortSignal, rests: boolean): Promise<void> {
    began.set(keeping.platform, clock());
    let at: Json = null;
    do {
      const since = performance.now();
      // The edge stays where the round began with it.
      at = (await cache.retain(keeping, began.get(keeping.platform) ?? clock(), at)).next;
      if (at !== null && rests)
        await pause(timer, Math.min(REST * (performance.now() - since), LONGEST_REST), signal);
    } while (at !== null && !signal.aborted);
  }

  function start(keeping: Keeping, signal: AbortSignal, rests: boolean): Promise<void> {
    const { platform } = keeping;
    // What fails is told by the next page that meets it, and tried again by the next round.
    const mine = round(keeping, AbortSignal.any([life.signal, signal]), rests)
      .catch(failureOf)
      .then(() => {
        if (running.get(platform) === mine) running.delete(platform);
      });
    running.set(platform, mine);
    return mine;
  }

  const isDue = ({ platform, kinds, all }: Keeping): boolean => {
    const last = began.get(platform);
    const sized = [all, ...Object.values(kinds)].some(
      ({ records, bytes }) => records !== null || bytes !== null,
    );
    return last === undefined || Math.abs(clock() - last) >= (sized ? SIZED_AGAIN : AGAIN);
  };

  return {
    due(platform) {
      const keeping = keepings.find((one) => one.platform === platform);
      if (keeping === undefined || life.signal.aborted) return;
      if (!running.has(platform) && isDue(keeping)) void start(keeping, life.signal, true);
    },
    async run(platforms, signal) {
      const asked = keepings.filter(({ platform }) => platforms.includes(platform));
      await Promise.all(
        asked.map(async (keeping) => {
          await running.get(keeping.platform);
          if (!signal.aborted && !life.signal.aborted) await start(keeping, signal, false);
        }),
      );
    },
    async stop() {
      life.abort();
      await Promise.all(running.values());
    },
  };
}
