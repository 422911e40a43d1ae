/** Counts by the value of a field. */
import { valueAt } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import type { Group } from './ask.ts';
import { pathOf } from './order/sort-key.ts';
import type { CacheReader } from './port.ts';
import { FIRST_ROW, LAST_ROW } from './row-key.ts';
import type { Reading } from './rows.ts';
import { valuesOfCombinations } from './select/combine.ts';
import { placeOf } from './select/places.ts';
import { type Plan, planOf } from './select/plan.ts';
import { walk } from './select/walk.ts';
import { combinedColumns } from './shape.ts';
import { Slices, type Task } from './slices.ts';
import { tallyCombinations } from './tallies.ts';

type Ask<K extends keyof CacheReader> = Parameters<CacheReader[K]>[0];

export async function groupRecords(
  reading: Reading,
  { selection, field, limit, within }: Ask<'groups'>,
  task: Task,
): Promise<readonly Group[]> {
  const plan = planOf(reading.db, selection);
  const path = pathOf(plan.kind, field);
  const slices = new Slices(task);
  const counts = new Map(await tallies(reading, plan, path, slices));
  const whole =
    counts.size > 0 ||
    (await each(reading, plan, slices, within ?? Number.POSITIVE_INFINITY, (record) => {
      const value = textOf(valueAt(record, path));
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }));
  const floor = whole ? {} : ({ atLeast: true } as const);
  // Nothing found in time is not nothing.
  if (!whole && counts.size === 0) return [{ value: null, count: 0, ...floor }];
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([value, count]) => ({ value, count, ...floor }))
    .sort((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1))
    .slice(0, limit);
}

/** What the combinations say by themselves of a field of few values; null when they do not. */
async function tallies(
  reading: Reading,
  plan: Plan,
  path: string,
  slices: Slices,
): Promise<ReadonlyMap<string | null, number> | null> {
  const place = placeOf(plan.kind, path);
  if (place.at !== 'term' || !combinedColumns(plan.kind).includes(place.column)) return null;
  const counts = await tallyCombinations(reading, plan, slices);
  if (counts === null) return null;
  const found = new Map<string | null, number>();
  for (const [key, value] of valuesOfCombinations(reading.db, plan.kind, place.column)) {
    const count = counts.get(key) ?? 0;
    if (count > 0) found.set(value, (found.get(value) ?? 0) + count);
  }
  return found;
}

/** Every record of a plan, without its bodies, in slices; false when there was no time (ms of work) for all. */
async function each(
  { db, reader }: Reading,
  plan: Plan,
  slices: Slices,
  time: number,
  use: (record: AnyRecord) => void,
): Promise<boolean> {
  const within = { first: FIRST_ROW, last: LAST_ROW };
  let waiting: number[] = [];
  let seen = 0;
  const flush = () => {
    for (const { record } of reader.read(plan.kind, waiting, false)) use(record);
    seen += waiting.length;
    waiting = [];
  };
  for (const row of walk(db, reader, plan, { direction: 'older', within, expect: 512 })) {
    if (row !== null) waiting.push(row);
    if (waiting.length >= 256 || row === null) flush();
    if (waiting.length > 0) continue;
    if (slices.worked > time) return false;
    if (slices.due) await slices.pause(() => ({ scanned: seen, total: plan.known }));
  }
  flush();
  return true;
}

const textOf = (value: unknown): string | null => (value === null ? null : String(value));
