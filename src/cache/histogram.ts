/** Counts by time, in one series or one a value. */
import { timeOf } from '../domain/kinds.ts';
import { inGroup, valueGroups } from './order/by-value.ts';
import { pathOf } from './order/sort-key.ts';
import type { CacheReader, Histogram } from './port.ts';
import { regionOf, SLOTS } from './row-key.ts';
import type { Reading } from './rows.ts';
import { type Plan, planOf } from './select/plan.ts';
import { walk } from './select/walk.ts';
import { Slices, type Task } from './slices.ts';

/** `by` has to be a field of a dictionary; by any other there is one series. */
export async function histogram(
  reading: Reading,
  { selection, from, to, buckets, by }: Parameters<CacheReader['histogram']>[0],
  task: Task,
): Promise<Histogram> {
  const plan = planOf(reading.db, selection);
  const width = Math.max(1, Math.ceil((to - from) / Math.max(1, buckets)));
  const range: Buckets = { from, width, buckets };
  const slices = new Slices(task);
  const path = by === undefined ? null : pathOf(plan.kind, by);
  const groups = path === null ? null : valueGroups(reading.db, plan, { field: path, descending: false });
  if (groups === null) {
    const counts = await countByTime(reading, plan, range, slices);
    return { from, width, series: [{ value: null, counts }], exact: true };
  }
  const series: { value: string | null; counts: readonly number[] }[] = [];
  for (const { value, ...group } of groups) {
    const counts = await countByTime(reading, inGroup(plan, group), range, slices);
    if (counts.some((count) => count > 0))
      series.push({ value: value === null ? null : String(value), counts });
  }
  return { from, width, series, exact: true };
}

interface Buckets {
  readonly from: number;
  readonly width: number;
  readonly buckets: number;
}

async function countByTime(
  { db, reader }: Reading,
  plan: Plan,
  { from, width, buckets }: Buckets,
  slices: Slices,
): Promise<readonly number[]> {
  const counts = new Array<number>(buckets).fill(0);
  const end = from + width * buckets;
  const within = {
    first: Math.max(0, regionOf(from).first - plan.spread * SLOTS),
    last: regionOf(end).last,
  };
  // The key tells the time, unless some key lies elsewhere than its time.
  const timeAt = (row: number): number | null => {
    if (plan.spread === 0) return Math.floor(row / SLOTS);
    const [found] = reader.read(plan.kind, [row], false);
    return found === undefined ? null : timeOf(found.record);
  };
  let steps = 0;
  for (const row of walk(db, reader, plan, { direction: 'older', within, expect: 512 })) {
    const at = row === null ? null : timeAt(row);
    const bucket = at === null || at < from || at >= end ? -1 : Math.floor((at - from) / width);
    if (bucket >= 0) counts[bucket] = (counts[bucket] ?? 0) + 1;
    steps += 1;
    if ((row === null || steps % 512 === 0) && slices.due) await slices.pause();
  }
  return counts;
}
