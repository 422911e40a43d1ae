/** Counts by the value of a field, and by time. */
import { timeOf, valueAt } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import { pathOf } from './order/sort-key.ts';
import type { CacheReader, Group, Histogram } from './port.ts';
import { FIRST_ROW, LAST_ROW, regionOf, SLOTS } from './row-key.ts';
import type { Reading } from './rows.ts';
import { COMBINATION, valuesOfCombinations } from './select/combine.ts';
import { isExact } from './select/conjunct.ts';
import { placeOf } from './select/places.ts';
import { type Plan, planOf } from './select/plan.ts';
import { walk } from './select/walk.ts';
import { combinedColumns } from './shape.ts';
import { Slices, type Task } from './slices.ts';

type Ask<K extends keyof CacheReader> = Parameters<CacheReader[K]>[0];

export async function groupRecords(
  reading: Reading,
  { selection, field, limit }: Ask<'groups'>,
  task: Task,
): Promise<readonly Group[]> {
  const plan = planOf(reading.db, selection);
  const path = pathOf(plan.kind, field);
  const counts = new Map<string | null, number>();
  const tallied = tallies(reading, plan, path);
  if (tallied !== null) {
    for (const { value, count } of tallied) counts.set(value, count);
  } else {
    await each(reading, plan, { first: FIRST_ROW, last: LAST_ROW }, task, (record) => {
      const value = textOf(valueAt(record, path));
      counts.set(value, (counts.get(value) ?? 0) + 1);
    });
  }
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1))
    .slice(0, limit);
}

/** What the combinations say by themselves: everything, or conditions and a field that are all of few values. */
function tallies({ db }: Reading, { kind, conjuncts }: Plan, path: string): readonly Group[] | null {
  const place = placeOf(kind, path);
  const [only, ...more] = conjuncts;
  if (place.at !== 'term' || !combinedColumns(kind).includes(place.column)) return null;
  if (only === undefined || more.length > 0 || !isExact(only) || only.atoms.length > 1) return null;
  const [atom] = only.atoms;
  if (atom === undefined) return valuesOfCombinations(db, kind, place.column, null);
  if (atom.is !== 'keys' || atom.column !== COMBINATION) return null;
  return valuesOfCombinations(db, kind, place.column, atom.keys.keys());
}

export async function histogram(
  reading: Reading,
  { selection, from, to, buckets, by }: Ask<'histogram'>,
  task: Task,
): Promise<Histogram> {
  const plan = planOf(reading.db, selection);
  const width = Math.max(1, Math.ceil((to - from) / Math.max(1, buckets)));
  const path = by === undefined ? null : pathOf(plan.kind, by);
  const series = new Map<string | null, number[]>();
  const end = from + width * buckets;
  const within = {
    first: Math.max(0, regionOf(from).first - plan.spread * SLOTS),
    last: regionOf(end).last,
  };
  await each(reading, plan, within, task, (record) => {
    const at = timeOf(record);
    if (at === null || at < from || at >= end) return;
    const value = path === null ? null : textOf(valueAt(record, path));
    const counts = series.get(value) ?? new Array<number>(buckets).fill(0);
    series.set(value, counts);
    const bucket = Math.floor((at - from) / width);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  });
  if (series.size === 0 && path === null) series.set(null, new Array<number>(buckets).fill(0));
  const list = [...series].map(([value, counts]) => ({ value, counts }));
  list.sort((a, b) => (String(a.value) < String(b.value) ? -1 : 1));
  return { from, width, series: list, exact: true };
}

/** Every record of a plan, without its bodies, in slices. */
async function each(
  { db, reader }: Reading,
  plan: Plan,
  within: { readonly first: number; readonly last: number },
  task: Task,
  use: (record: AnyRecord) => void,
): Promise<void> {
  const slices = new Slices(task);
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
    if (waiting.length === 0 && slices.due) await slices.pause(() => ({ scanned: seen, total: plan.known }));
  }
  flush();
}

const textOf = (value: unknown): string | null => (value === null ? null : String(value));
