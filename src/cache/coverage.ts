/** Closed intervals a stream has been fetched over, kept disjoint and ascending. */
import type { Database } from 'better-sqlite3';
import { prepared } from './statements.ts';
import type { Interval } from './stored.ts';

/** Adds an interval; what overlaps or touches it (to the millisecond) becomes one with it. */
export function cover(db: Database, platform: string, stream: string, interval: Interval): void {
  const added = { from: Math.ceil(interval.from), to: Math.floor(interval.to) };
  if (!(added.from <= added.to)) return;
  const touching = prepared(
    db,
    'SELECT start, finish FROM covered WHERE platform = ? AND stream = ? AND start <= ? AND finish >= ?',
  ).all(platform, stream, added.to + 1, added.from - 1) as { start: number; finish: number }[];
  const start = Math.min(added.from, ...touching.map((one) => one.start));
  const finish = Math.max(added.to, ...touching.map((one) => one.finish));
  const remove = prepared(db, 'DELETE FROM covered WHERE platform = ? AND stream = ? AND start = ?');
  for (const one of touching) remove.run(platform, stream, one.start);
  prepared(db, 'INSERT INTO covered VALUES (?, ?, ?, ?)').run(platform, stream, start, finish);
}

export function coveredBy(db: Database, platform: string, stream: string): readonly Interval[] {
  return prepared(
    db,
    'SELECT start AS "from", finish AS "to" FROM covered WHERE platform = ? AND stream = ? ORDER BY start',
  ).all(platform, stream) as Interval[];
}
