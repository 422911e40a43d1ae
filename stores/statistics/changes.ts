/** How a figure changed since yesterday and last week, as far as snapshots reach. Pure. Days are UTC days. */
import type { Figure } from '../../src/cache/port.ts';
import { DAY, utcDate } from '../../src/domain/time.ts';
import type { Item } from './sections.ts';

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
