/** Pages of the file: those that hold nothing go back to the disk, those written go there, a few at a time. */
import type { Database } from 'better-sqlite3';

/** Pages given back in one step: about a millisecond. */
const AT_ONCE = 64;
/** Free pages that stay, as a share of the file: what comes next is written into them. */
const SPARE = 0.05;
const INCREMENTAL = 2;

/** Whether there are more to give back. Outside of a transaction; a file that was not made for it keeps its pages. */
export function freePages(db: Database): boolean {
  const pragma = (name: string) => db.pragma(name, { simple: true }) as number;
  if (pragma('auto_vacuum') !== INCREMENTAL) return false;
  const spare = Math.max(AT_ONCE, Math.floor(pragma('page_count') * SPARE));
  const free = pragma('freelist_count') - spare;
  if (free <= 0) return false;
  db.pragma(`incremental_vacuum(${Math.min(AT_ONCE, free)})`);
  return free > AT_ONCE;
}

/** Pages of the log after which a step writes them into the file: half as long a wait at worst as with the usual log. */
const LOG = 1_000;

/** Runs a step with a shorter log than other transactions have. */
export function withShortLog<T>(db: Database, work: () => T): T {
  const usual = db.pragma('wal_autocheckpoint', { simple: true }) as number;
  db.pragma(`wal_autocheckpoint = ${LOG}`);
  try {
    return work();
  } finally {
    db.pragma(`wal_autocheckpoint = ${usual}`);
  }
}
