/**
 * Arithmetic of closed intervals over whole milliseconds: `[from, to]` holds both ends, so `[1, 5]` and
 * `[6, 9]` leave nothing between them.
 */
import type { Interval } from '../cache/stored.ts';

/** Sorted, disjoint, neighbours joined; intervals that end before they begin hold nothing and vanish. */
export function merge(intervals: readonly Interval[]): readonly Interval[] {
  const merged: Interval[] = [];
  const sorted = intervals.filter(({ from, to }) => from <= to).sort((a, b) => a.from - b.from);
  for (const interval of sorted) {
    const last = merged.at(-1);
    if (last === undefined || interval.from > last.to + 1) merged.push(interval);
    else if (interval.to > last.to) merged[merged.length - 1] = { from: last.from, to: interval.to };
  }
  return merged;
}

/** What of `whole` none of `covered` holds, ascending: the holes. */
export function subtract(whole: Interval, covered: readonly Interval[]): readonly Interval[] {
  const holes: Interval[] = [];
  let from = whole.from;
  for (const interval of merge(covered)) {
    if (interval.from > whole.to) break;
    if (interval.from > from) holes.push({ from, to: interval.from - 1 });
    from = Math.max(from, interval.to + 1);
  }
  if (from <= whole.to) holes.push({ from, to: whole.to });
  return holes;
}
