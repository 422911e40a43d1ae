/**
 * Counts what a platform's own records add up to, day by day, once a stream is caught up: the snapshots of the
 * days before come from the records, too, so that their history is as long as what was fetched.
 */

import type { Selection } from '../cache/ask.ts';
import type { Cache } from '../cache/port.ts';
import type { StreamState } from '../cache/stored.ts';
import { failureOf } from '../domain/failure.ts';
import { timeOf } from '../domain/kinds.ts';
import { type Ref, refOf } from '../domain/record.ts';
import type { Statistic } from '../domain/statistic.ts';
import { jsonText } from '../domain/text.ts';
import { DAY, utcDate } from '../domain/time.ts';
import { COUNTED_FIGURES, type CountedFigure, type CountedKind } from '../platforms/counted-figures.ts';
import type { Incoming, Platform } from '../platforms/port.ts';
import { boundTerms } from '../query/bounds.ts';
import type { StreamOutcome } from './outcome.ts';

/** Days that get a snapshot of their own; what lies before them is in the first. */
const MOST_DAYS = 400;

type CountingCache = Pick<
  Cache,
  'commit' | 'streams' | 'rows' | 'histogram' | 'count' | 'recall' | 'remember'
>;

export interface CountingOptions {
  readonly cache: CountingCache;
  readonly platforms: readonly Platform[];
  readonly clock: () => number;
}

/** Under this the cache keeps from when on (UTC ms) a platform's records of a kind were counted. */
export const countedKey = (platform: string, kind: CountedKind): string =>
  `counted since ${platform}/${kind}`;

/** The query that finds what a figure counted: of `since` to its snapshot at `at`. */
export function countedQuery({ query }: CountedFigure, platform: string, since: number, at: number): string {
  return `platform=${JSON.stringify(platform)} origin=platform ${query} ${boundTerms(since, at + 1)}`;
}

const idOf = ({ rule }: CountedFigure, day: number): string => `count-${rule}:${utcDate(day * DAY)}`;

/** The snapshots of the days from one instant to the day before another. */
function refsOf(platform: string, row: CountedFigure, from: number, to: number): readonly Ref[] {
  const first = Math.floor(from / DAY);
  const days = Math.min(MOST_DAYS, Math.max(0, Math.floor(to / DAY) - first));
  return Array.from({ length: days }, (_, index) =>
    refOf({ platform, kind: 'statistic', id: idOf(row, first + index) }),
  );
}

/** To be called after every look; counts again where the look brought something, or a day has begun. */
export function createCounting({ cache, platforms, clock }: CountingOptions) {
  const counted = new Map<string, string>();

  async function count(platform: Platform, outcome: StreamOutcome): Promise<void> {
    const kinds = platform.streams.find(({ name }) => name === outcome.stream)?.kinds ?? [];
    const rows = COUNTED_FIGURES.filter((row) => row.platform === platform.kind && kinds.includes(row.kind));
    const key = `${platform.name} ${outcome.stream}`;
    const now = clock();
    const isKnown = outcome.added + outcome.changed === 0 && counted.get(key) === utcDate(now);
    if (rows.length === 0 || isKnown || outcome.failure !== null || !outcome.complete) return;
    // What is kept would say that it is offered.
    if (outcome.notOffered) return;
    const states = await cache.streams();
    const state = states.find((one) => one.platform === platform.name && one.stream === outcome.stream);
    if (state === undefined || state.syncedAt === null) return;
    for (const kind of new Set(rows.map((row) => row.kind))) {
      const from = await beginOf(platform.name, kind, state, now);
      if (from === null) continue;
      const of = rows.filter((row) => row.kind === kind);
      const days = await Promise.all(of.map((row) => snapshots(platform.name, row, from, now)));
      const statistics = days.flat();
      if (statistics.length === 0) continue;
      const key = countedKey(platform.name, kind);
      const before = await cache.recall(key);
      await cache.remember(key, from);
      await cache.commit({
        platform: platform.name,
        stream: outcome.stream,
        kinds: state.kinds,
        rows: statistics,
        rejected: [],
        // Where something is missing now, what lies before it is no beginning of these numbers.
        retired:
          typeof before === 'number' ? of.flatMap((row) => refsOf(platform.name, row, before, from)) : [],
        at: now,
      });
    }
    counted.set(key, utcDate(now));
  }

  const selectionOf = (kind: CountedKind, query: string, now: number): Selection => ({
    kind,
    query,
    now,
    longRunningAfter: 0,
  });

  /** From when on nothing is missing, and not before the first record: null where there is none. */
  async function beginOf(
    platform: string,
    kind: CountedKind,
    { covered }: StreamState,
    now: number,
  ): Promise<number | null> {
    const whole = covered.at(-1)?.from;
    if (whole === undefined) return null;
    const query = `platform=${JSON.stringify(platform)} origin=platform ${boundTerms(whole, null)}`;
    const { rows } = await cache.rows({ selection: selectionOf(kind, query, now), limit: 1, at: 'end' });
    const [oldest] = rows;
    return oldest === undefined ? null : Math.max(whole, timeOf(oldest.record) ?? whole);
  }

  async function snapshots(
    platform: string,
    row: CountedFigure,
    since: number,
    now: number,
  ): Promise<readonly Incoming[]> {
    const selection = selectionOf(row.kind, countedQuery(row, platform, since, now), now);
    const { matched: total } = await cache.count(selection);
    // Platforms may use other words than the published ones: nothing found is nothing known.
    if (total === 0) return [];
    const today = Math.floor(now / DAY);
    const first = Math.max(Math.floor(since / DAY), today - MOST_DAYS + 1);
    const buckets = today - first + 1;
    const request = { selection, from: first * DAY, to: (today + 1) * DAY, buckets };
    const { series } = await cache.histogram(request);
    const counts = series[0]?.counts ?? [];
    let value = total - counts.reduce((sum, one) => sum + one, 0);
    let previous: number | null = null;
    return Array.from({ length: buckets }, (_, index) => {
      value += counts[index] ?? 0;
      const day = first + index;
      const record: Statistic = {
        kind: 'statistic',
        platform,
        id: idOf(row, day),
        account: null,
        category: row.category,
        name: row.name,
        value,
        unit: row.unit,
        at: day === today ? now : (day + 1) * DAY - 1,
        previous,
        origin: `rule:count-${row.rule}`,
      };
      previous = value;
      // What it rests on, as a query that finds it.
      const query = countedQuery(row, platform, since, record.at ?? now);
      return {
        record,
        raw: jsonText({ rule: `count-${row.rule}`, counts: row.counts, kind: row.kind, query }),
      };
    });
  }

  return async (outcome: StreamOutcome): Promise<void> => {
    const platform = platforms.find(({ name }) => name === outcome.platform);
    // What cannot be counted now is counted after the next look.
    if (platform !== undefined) await count(platform, outcome).catch(failureOf);
  };
}
