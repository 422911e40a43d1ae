/** Who may sync a platform: one process at a time, for as long as it keeps saying so. */
import type { Database } from 'better-sqlite3';
import { prepared } from './statements.ts';

export function lease(db: Database, platform: string, owner: string, ttl: number, now: number): boolean {
  const { changes } = prepared(
    db,
    `INSERT INTO lease (platform, owner, until) VALUES ($platform, $owner, $until)
       ON CONFLICT (platform) DO UPDATE SET owner = $owner, until = $until
       WHERE owner = $owner OR until <= $now`,
  ).run({ platform, owner, until: Math.ceil(now + ttl), now });
  return changes > 0;
}

export function release(db: Database, owner: string): void {
  prepared(db, 'DELETE FROM lease WHERE owner = ?').run(owner);
}
