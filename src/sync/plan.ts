/** Which parts of a log are to be fetched next: a pure reading of what is covered already. */
import type { Interval } from '../cache/stored.ts';
import { isObject, type Json } from '../domain/json.ts';
import { MINUTE } from '../domain/time.ts';
import { subtract } from './intervals.ts';

/**
 * News are asked for from this much before the newest record known (ms): a platform writes some entries
 * late, and its clock is not ours.
 */
export const OVERLAP = 5 * MINUTE;

/** An interval to fill. News come first and make the stream caught up; the rest is filled behind them. */
export interface Slice extends Interval {
  readonly kind: 'news' | 'hole';
}

export interface LogKnowledge {
  readonly covered: readonly Interval[];
  /** Time of the newest record committed, null before the first. */
  readonly newest: number | null;
}

/** The slices that would make `window` whole, in the order they are to be filled: newest first. */
export function planLog(known: LogKnowledge, window: Interval): readonly Slice[] {
  const news: Slice = { kind: 'news', from: newsFrom(known, window), to: window.to };
  const holes = subtract(window, [...known.covered, news]);
  return [news, ...holes.map((hole): Slice => ({ kind: 'hole', ...hole })).reverse()];
}

/**
 * Where news begin. Counted from the newest record where that lies before the covered end: on a platform
 * whose clock runs behind ours, entries written after our last look bear times before it.
 */
function newsFrom({ covered, newest }: LogKnowledge, window: Interval): number {
  const end = covered.at(-1)?.to;
  if (end === undefined) return window.from;
  return Math.max(window.from, Math.min(end, newest ?? end, window.to) - OVERLAP);
}

/** What a log stream keeps in the cache as its position. */
export function logPosition(newest: number | null): Json {
  return { newest };
}

export function newestOf(position: Json): number | null {
  return isObject(position) && typeof position.newest === 'number' ? position.newest : null;
}
