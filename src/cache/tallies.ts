/** Counts that need no walk: of everything, of combinations, and of combinations in a stretch of time. */
import type { Kind } from '../domain/record.ts';
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
  const own = rangeOf([asked.time], spread) ?? extent;
  const range = { first: Math.max(own.first, extent.first), last: Math.min(own.last, extent.last) };
  const found = new Map<number, number>();
  for (const [key, n] of counts) found.set(key, await countInRange(reading, kind, key, n, range, slices));
  return found;
}

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
