/** Up to when nothing of a platform is missing, so that what is not there did not happen. */
import type { Database } from 'better-sqlite3';
import { prepared } from './statements.ts';

/** UTC ms; -Infinity while a stream of alerts, jobs or audit entries was never caught up. */
export function knownUpTo(db: Database, platform: string): number {
  const { least, never } = prepared(
    db,
    `SELECT min(synced_at) AS least, count(*) - count(synced_at) AS never FROM stream
      WHERE platform = ? AND not_offered = 0 AND kinds <> '["statistic"]'`,
  ).get(platform) as { least: number | null; never: number };
  return least === null || never > 0 ? Number.NEGATIVE_INFINITY : least;
}
