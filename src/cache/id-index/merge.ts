/** Ids of late go into the index that holds them all, many at a time and in its own order. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';
import { firstFrom, recentIds } from './lookup.ts';

/** So many transactions' ids are looked through by whoever looks for an id; more are merged. */
export const MOST_RECENT = 128;
/** Hashes are below this. */
const HASHES = 2 ** 52;
/** Milliseconds of work in one transaction. */
const SLICE = 8;
/** Pairs taken in one step. */
const AT_ONCE = 500;

/** Merges when it is due; each step is a transaction of a few milliseconds. False when there was nothing to do. */
export function* mergeIds(db: Database, kind: Kind): Generator<void, boolean, void> {
  const count = prepared(db, 'SELECT count(*) FROM recent_ids WHERE kind = ?').pluck().get(kind) as number;
  if (count < MOST_RECENT) return false;
  const recent = recentIds(db, kind);
  const parts = [...recent.values()];
  const pairs = parts.reduce((sum, { length }) => sum + length / 2, 0);
  // Hashes are spread evenly, so that a stretch of them holds about its share.
  const width = Math.ceil(HASHES / Math.max(1, Math.ceil(pairs / AT_ONCE)));
  // Rows are taken out meanwhile, and others come in their place.
  const insert = prepared(
    db,
    `INSERT OR IGNORE INTO ${kind}_ids SELECT $hash, $row FROM ${kind} WHERE row = $row AND id_hash = $hash`,
  );
  for (let from = 0; from < HASHES; ) {
    const began = performance.now();
    db.transaction(() => {
      while (from < HASHES && performance.now() - began < SLICE) {
        for (const [hash, row] of between(parts, from, from + width)) insert.run({ hash, row });
        from += width;
      }
    }).immediate();
    yield;
  }
  const remove = prepared(db, 'DELETE FROM recent_ids WHERE key = ?');
  db.transaction(() => {
    for (const key of recent.keys()) remove.run(key);
  }).immediate();
  return true;
}

function between(parts: readonly Float64Array[], from: number, to: number): readonly [number, number][] {
  const found: [number, number][] = [];
  for (const pairs of parts) {
    for (let at = firstFrom(pairs, from); (pairs[at] ?? to) < to; at += 2) {
      found.push([pairs[at] ?? 0, pairs[at + 1] ?? 0]);
    }
  }
  return found.sort(([a, x], [b, y]) => a - b || x - y);
}
