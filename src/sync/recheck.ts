/**
 * Reads a window of a platform's audit log again, and holds against it what the cache has of that window: what the platform
 * no longer gives, and what it tells otherwise. Nothing is written.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CacheReader } from '../cache/port.ts';
import type { Commit, Interval } from '../cache/stored.ts';
import type { Failure } from '../domain/failure.ts';
import { type Ref, refOf } from '../domain/record.ts';
import { SECOND, toIso } from '../domain/time.ts';
import type { Incoming, LogStream, Platform } from '../platforms/port.ts';
import { fill } from './log.ts';
import type { Look, SyncCache } from './look.ts';
import { newTally } from './outcome.ts';

export interface RecheckOptions {
  readonly platform: Platform;
  readonly cache: Pick<CacheReader, 'rows' | 'record'>;
  /** UTC ms, both ends inclusive. */
  readonly window: Interval;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  /** Told how many entries were read again. */
  readonly onProgress?: (read: number) => void;
}

export interface RecheckedEntry {
  readonly ref: Ref;
  /** UTC ms. */
  readonly time: number;
}

export interface Recheck {
  readonly window: Interval;
  /** Entries of the window that the cache has, and how many of them the platform gave again. */
  readonly held: number;
  readonly given: number;
  /** Entries that lie between those the platform gives, and that it gave neither time it was asked. */
  readonly missing: readonly RecheckedEntry[];
  /** Entries that the platform tells otherwise than the cache has them. */
  readonly changed: readonly RecheckedEntry[];
  /** Entries older than the oldest that the platform gave: it may keep them no longer, so nothing is said of them. */
  readonly older: number;
  /** The window was read as a whole; null says so. Else why not, and nothing is called missing. */
  readonly partial: Failure | null;
}

/** Clocks and bounds of a platform may be off by as much: what is asked for reaches further on both sides. */
const MARGIN = SECOND;
const PAGE = 500;

/** `cache` is read before the platform is asked, so that what arrives meanwhile is not missed. */
export async function recheck(options: RecheckOptions): Promise<Recheck> {
  const { window } = options;
  const held = await heldIn(options);
  const reading = new Reading(options, held);
  let partial = await reading.read(window);
  const oldest = reading.oldest ?? Number.POSITIVE_INFINITY;
  const absent = [...held].filter(([id]) => !reading.given.has(id));
  const older = absent.filter(([, time]) => time < oldest);
  let missing = partial === null ? absent.filter(([, time]) => time >= oldest) : [];
  const [first, last] = [missing.at(-1), missing[0]];
  if (first !== undefined && last !== undefined) {
    // A list that changes while it is read may hide one: they are asked for once more before anything is said.
    partial = await reading.read({ from: first[1], to: last[1] });
    missing = partial === null ? missing.filter(([id]) => !reading.given.has(id)) : [];
  }
  const named = ([id, time]: readonly [string, number]): RecheckedEntry => ({
    ref: refOf({ platform: options.platform.name, kind: 'audit', id }),
    time,
  });
  return {
    window,
    held: held.size,
    given: [...held.keys()].filter((id) => reading.given.has(id)).length,
    missing: missing.map(named),
    changed: [...reading.changed].map(named),
    older: older.length,
    partial,
  };
}

type Held = ReadonlyMap<string, number>;

/** The entries of the window in the cache, the latest first: id and time. */
async function heldIn({ platform, cache, window, clock, signal }: RecheckOptions): Promise<Held> {
  const held = new Map<string, number>();
  const bounds = `since:${toIso(window.from - MARGIN)} until:${toIso(window.to + MARGIN)}`;
  const query = `platform=${JSON.stringify(platform.name)} ${bounds}`;
  const selection = { kind: 'audit', query, now: clock(), longRunningAfter: 0 } as const;
  for (let at: Parameters<CacheReader['rows']>[0]['at'] = 'start'; ; ) {
    const { rows, atEnd } = await cache.rows({ selection, limit: PAGE, at }, { signal });
    for (const { record } of rows) {
      const time = record.kind === 'audit' ? record.timestamp : null;
      if (time !== null && time >= window.from && time <= window.to) held.set(record.id, time);
    }
    const end = rows.at(-1);
    if (atEnd || end === undefined) return held;
    at = { after: end.cursor };
  }
}

class Reading {
  readonly given = new Set<string>();
  readonly changed = new Map<string, number>();
  /** Time of the oldest entry given. */
  oldest: number | null = null;
  #read = 0;
  readonly #options: RecheckOptions;
  readonly #held: Held;

  constructor(options: RecheckOptions, held: Held) {
    this.#options = options;
    this.#held = held;
  }

  /** Null when all of the platform's audit streams were read as a whole. */
  async read({ from, to }: Interval): Promise<Failure | null> {
    const { platform, clock } = this.#options;
    let failure: Failure | null = null;
    // Also where one of them fails: what the others tell otherwise is found all the same.
    for (const stream of platform.streams.filter(({ kinds }) => kinds.includes('audit'))) {
      if (stream.mode !== 'log') {
        failure ??= unreadable(platform.name, stream.name);
        continue;
      }
      const now = clock();
      const slice = { kind: 'hole', from: from - MARGIN, to: Math.min(to + MARGIN, now) } as const;
      const look = this.#look(stream, { from: slice.from, to: now });
      const known = { covered: [], newest: null, syncedAt: null };
      const filled = await fill(look, slice, known, async () => {});
      // What a platform does not offer it never gave.
      if (!filled.ok && stream.optional === true && filled.failure.status === 404) continue;
      failure ??= filled.ok ? filled.value : filled.failure;
    }
    return failure;
  }

  #look(stream: LogStream, window: Interval): Look<LogStream> {
    const { platform, clock, signal } = this.#options;
    const commit = async ({ rows, rejected }: Commit) => {
      for (const row of rows) await this.#take(row);
      // It is there, whatever it has become.
      for (const { key } of rejected) this.given.add(key);
      this.#options.onProgress?.(this.#read);
      return { added: 0, changed: 0, unknown: [] };
    };
    return {
      platform: platform.name,
      stream,
      // A walk uses nothing else of it.
      cache: { commit } as Pick<SyncCache, 'commit'> as SyncCache,
      clock,
      signal,
      state: null,
      window,
      thorough: true,
      holesLeft: null,
      newsEvery: Number.POSITIVE_INFINITY,
      tally: newTally(),
      tell: () => {},
      mentioned: () => {},
    };
  }

  async #take({ record, raw }: Incoming): Promise<void> {
    if (record.kind !== 'audit') return;
    this.#read += 1;
    this.given.add(record.id);
    const { timestamp } = record;
    if (timestamp !== null) this.oldest = Math.min(this.oldest ?? timestamp, timestamp);
    const time = this.#held.get(record.id);
    if (time === undefined || raw === null) return;
    const kept = await this.#options.cache.record(refOf(record));
    if (kept?.raw != null && !isSame(kept.raw, raw)) this.changed.set(record.id, time);
  }
}

function isSame(kept: string, told: string): boolean {
  if (kept === told) return true;
  try {
    return isDeepStrictEqual(JSON.parse(kept), JSON.parse(told));
  } catch {
    return false;
  }
}

function unreadable(platform: string, stream: string): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: ${stream} cannot be read a second time`,
    cause: 'It tells what there is at a look, not what there was.',
    next: 'What the cache has of it is checked by certdeck verify.',
    where: platform,
  };
}
