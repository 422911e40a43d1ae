/** What is left of records that retention took: what rules derived from them, and who only they named. */
import type { Database } from 'better-sqlite3';
import { isObject, type Json } from '../../domain/json.ts';
import type { Kind } from '../../domain/record.ts';
import { DAY } from '../../domain/time.ts';
import { RULES } from '../../rules/registry.ts';
import type { RecordWriters } from '../record-writers.ts';
import { prepared } from '../statements.ts';
import { hasEvidence, latestEdge, readEdges } from './edges.ts';
import { KEPT_BY_HAND } from './oldest.ts';

/** Rows looked at in one go. */
const SCAN = 200;
/** Up to which day (days since 1970) the cases of a platform were gone through. */
const memoryOf = (platform: string): string => `cases kept from ${platform}`;
/** What is said of a platform as a whole rests on no entries. */
const OF_STREAMS = RULES.filter(({ ofStreams }) => ofStreams !== undefined).map(({ name }) => name);

interface Derived {
  readonly subject: number;
  readonly day: number;
  readonly kind: Kind;
  readonly id: string;
}

/**
 * Takes out what was derived from days of which nothing is left, but what is pinned or noted. A case of which entries are left
 * stays as it was derived from all of them. Gives where to go on, null at the end.
 */
export function dropCases(
  db: Database,
  writers: RecordWriters,
  platform: string,
  { after, due }: { readonly after: Json; readonly due: () => boolean },
): Json {
  const before = Math.floor(latestEdge(readEdges(db, platform)) / DAY);
  const done = prepared(db, 'SELECT value FROM memory WHERE key = ?').pluck().get(memoryOf(platform));
  if (!Number.isFinite(before) || Number(done ?? Number.NEGATIVE_INFINITY) >= before) return null;
  const last = isObject(after) ? after : { subject: -1, day: 0, id: '' };
  const rows = prepared(
    db,
    `SELECT subject, day, kind, id FROM derived WHERE (subject, day, id) > ($subject, $day, $id)
       ORDER BY subject, day, id LIMIT ${SCAN}`,
  ).all(last) as Derived[];
  const own = prepared(
    db,
    `SELECT 1 FROM subject WHERE key = ? AND platform = ? AND rule NOT IN (${OF_STREAMS.map(() => '?').join()})`,
  );
  const kept = prepared(db, KEPT_BY_HAND);
  for (const { subject, day, kind, id } of rows) {
    if (day < before && own.get(subject, platform, ...OF_STREAMS) !== undefined) {
      const stays = kept.get({ kind, platform, id }) !== undefined || hasEvidence(db, subject, day);
      if (!stays) dropDerived(db, writers, platform, { subject, day, kind, id });
    }
    if (due()) return { subject, day, id };
  }
  const end = rows.at(-1);
  if (end !== undefined) return { subject: end.subject, day: end.day, id: end.id };
  prepared(db, 'INSERT OR REPLACE INTO memory VALUES (?, ?)').run(memoryOf(platform), String(before));
  return null;
}

function dropDerived(db: Database, writers: RecordWriters, platform: string, one: Derived): void {
  const { subject, day, kind, id } = one;
  prepared(db, 'DELETE FROM derived WHERE subject = ? AND day = ? AND id = ?').run(subject, day, id);
  prepared(db, 'DELETE FROM due WHERE subject = ? AND day = ?').run(subject, day);
  const row = writers.of(kind).find(platform, id);
  if (row === null) return;
  writers.of(kind).remove(row);
  writers.touch(kind, platform, -1, 0);
  prepared(db, 'DELETE FROM evidence WHERE row = ? AND kind = ?').run(row, kind);
}

/** Takes out what rules read nothing about any more: its name is somebody's, or some thing's. */
export function dropSubjects(db: Database, platform: string, after: Json): Json {
  const keys = prepared(db, `SELECT key FROM subject WHERE key > ? ORDER BY key LIMIT ${SCAN}`)
    .pluck()
    .all(Number(after ?? -1)) as number[];
  const last = keys.at(-1);
  if (last === undefined) return null;
  prepared(
    db,
    `DELETE FROM subject WHERE key > $after AND key <= $last AND platform = $platform
       AND NOT EXISTS (SELECT 1 FROM evidence WHERE subject = key)
       AND NOT EXISTS (SELECT 1 FROM derived WHERE subject = key)
       AND NOT EXISTS (SELECT 1 FROM due WHERE subject = key)`,
  ).run({ after: Number(after ?? -1), last, platform });
  return last;
}

/** Takes out what look-ups told of people and accounts that no record names any more. */
export function dropPeople(db: Database, platform: string, after: Json): Json {
  const last = isObject(after) ? after : { type: '', id: '' };
  const rows = prepared(
    db,
    `SELECT type, id FROM profile WHERE platform = $platform AND (type, id) > ($type, $id)
       ORDER BY type, id LIMIT ${SCAN}`,
  ).all({ ...last, platform }) as { type: string; id: string }[];
  const named = prepared(db, 'SELECT 1 FROM party WHERE platform = ? AND id = ? AND n > 0 LIMIT 1');
  const remove = prepared(db, 'DELETE FROM profile WHERE platform = ? AND type = ? AND id = ?');
  for (const { type, id } of rows) {
    if (named.get(platform, id) === undefined) remove.run(platform, type, id);
  }
  const end = rows.at(-1);
  return end === undefined ? null : { type: end.type, id: end.id };
}
