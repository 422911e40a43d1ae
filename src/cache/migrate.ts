/** Brings a cache file to the schema this program knows, in one transaction. */
import type { Database } from 'better-sqlite3';
import { FailureError } from '../domain/failure.ts';
import { EVIDENCE_TABLES } from './evidence-tables.ts';
import { ID_INDEX_TABLES } from './id-index/tables.ts';
import { LEDGER_TABLES } from './ledger/tables.ts';
import { takeIn } from './ledger/take-in.ts';
import { NOTE_TABLE } from './notes.ts';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';
import { reindex } from './text-index/reindex.ts';
import { TEXT_INDEX_TABLES } from './text-index/tables.ts';

/** `MIGRATIONS[n]` leads from version n to n + 1; 0 is an empty file. */
const MIGRATIONS: readonly Migration[] = [
  [SCHEMA],
  [EVIDENCE_TABLES],
  // The text index of the third version was another one: the fifth makes it anew.
  [],
  [ID_INDEX_TABLES],
  // The texts of what is in the file already take about 20 s a million records.
  [TEXT_INDEX_TABLES, reindex],
  [NOTE_TABLE],
  [LEDGER_TABLES, takeIn],
];

/** Statements, or work on what they made, one after the other. */
type Migration = readonly (string | ((db: Database) => void))[];

export function schemaVersion(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** Throws a failure for a file of a newer program: guessing at its tables could only do harm. */
export function migrate(db: Database, path: string, migrations = MIGRATIONS): void {
  refuseNewer(db, path);
  if (schemaVersion(db) === SCHEMA_VERSION) return;
  const run = db.transaction(() => {
    // Another process may have done it while this one waited for the lock.
    for (let version = schemaVersion(db); version < SCHEMA_VERSION; version += 1) {
      for (const step of migrations[version] ?? []) {
        if (typeof step === 'string') db.exec(step);
        else step(db);
      }
      db.pragma(`user_version = ${version + 1}`);
    }
  });
  run.immediate();
}

export function refuseNewer(db: Database, path: string): void {
  const version = schemaVersion(db);
  if (version <= SCHEMA_VERSION) return;
  throw new FailureError({
    code: 'CACHE_FAILED',
    what: `the cache ${path} was written by a newer certdeck (schema ${version}, this one knows ${SCHEMA_VERSION})`,
    cause: 'two versions of certdeck use the same cache folder',
    next: 'Update this certdeck, or give it a folder of its own with --cache.',
    where: path,
  });
}
