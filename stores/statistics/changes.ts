/** How a figure changed since yesterday and last week, as far as snapshots reach. Pure. Days are UTC days. */
import type { Figure } from '../../src/cache/ask.ts';
import { DAY, utcDate } from '../../src/domain/time.ts';
import type { Item } from './sections.ts';

/** Days a chart reaches back. */
const MOST_DAYS = 90;

const dayOf = (at: number): number => Math.floor(at / DAY);

/**
 * Against the snapshots of exactly one and seven days before the newest. Where there is none of a week ago, the
 * change since the nearest one beyond it, else since the oldest there is; `aside` says since when.
 */
export function changesOf({
  at,
  value,
  dayAgo,
  weekAgo,
  series,
}: Pick<Figure, 'at' | 'value' | 'dayAgo' | 'weekAgo' | 'series'>): Pick<Item, 'day' | 'week' | 'aside'> {
  const day = dayAgo === null ? null : value - dayAgo;
  if (weekAgo !== null) return { day, week: value - weekAgo, aside: null };
  const earlier = series.filter((snapshot) => dayOf(snapshot.at) < dayOf(at));
  const base = earlier.findLast((snapshot) => dayOf(snapshot.at) < dayOf(at) - 7) ?? earlier[0];
  if (base === undefined) return { day: null, week: null, aside: 'no snapshot yet' };
  return { day, week: value - base.value, aside: `since ${utcDate(base.at)}` };
}

/** The snapshots of the last days one by one, from the first there is; null for a day without one. */
export function byDay({ at, series }: Pick<Figure, 'at' | 'series'>): readonly (number | null)[] {
  const last = dayOf(at);
  const values = new Map(series.map((snapshot) => [dayOf(snapshot.at), snapshot.value]));
  const first = Math.max(last - MOST_DAYS + 1, dayOf(series[0]?.at ?? at));
  return Array.from({ length: last - first + 1 }, (_, index) => values.get(first + index) ?? null);
}
