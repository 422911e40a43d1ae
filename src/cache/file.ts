/** Opens the SQLite file: folder and rights, settings, schema; a damaged file is set aside, never deleted. */
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import SQLite, { type Database } from 'better-sqlite3';
import { migrate, refuseNewer, schemaVersion } from './migrate.ts';
import { type Place, pathOf } from './place.ts';
import { SCHEMA_VERSION } from './schema.ts';

/**
 * Waiting for another process's transaction, ms. A page commits in far less; but SQLite lets nobody wait in a line, and
 * of six processes writing on a busy machine one went without for ten seconds.
 */
const BUSY_TIMEOUT = 30_000;

export interface OpenedFile {
  readonly db: Database;
  readonly path: string;
  /** Where a damaged file was moved; null when there was none. */
  readonly setAside: string | null;
}

/** The writing connection, with the schema of this program in it. */
export function openWriter(place: Place): OpenedFile {
  const path = pathOf(place);
  if ('dir' in place) {
    mkdirSync(place.dir, { recursive: true, mode: 0o700 });
  }
  let setAside: string | null = null;
  try {
    return { db: connect(path), path, setAside };
  } catch (thrown) {
    if (!isDamage(thrown) || path === ':memory:') throw thrown;
    setAside = moveAside(path);
  }
  return { db: connect(path), path, setAside };
}

/**
 * A reading connection to a file that nobody has to open for writing first; null for one that is missing, of another
 * version or damaged as far as a writer would notice.
 */
export function openSound(path: string): Database | null {
  if (!existsSync(path)) return null;
  let db: Database | null = null;
  try {
    db = new SQLite(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT });
    if (schemaVersion(db) === SCHEMA_VERSION) {
      look(db);
      tune(db, 16);
      return db;
    }
  } catch {
    // Whatever it is, a writer meets it too and words it, or mends it.
  }
  db?.close();
  return null;
}

/** A reading connection to a file that a writer has opened before. */
export function openReader(path: string): Database {
  // Nothing was ever synced: an empty cache answers as well as a missing one.
  if (!existsSync(path)) return openWriter({ memory: true }).db;
  const db = new SQLite(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT });
  refuseNewer(db, path);
  // A file nobody has written yet has no tables to ask.
  if (schemaVersion(db) === 0) {
    db.close();
    return openWriter({ memory: true }).db;
  }
  // Queries ask for the tables of this program: a file of an older one gets them first.
  if (schemaVersion(db) < SCHEMA_VERSION) {
    db.close();
    connect(path).close();
    return openReader(path);
  }
  tune(db, 16);
  return db;
}

function connect(path: string): Database {
  const db = new SQLite(path, { timeout: BUSY_TIMEOUT });
  try {
    // Before any content: what platforms say about people and machines is for this user only.
    if (path !== ':memory:') chmodSync(path, 0o600);
    // Of an empty file only: there the pages that retention frees can be given back a few at a time.
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    // Pages of the first sync rewrite the same index pages: the later they leave the log, the fewer writes.
    db.pragma('wal_autocheckpoint = 8000');
    db.pragma('journal_size_limit = 67108864');
    tune(db, 32);
    migrate(db, path);
    look(db);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** Meets a damaged file now rather than in the midst of something. */
function look(db: Database): void {
  db.prepare('SELECT count(*) FROM tally').get();
}

/** Memory for pages: the writer touches the index of ids all over, the reader looks at few pages at a time. */
function tune(db: Database, mebibytes: number): void {
  db.pragma(`cache_size = -${mebibytes * 1024}`);
  db.pragma('temp_store = MEMORY');
}

function isDamage(thrown: unknown): boolean {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB)/.test(code);
}

function moveAside(path: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const target = `${path}.damaged-${stamp}`;
  for (const end of ['', '-wal', '-shm']) {
    if (existsSync(path + end)) renameSync(path + end, target + end);
  }
  return target;
}
