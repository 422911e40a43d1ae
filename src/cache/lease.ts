/** Who may sync a platform: one process at a time, for as long as it keeps saying so. */
import type { Database } from 'better-sqlite3';
import { prepared } from './statements.ts';

/** A lease that runs longer than so many times its length is of a clock that was set back since. */
const TOO_LONG = 60;

export function lease(db: Database, platform: string, owner: string, ttl: number, now: number): boolean {
  const { changes } = prepared(
    db,
    `INSERT INTO lease (platform, owner, until) VALUES ($platform, $owner, $until)
       ON CONFLICT (platform) DO UPDATE SET owner = $owner, until = $until
       WHERE owner = $owner OR until <= $now OR until > $unlikely`,
  ).run({ platform, owner, until: Math.ceil(now + ttl), now, unlikely: now + TOO_LONG * ttl });
  return changes > 0;
}

export function release(db: Database, owner: string): void {
  prepared(db, 'DELETE FROM lease WHERE owner = ?').run(owner);
}
