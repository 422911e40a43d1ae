/**
 * Which rows an id may have, by its hash. What is found may be of a record that has gone or has another id by
 * now: whoever asks looks at the record.
 */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';

/** Hash and row by turns, ascending by hash. */
export type IdPairs = Float64Array;

type ByKey = ReadonlyMap<number, IdPairs>;
/** What was read once never changes. */
const read = new WeakMap<Database, Map<Kind, ByKey>>();

/** The ids of late, one transaction's after the other, by key. */
export function recentIds(db: Database, kind: Kind): ByKey {
  const kinds = read.get(db) ?? new Map<Kind, ByKey>();
  read.set(db, kinds);
  const known = kinds.get(kind);
  const keys = prepared(db, 'SELECT key FROM recent_ids WHERE kind = ? ORDER BY key')
    .pluck()
    .all(kind) as number[];
  const found = new Map(keys.map((key) => [key, known?.get(key) ?? readIds(db, key)]));
  kinds.set(kind, found);
  return found;
}

function readIds(db: Database, key: number): IdPairs {
  const sql = 'SELECT ids FROM recent_ids WHERE key = ?';
  const blob = prepared(db, sql).pluck().get(key) as Buffer | undefined;
  // Merged since it was listed.
  if (blob === undefined) return new Float64Array(0);
  // The numbers have to be aligned, which a buffer of the driver need not be.
  const own = new Uint8Array(blob.length);
  own.set(blob);
  return new Float64Array(own.buffer);
}

/** The rows an id with this hash may have. */
export function rowsOfHash(db: Database, kind: Kind, hash: number): readonly number[] {
  // The recent ones first: what is merged meanwhile is found among all.
  const rows = [...recentIds(db, kind).values()].flatMap((pairs) => rowsIn(pairs, hash));
  rows.push(...(prepared(db, `SELECT row FROM ${kind}_ids WHERE hash = ?`).pluck().all(hash) as number[]));
  return rows.length < 2 ? rows : [...new Set(rows)];
}

function rowsIn(pairs: IdPairs, hash: number): readonly number[] {
  const rows: number[] = [];
  for (let at = firstFrom(pairs, hash); pairs[at] === hash; at += 2) rows.push(pairs[at + 1] ?? 0);
  return rows;
}

/** Where the first pair of at least a hash begins. */
export function firstFrom(pairs: IdPairs, hash: number): number {
  let [low, high] = [0, pairs.length / 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pairs[middle * 2] ?? 0) < hash) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}

/** Those of some ascending hashes that some record may have. */
export function knownHashes(db: Database, kind: Kind, hashes: Float64Array): ReadonlySet<number> {
  const sql = `SELECT hash FROM ${kind}_ids WHERE hash IN (SELECT value FROM json_each(?))`;
  const known = new Set(
    prepared(db, sql)
      .pluck()
      .all(JSON.stringify([...hashes])) as number[],
  );
  for (const pairs of recentIds(db, kind).values()) {
    let at = 0;
    for (const hash of hashes) {
      while ((pairs[at] ?? Number.POSITIVE_INFINITY) < hash) at += 2;
      if (pairs[at] === hash) known.add(hash);
    }
  }
  return known;
}
