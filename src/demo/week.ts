/**
 * The working week: history is dense in office hours and thin at night and at weekends. `placeOf` maps a share of
 * the span to an instant along that density; it is monotone, so that order by share is order by time.
 */
import { DAY, HOUR } from './clock-times.ts';

const WEEK_HOURS = 7 * 24;
/** 1970-01-01 was a Thursday: hours from a Monday midnight to the epoch. */
const EPOCH_HOUR = 3 * 24;

function weight(hourOfWeek: number): number {
  const [day, hour] = [Math.floor(hourOfWeek / 24), hourOfWeek % 24];
  const office = hour >= 7 && hour < 19 ? 6 : 1;
  return day < 5 ? office : 1;
}

/** Cumulative weight before each hour of the week, Monday 00:00 UTC first; the last is the whole week's. */
const BEFORE: readonly number[] = Array.from({ length: WEEK_HOURS + 1 }).reduce<number[]>((sums, _, hour) => {
  sums.push(hour === 0 ? 0 : (sums[hour - 1] ?? 0) + weight(hour - 1));
  return sums;
}, []);
const WEEK_WEIGHT = BEFORE[WEEK_HOURS] ?? 1;

/** Weight from the epoch's Monday to an instant. */
function weightAt(at: number): number {
  const hours = at / HOUR + EPOCH_HOUR;
  const weeks = Math.floor(hours / WEEK_HOURS);
  const rest = hours - weeks * WEEK_HOURS;
  const hour = Math.floor(rest);
  const low = BEFORE[hour] ?? 0;
  return weeks * WEEK_WEIGHT + low + (rest - hour) * ((BEFORE[hour + 1] ?? low) - low);
}

/** The instant at which the weight is reached. */
function instantOf(total: number): number {
  const weeks = Math.floor(total / WEEK_WEIGHT);
  const rest = total - weeks * WEEK_WEIGHT;
  let [low, high] = [0, WEEK_HOURS];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((BEFORE[middle] ?? 0) <= rest) low = middle;
    else high = middle;
  }
  const from = BEFORE[low] ?? 0;
  const share = (rest - from) / ((BEFORE[low + 1] ?? from + 1) - from);
  return (weeks * WEEK_HOURS + low + share - EPOCH_HOUR) * HOUR;
}

/** How far history reaches back before the world's start. */
export const HISTORY = 90 * DAY;

/** A function from a share in [0, 1] of the history before `start` to its instant (UTC ms, not rounded). */
export function history(start: number): (share: number) => number {
  const first = weightAt(start - HISTORY);
  const span = weightAt(start) - first;
  return (share) => instantOf(first + share * span);
}
