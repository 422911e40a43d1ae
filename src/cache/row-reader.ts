/** What rows say, for who was told which: a thread that reads some of what another one finds. */
import type { Database } from 'better-sqlite3';
import type { Value } from '../domain/json.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { openReader } from './file.ts';
import { type Place, pathOf } from './place.ts';
import { RecordReader } from './read-record.ts';
import { ValueReader } from './read-values.ts';

export interface RowReader extends Disposable {
  /** From here on it reads as of now. */
  begin(): void;
  /** Rows that are gone are left out. */
  records(rows: readonly number[]): readonly AnyRecord[];
  /** The values at the paths it was opened for. */
  values(rows: readonly number[]): readonly (readonly Value[])[];
}

export function openRowReader(
  place: Exclude<Place, { memory: true }>,
  kind: Kind,
  paths: readonly string[],
): RowReader {
  const db = openReader(pathOf(place));
  // Pages are read once, one after the other: kept, they would only weigh.
  db.pragma('cache_size = -2048');
  let reads = readsOf(db, kind, paths);
  return {
    begin() {
      beginNow(db);
      reads = readsOf(db, kind, paths);
    },
    records: (rows) => reads.records(rows),
    values: (rows) => reads.values(rows),
    [Symbol.dispose]: () => db.close(),
  };
}

/** Ends what the connection reads and begins anew: a transaction is of the moment of its first question. */
export function beginNow(db: Database): void {
  if (db.inTransaction) db.exec('COMMIT');
  db.exec('BEGIN');
  db.prepare('SELECT count(*) FROM tally').get();
}

/** Reads of one moment: what is looked up once is kept. */
function readsOf(db: Database, kind: Kind, paths: readonly string[]) {
  const reader = new RecordReader(db);
  const values = new ValueReader(db, reader, kind, paths);
  return {
    records: (rows: readonly number[]) => reader.read(kind, rows, true).map(({ record }) => record),
    values: (rows: readonly number[]) => values.read(rows),
  };
}
