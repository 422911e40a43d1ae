/** How many days of each figure are kept. */
import type { Database } from 'better-sqlite3';
import { DAY } from '../domain/time.ts';
import type { RecordWriters } from './record-writers.ts';
import { regionOf } from './row-key.ts';
import { prepared } from './statements.ts';

/**
 * Snapshots kept of one figure, the newest: a year and a month of days, or as many reports as were imported.
 * Counted rather than dated, so that a monthly report of two years ago is not thrown away as it comes in.
 */
export const KEPT_SNAPSHOTS = 400;

/** What makes rows snapshots of one figure: everything but id, time and value. */
const SERIES_KEY = 'combo, account';

/** Takes out what a figure has beyond `KEPT_SNAPSHOTS`; part of the transaction that added some. */
export function thinSnapshots(db: Database, writers: RecordWriters): void {
  const found = prepared(
    db,
    `SELECT row, value AS platform FROM (
       SELECT row, platform, row_number() OVER (PARTITION BY ${SERIES_KEY} ORDER BY row DESC) AS place FROM statistic
     ) JOIN term ON term.key = platform WHERE place > ?`,
  ).all(KEPT_SNAPSHOTS) as { row: number; platform: string }[];
  for (const { row, platform } of found) {
    writers.of('statistic').remove(row);
    writers.touch('statistic', platform, -1, 0);
  }
}

type Cell = string | number | null;

/**
 * The figure's last snapshot of an earlier UTC day, for one that does not tell: a report that was imported knows
 * nothing of those before it, and one of a day in between may come later.
 */
export function valueBefore(db: Database, snapshot: Readonly<Record<string, Cell>>): number | null {
  const { combo, account, time } = snapshot;
  if (typeof time !== 'number') return null;
  const found = prepared(
    db,
    'SELECT value FROM statistic WHERE combo = ? AND account IS ? AND row >= 0 AND row < ? ORDER BY row DESC LIMIT 1',
  )
    .pluck()
    .get(combo, account ?? null, regionOf(Math.floor(time / DAY) * DAY).first);
  return typeof found === 'number' ? found : null;
}
