/** Keeps the indexes of texts and ids short: merges what is small, and takes away what was merged. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../domain/record.ts';
import { KINDS } from '../domain/record.ts';
import { mergeIds } from './id-index/merge.ts';
import { prepared } from './statements.ts';
import { merge } from './text-index/merge.ts';
import { removeRows } from './text-index/segment-rows.ts';
import { liveSegments, type Segment } from './text-index/segments.ts';
import { TERMS } from './text-index/terms.ts';

/** So many segments of like size become one. */
export const FAN_OUT = 16;
/** Records from which on a segment counts as one size larger; past the last it is merged no more. */
const SIZES = [16, 256, 4_096, 65_536];
/** A merge nobody has gone on with for so long (ms) was left by a process that ended. */
const ABANDONED = 60_000;
/** Lists taken away in one transaction. */
const AT_ONCE = 500;

/** Works until there is nothing left to do; each step is a transaction of a few milliseconds. */
export function* tidy(db: Database, clock: () => number): Generator<void, void, void> {
  forgetAbandoned(db, clock());
  for (const kind of KINDS) forgetOutlived(db, kind);
  for (;;) {
    yield;
    if (yield* remove(db)) continue;
    if (yield* mergedIds(db)) continue;
    const next = KINDS.map((kind) => ({ kind, sources: due(db, kind) })).find(
      ({ sources }) => sources !== null,
    );
    if (next?.sources == null) return;
    yield* merge(db, next.kind, next.sources, clock);
  }
}

/** Segments of one size that there are enough of to be merged; null when there are none. */
function due(db: Database, kind: Kind): readonly Segment[] | null {
  const bySize = Map.groupBy(liveSegments(db, kind), ({ n }) => SIZES.filter((size) => size <= n).length);
  for (const [size, segments] of [...bySize].sort(([a], [b]) => a - b)) {
    if (size === SIZES.length || segments.length < FAN_OUT) continue;
    return [...segments].sort((a, b) => a.key - b.key).slice(0, FAN_OUT);
  }
  return null;
}

function forgetAbandoned(db: Database, now: number): void {
  const sql = "UPDATE text_segment SET state = 'gone' WHERE state = 'building' AND touched < ?";
  prepared(db, sql).run(now - ABANDONED);
}

/** Segments between whose rows no record is left: retention takes the oldest of a platform. */
function forgetOutlived(db: Database, kind: Kind): void {
  const left = `SELECT 1 FROM ${kind} WHERE row BETWEEN text_segment.first AND text_segment.last`;
  const sql = `UPDATE text_segment SET state = 'gone' WHERE state = 'live' AND kind = ? AND NOT EXISTS (${left})`;
  prepared(db, sql).run(kind);
}

function* mergedIds(db: Database): Generator<void, boolean, void> {
  for (const kind of KINDS) if (yield* mergeIds(db, kind)) return true;
  return false;
}

/** Takes away one segment that is searched no more; false when there is none. */
function* remove(db: Database): Generator<void, boolean, void> {
  const sql = "SELECT key FROM text_segment WHERE state = 'gone' LIMIT 1";
  const key = prepared(db, sql).pluck().get() as number | undefined;
  if (key === undefined) return false;
  const lists = prepared(
    db,
    'DELETE FROM text_list WHERE key IN (SELECT key FROM text_list WHERE key >= ? AND key < ? LIMIT ?)',
  );
  while (lists.run(key * TERMS, (key + 1) * TERMS, AT_ONCE).changes === AT_ONCE) yield;
  db.transaction(() => {
    removeRows(db, key);
    prepared(db, "DELETE FROM text_segment WHERE key = ? AND state = 'gone'").run(key);
  })();
  return true;
}
