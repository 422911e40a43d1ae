/** Counts that need no walk: of everything, of combinations, and of combinations in a stretch of time. */
import type { Kind } from '../domain/record.ts';
import { regionOf, SLOTS } from './row-key.ts';
import type { Reading } from './rows.ts';
import { COMBINATION } from './select/combine.ts';
import { type RowRange, rangeOf } from './select/condition.ts';
import { type Atom, type Conjunct, isExact } from './select/conjunct.ts';
import type { Plan } from './select/plan.ts';
import type { Slices } from './slices.ts';
import { prepared } from './statements.ts';

/** Entries of an index counted in one statement: a few milliseconds. */
const AT_ONCE = 100_000;

/** How many records each combination has among those a plan means; null when that takes looking at records. */
export async function tallyCombinations(
  reading: Reading,
  { kind, conjuncts, spread, extent }: Plan,
  slices: Slices,
): Promise<ReadonlyMap<number, number> | null> {
  const [only, ...more] = conjuncts;
  if (only === undefined) return new Map();
  const asked = more.length === 0 ? understood(only) : null;
  if (asked === null || extent === null) return null;
  const counts = asked.keys ?? allCombinations(reading, kind);
  if (asked.time === null) return counts;
  // Only where every key lies at its time is a stretch of time a stretch of keys.
  if (spread > 0) return null;
  const range = within(extent, rangeOf([asked.time], spread));
  const found = new Map<number, number>();
  for (const [key, n] of counts) found.set(key, await countInRange(reading, kind, key, n, range, slices));
  return found;
}

/**
 * As `tallyCombinations`, for each of so many stretches of `width` ms from `from` on; null, too, where a key
 * may lie elsewhere than its time.
 */
export async function tallyStretches(
  reading: Reading,
  { kind, conjuncts, spread, extent }: Plan,
  { from, width, buckets }: Buckets,
  slices: Slices,
): Promise<ReadonlyMap<number, readonly number[]> | null> {
  const [only, ...more] = conjuncts;
  const found = new Map<number, readonly number[]>();
  if (only === undefined || extent === null) return found;
  const asked = more.length === 0 && spread === 0 ? understood(only) : null;
  if (asked === null) return null;
  const all = within(extent, asked.time === null ? null : rangeOf([asked.time], spread));
  const stretches = Array.from({ length: buckets }, (_, bucket) => {
    const at = from + bucket * width;
    return within(all, { first: regionOf(at).first, last: regionOf(at + width).first - 1 });
  });
  const whole = { first: stretches[0]?.first ?? 0, last: stretches.at(-1)?.last ?? -1 };
  for (const [key, n] of asked.keys ?? allCombinations(reading, kind)) {
    const counts = new Array<number>(buckets).fill(0);
    // A few rows are read sooner than each stretch is counted.
    const rows = newestRows(reading, kind, key, whole, FEW * buckets);
    for (const row of rows) {
      const bucket = Math.floor((Math.floor(row / SLOTS) - from) / width);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    const full = rows.length === FEW * buckets;
    const oldest = full ? Math.floor((Math.floor((rows.at(-1) ?? 0) / SLOTS) - from) / width) : -1;
    for (const [bucket, range] of stretches.slice(0, oldest + 1).entries()) {
      // No more than a few times the share of an even spread is likely in one of them.
      const likely = Math.ceil((4 * n) / buckets);
      counts[bucket] = await countInRange(reading, kind, key, likely, range, slices);
    }
    if (counts.some((count) => count > 0)) found.set(key, counts);
    if (slices.due) await slices.pause();
  }
  return found;
}

/** Rows a stretch may have on average to be read rather than counted. */
const FEW = 8;

function newestRows(
  { db }: Reading,
  kind: Kind,
  key: number,
  { first, last }: RowRange,
  most: number,
): readonly number[] {
  const sql = `SELECT row FROM ${kind} INDEXED BY ${kind}_${COMBINATION} WHERE combo = ? AND row BETWEEN ? AND ?
    ORDER BY row DESC LIMIT ?`;
  return prepared(db, sql).pluck().all(key, first, last, most) as number[];
}

/** So many stretches of `width` ms, one after the other. */
export interface Buckets {
  readonly from: number;
  readonly width: number;
  readonly buckets: number;
}

const within = (outer: RowRange, inner: RowRange | null): RowRange => ({
  first: Math.max(outer.first, inner?.first ?? outer.first),
  last: Math.min(outer.last, inner?.last ?? outer.last),
});

interface Understood {
  readonly keys: ReadonlyMap<number, number> | null;
  readonly time: Extract<Atom, { is: 'time' }> | null;
}

function understood(conjunct: Conjunct): Understood | null {
  if (!isExact(conjunct)) return null;
  let found: Understood = { keys: null, time: null };
  for (const atom of conjunct.atoms) {
    if (atom.is === 'time') found = { ...found, time: atom };
    else if (atom.is === 'keys' && atom.column === COMBINATION) {
      found = { ...found, keys: atom.keys as ReadonlyMap<number, number> };
    } else return null;
  }
  return found;
}

function allCombinations({ db }: Reading, kind: Kind): ReadonlyMap<number, number> {
  const sql = `SELECT key, n FROM ${kind}_combination WHERE n > 0`;
  return new Map(prepared(db, sql).raw().all() as [number, number][]);
}

async function countInRange(
  { db }: Reading,
  kind: Kind,
  key: number,
  n: number,
  { first, last }: RowRange,
  slices: Slices,
): Promise<number> {
  const sql = `SELECT count(*) FROM ${kind} INDEXED BY ${kind}_${COMBINATION} WHERE combo = ? AND row BETWEEN ? AND ?`;
  const statement = prepared(db, sql).pluck();
  const steps = Math.max(1, Math.ceil(n / AT_ONCE));
  const width = Math.max(1, Math.ceil((last - first + 1) / steps));
  let count = 0;
  for (let at = first; at <= last; at += width) {
    count += statement.get(key, at, Math.min(last, at + width - 1)) as number;
    if (slices.due) await slices.pause();
  }
  return count;
}
