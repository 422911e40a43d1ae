/** Figures of one look as the day's snapshots: a later look of the same day updates them, the next day adds. */
import { isObject, type Json } from '../domain/json.ts';
import type { Statistic } from '../domain/statistic.ts';
import { utcDate } from '../domain/time.ts';

export interface Figure {
  readonly category: string;
  /** Unique within its platform, and the same on every platform that can give it. */
  readonly name: string;
  readonly value: number;
  readonly unit: string | null;
}

export interface Snapshots {
  readonly statistics: readonly Statistic[];
  /** What the next look compares itself with; JSON-safe. */
  readonly state: Json;
}

type Values = Readonly<Record<string, number>>;

/** `state` is what the look before returned; null at the first. */
export function takeSnapshots(
  platform: string,
  figures: readonly Figure[],
  state: Json,
  now: number,
): Snapshots {
  const date = utcDate(now);
  const before = isObject(state) ? state : {};
  // The last look of an earlier day is what a day is compared with, all day long.
  // A day that is not over, or that a clock set back has come to again, is nothing to compare itself with.
  const isOver = typeof before.date === 'string' && before.date < date;
  const previous = valuesOf(isOver ? before.values : before.previous);
  const statistics = figures.map(({ category, name, value, unit }) => ({
    kind: 'statistic' as const,
    platform,
    id: `${figureId(name)}:${date}`,
    account: null,
    category,
    name,
    value,
    unit,
    at: now,
    previous: previous[name] ?? null,
    origin: 'platform' as const,
  }));
  const values = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
  return { statistics, state: { date, values, previous } };
}

/** A figure's name as the part of an id before the date. */
export const figureId = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

function valuesOf(stored: Json | undefined): Values {
  const entries = isObject(stored) ? Object.entries(stored) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
