/** How much of the disk the cache takes, and about how much of that each platform. */
import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { DiskUse } from '../stored.ts';
import { weigh } from './weights.ts';

export function readDisk(db: Database): DiskUse {
  const pragma = (name: string) => db.pragma(name, { simple: true }) as number;
  const page = pragma('page_size');
  // In a transaction, so that all figures are of the same instant.
  return db.transaction(() => ({
    file: pragma('page_count') * page,
    log: db.memory ? 0 : (statSync(`${db.name}-wal`, { throwIfNoEntry: false })?.size ?? 0),
    free: pragma('freelist_count') * page,
    shares: weigh(db),
  }))();
}
