/**
 * One call instead of many: tells a platform that everything on it is read, where that means the same as
 * the marks that wait, and only there. Such a call has no list. An alert the platform holds and nobody here
 * has seen would be marked with the rest and never be looked at. So the whole list is read again first, to
 * its last row; the call goes out when not one unread alert is left that is not waiting to be marked; and
 * what arrives between that reading and the call is kept unread here. In any doubt the marks go one by one.
 */
import type { OutboxItem } from '../cache/stored.ts';
import type { Result } from '../domain/failure.ts';
import { type Ref, refOf } from '../domain/record.ts';
import { HOUR } from '../domain/time.ts';
import type { Mention, Platform } from '../platforms/port.ts';
import { attempt } from './attempt.ts';
import type { Tell } from './events.ts';
import type { SyncCache } from './look.ts';
import { createRunner } from './runner.ts';

export interface ReadAllOptions {
  readonly platform: Platform;
  readonly cache: SyncCache;
  readonly clock: () => number;
  /** Milliseconds. */
  readonly pollInterval: number;
  readonly tell: Tell;
  readonly mentioned: (mentions: readonly Mention[]) => void;
}

/** Reading the list again must cost less than it saves: requests, at this many alerts a page. */
const PAGE = 100;
const FEW = 5;

/** Tries the one call for the items that are due; false when the marks have to go one by one. */
export type ReadAll = (signal: AbortSignal, due: readonly OutboxItem[]) => Promise<boolean>;
/** A call that was refused is not made again for so long (ms). */
const REFUSED_AGAIN_AFTER = HOUR;

/** Null for a platform that has no such call. */
export function createReadAll(options: ReadAllOptions): ReadAll | null {
  const { platform, cache, clock, pollInterval, tell, mentioned } = options;
  const { markAllRead } = platform.actions;
  const stream = platform.streams.find(({ kinds, mode }) => mode === 'changing' && kinds.includes('alert'));
  if (markAllRead === undefined || stream === undefined) return null;

  /** Alerts that retention does not let in: nobody here can tell whether they are unread. */
  let unkept = 0;
  /** Alerts that came to the cache as read already; gathered only after the call. */
  let late: Ref[] | null = null;
  const watching: SyncCache = {
    ...cache,
    async commit(commit) {
      if (late !== null) late.push(...(await neverSeen(cache, commit.rows)));
      const done = await cache.commit(commit);
      unkept += done.older ?? 0;
      return done;
    },
  };
  let total: number | null = null;
  const runner = createRunner({
    platform,
    stream,
    cache: watching,
    clock,
    pollInterval,
    mentioned,
    // Its beginning and end are part of sending the marks, not polls of their own.
    tell: (event) => {
      if (event.kind === 'progress') total = event.total;
      if (event.kind !== 'begun') tell(event);
    },
  });
  const look = (since: number, thorough: boolean, signal: AbortSignal) =>
    runner.look({ since, thorough, signal });

  /** Brings every alert of the platform into the cache; false when that cannot be shown. */
  async function readToTheEnd(signal: AbortSignal): Promise<boolean> {
    total = null;
    unkept = 0;
    // From the beginning of time: a window would end the reading at its edge.
    const swept = await look(clock(), true, signal);
    const whole = swept.failure === null && swept.complete && swept.rejected === 0;
    // A list that does not say how long it is may have been cut.
    if (!whole || unkept > 0 || total === null || swept.rows < total) return false;
    // Reading took its time: the news once more, so that the instant left open is as short as can be.
    const news = await look(pollInterval, false, signal);
    return news.failure === null && news.complete && news.rejected === 0;
  }

  let refusedUntil = 0;

  return async (signal, due) => {
    if (clock() < refusedUntil || !(await worthwhile(options, stream.name, due))) return false;
    if (!(await readToTheEnd(signal))) return false;
    // In this order: a mark taken back meanwhile shows as unread.
    const items = await cache.outbox(platform.name);
    if ((await cache.open(platform.name, 'alert', 1)).length > 0) return false;
    const sent: Result<null> = await attempt(signal, () => markAllRead(signal));
    if (!sent.ok) {
      if (sent.failure.status !== undefined) refusedUntil = clock() + REFUSED_AGAIN_AFTER;
      return false;
    }
    for (const { seq } of items) await cache.outboxDone(seq, null);
    const found: Ref[] = [];
    late = found;
    try {
      await look(pollInterval, false, signal);
    } finally {
      late = null;
    }
    if (found.length > 0) await cache.markRead(found, false, clock(), []);
    return true;
  };
}

async function worthwhile(
  { platform, cache }: ReadAllOptions,
  stream: string,
  due: readonly OutboxItem[],
): Promise<boolean> {
  const marks = countOf(due);
  if (marks <= FEW) return false;
  const states = await cache.streams();
  const known = states.find((state) => state.platform === platform.name && state.stream === stream)?.known;
  return marks > FEW + (known ?? Number.POSITIVE_INFINITY) / PAGE;
}

const countOf = (items: readonly OutboxItem[]): number => items.reduce((sum, { ids }) => sum + ids.length, 0);

async function neverSeen(
  cache: SyncCache,
  rows: Parameters<SyncCache['commit']>[0]['rows'],
): Promise<readonly Ref[]> {
  const read = rows.flatMap(({ record }) => (record.kind === 'alert' && record.read ? [refOf(record)] : []));
  const known = await Promise.all(read.map((ref) => cache.record(ref)));
  return read.filter((_, at) => known[at] === null);
}
