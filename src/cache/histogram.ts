/** Counts by time, in one series or one a value. */
import { timeOf, valueAt } from '../domain/kinds.ts';
import type { Histogram } from './ask.ts';
import { inGroup, valueGroups } from './order/by-value.ts';
import { pathOf } from './order/sort-key.ts';
import type { CacheReader } from './port.ts';
import { regionOf, SLOTS } from './row-key.ts';
import type { Reading } from './rows.ts';
import { valuesOfCombinations } from './select/combine.ts';
import { type Conjunct, UNKNOWN } from './select/conjunct.ts';
import { placeOf } from './select/places.ts';
import { type Plan, planOf } from './select/plan.ts';
import { walk } from './select/walk.ts';
import { combinedColumns } from './shape.ts';
import { Slices, type Task } from './slices.ts';
import { type Buckets, tallyStretches } from './tallies.ts';

type Series = Histogram['series'][number];
type Counted = Pick<Histogram, 'series' | 'exact'>;

/** Milliseconds of work a picture may take to be exact, and about as much again for an estimate. */
const PATIENCE = 750;
/** Rows of a stretch that are enough to estimate how many there are. */
const SAMPLE = 64;
/** Indexes walked side by side: with more of them, looking at records as they come finds some sooner. */
const MOST_STREAMS = 16;

/** `by` has to be a field of a dictionary; by any other there is one series. */
export async function histogram(
  reading: Reading,
  { selection, from, to, buckets, by, roughly = false }: Parameters<CacheReader['histogram']>[0],
  task: Task,
  patience = PATIENCE,
): Promise<Histogram> {
  const plan = planOf(reading.db, selection);
  const width = Math.max(1, Math.ceil((to - from) / Math.max(1, buckets)));
  const asked: Asked = { reading, plan, range: { from, width, buckets }, slices: new Slices(task), patience };
  const path = by === undefined ? null : pathOf(plan.kind, by);
  const series = await tallied(asked, path);
  if (series !== null) return { from, width, series, exact: true };
  return { from, width, ...(await walked(asked, path, roughly)) };
}

interface Asked {
  readonly reading: Reading;
  readonly plan: Plan;
  readonly range: Buckets;
  readonly slices: Slices;
  readonly patience: number;
}

/** From the index of combinations alone; null where it does not tell. */
async function tallied(
  { reading, plan, range, slices }: Asked,
  path: string | null,
): Promise<readonly Series[] | null> {
  const place = path === null ? null : placeOf(plan.kind, path);
  const column = place?.at === 'term' ? place.column : null;
  if (place !== null && (column === null || !combinedColumns(plan.kind).includes(column))) return null;
  const stretches = await tallyStretches(reading, plan, range, slices);
  if (stretches === null) return null;
  const values = column === null ? null : new Map(valuesOfCombinations(reading.db, plan.kind, column));
  const series = new Map<string | null, number[]>();
  if (values === null) series.set(null, new Array<number>(range.buckets).fill(0));
  for (const [key, counts] of stretches) {
    const value = values?.get(key) ?? null;
    const sums = series.get(value) ?? new Array<number>(range.buckets).fill(0);
    for (const [bucket, count] of counts.entries()) sums[bucket] = (sums[bucket] ?? 0) + count;
    series.set(value, sums);
  }
  return [...series].map(([value, counts]) => ({ value, counts }));
}

/** From the rows themselves, one by one; for a picture, from some of them where they are too many. */
async function walked(asked: Asked, path: string | null, roughly: boolean): Promise<Counted> {
  const { reading, plan } = asked;
  const groups = path === null ? null : valueGroups(reading.db, plan, { field: path, descending: false });
  const parts =
    groups === null
      ? [{ value: null, plan }]
      : groups.map(({ value, ...group }) => ({ value: textOf(value), plan: inGroup(plan, group) }));
  const series: Series[] = [];
  for (const { value, plan: own } of parts) {
    const counts = await countedRows({ ...asked, plan: own }, roughly ? asked.patience : null);
    if (counts === null)
      return { series: await estimated(asked, groups === null ? null : path), exact: false };
    if (groups === null || counts.some((count) => count > 0)) series.push({ value, counts });
  }
  return { series, exact: true };
}

const textOf = (value: unknown): string | null => (value === null ? null : String(value));

/** Every row in its bucket; null when it takes more than `patience` ms of work in all. */
async function countedRows(asked: Asked, patience: number | null): Promise<readonly number[] | null> {
  const { range, slices } = asked;
  const { from, width, buckets } = range;
  const counts = new Array<number>(buckets).fill(0);
  let steps = 0;
  for (const found of rowsIn(asked, from, from + width * buckets, 512)) {
    if (found !== null) {
      const bucket = Math.floor((found.at - from) / width);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    steps += 1;
    if (found !== null && steps % 512 !== 0) continue;
    if (patience !== null && slices.worked > patience) return null;
    if (slices.due) await slices.pause();
  }
  return counts;
}

/** Of each bucket the newest rows, taken for the whole of it. */
async function estimated(asked: Asked, path: string | null): Promise<readonly Series[]> {
  const { reading, range, slices } = asked;
  const streams = asked.plan.conjuncts.reduce((sum, conjunct) => sum + leastKeys(conjunct), 0);
  const many = streams > MOST_STREAMS;
  const plan = many ? { ...asked.plan, conjuncts: [UNKNOWN] } : asked.plan;
  const least = many ? 1 : streams;
  const { from, width, buckets } = range;
  const series = new Map<string | null, number[]>();
  if (path === null) series.set(null, new Array<number>(buckets).fill(0));
  const until = slices.worked + asked.patience;
  for (let bucket = buckets - 1; bucket >= 0; bucket--) {
    const start = from + bucket * width;
    const enough = slices.worked + Math.max(0, until - slices.worked) / (bucket + 1);
    const { rows, share } = await sampled({ ...asked, plan }, start, start + width, { enough, least });
    const records = path === null ? [] : reading.reader.read(plan.kind, rows, false);
    const values = path === null ? rows.map(() => null) : records.map(({ record }) => valueAt(record, path));
    for (const value of values.map(textOf)) {
      const counts = series.get(value) ?? new Array<number>(buckets).fill(0);
      counts[bucket] = (counts[bucket] ?? 0) + 1 / share;
      series.set(value, counts);
    }
  }
  return [...series].map(([value, counts]) => ({ value, counts: counts.map(Math.round) }));
}

/** How many indexes lead through a conjunct at best. */
function leastKeys({ atoms }: Conjunct): number {
  const leads = atoms.flatMap((atom) =>
    atom.is === 'time' ? [] : [atom.is === 'keys' ? atom.keys.size : 1],
  );
  return leads.length === 0 ? 1 : Math.min(...leads);
}

/** The newest rows of a stretch, and which share of it they lie in. */
async function sampled(
  asked: Asked,
  from: number,
  to: number,
  { enough, least }: { readonly enough: number; readonly least: number },
) {
  const { slices } = asked;
  const rows: number[] = [];
  let reached = to;
  let steps = 0;
  for (const found of rowsIn(asked, from, to, SAMPLE)) {
    if (found === null) steps += 1;
    else {
      rows.push(found.row);
      reached = found.at;
    }
    // Every stretch gets a few steps, or a slow search would leave the older ones blank.
    const late = found === null && slices.worked > enough && (rows.length > 0 || steps > least);
    if (slices.due) await slices.pause();
    if (rows.length >= SAMPLE || late) return { rows, share: Math.max(1, to - reached) / (to - from) };
  }
  return { rows, share: 1 };
}

/** The rows of a plan with their times in `[from, to)`, newest first; null after each bounded piece of work. */
function* rowsIn(
  { reading: { db, reader }, plan }: Asked,
  from: number,
  to: number,
  expect: number,
): Generator<{ readonly row: number; readonly at: number } | null, void, void> {
  const within = {
    first: Math.max(0, regionOf(from).first - plan.spread * SLOTS),
    last: regionOf(to - 1).last,
  };
  for (const row of walk(db, reader, plan, { direction: 'older', within, expect })) {
    if (row === null) yield null;
    else {
      // The key tells the time, unless some key lies elsewhere than its time.
      const at = plan.spread === 0 ? Math.floor(row / SLOTS) : timeOfRow(reader, plan, row);
      if (at !== null && at >= from && at < to) yield { row, at };
    }
  }
}

function timeOfRow(reader: Reading['reader'], { kind }: Plan, row: number): number | null {
  const [found] = reader.read(kind, [row], false);
  return found === undefined ? null : timeOf(found.record);
}
