/**
 * Whole selections read in the thread that asks, over a connection of its own: nothing is copied from thread to
 * thread, and all of it is of one moment, whatever a sync writes meanwhile.
 */
import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { FailureError } from '../domain/failure.ts';
import type { Value } from '../domain/json.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import type { Asking, Count, Figure, Selection, Sort } from './ask.ts';
import { countRecords } from './count.ts';
import { cacheFailure, cancelled } from './failures.ts';
import { figuresOf } from './figures.ts';
import { openReader } from './file.ts';
import type { LedgerMark } from './ledger/answers.ts';
import { readMark } from './ledger/arrivals.ts';
import { LastOrder } from './order/by-pass.ts';
import { rowsInOrder } from './order/in-order.ts';
import { type Place, pathOf } from './place.ts';
import { RecordReader } from './read-record.ts';
import { ValueReader } from './read-values.ts';
import { beginNow } from './row-reader.ts';
import type { Reading } from './rows.ts';
import { Slices } from './slices.ts';

/** Which records, in which order; without one newest first, then id. */
export interface ScanAsk {
  readonly selection: Selection;
  readonly sort?: readonly Sort[];
}

/** What an export reads. Batches are a few ms of work each; between them other work gets its turn. */
export interface ScanReader {
  records(ask: ScanAsk, asking?: Asking): AsyncIterable<readonly AnyRecord[]>;
  /** The values at these paths of each record. */
  values(
    ask: ScanAsk,
    paths: readonly string[],
    asking?: Asking,
  ): AsyncIterable<readonly (readonly Value[])[]>;
  count(selection: Selection, asking?: Asking): Promise<Count>;
  /** The figures whose snapshots a selection of statistics means, each with those of the last days. */
  figures(selection: Selection, asking?: Asking): Promise<readonly Figure[]>;
  /** The end of the ledger; null where nothing ever arrived. Missing of what has no ledger. */
  ledger?(): LedgerMark | null;
  /** Missing of what lies in no file of its own. */
  readonly divided?: Divided;
}

/** What it reads when other threads read the rows. */
export interface Divided {
  /** The cache's folder. */
  readonly dir: string;
  /** The rows of the records, in their order. */
  rows(ask: ScanAsk, asking?: Asking): AsyncIterable<readonly number[]>;
  /**
   * Begins anew, at a moment that is also that of what `others` begin. False where somebody wrote each time: then
   * theirs may be another one.
   */
  together(others: () => Promise<unknown>): Promise<boolean>;
  /** Whether writers have been kept from shortening the log for too long: it is time to begin anew. */
  readonly isOld: boolean;
}

/** Holds the moment, and the file open, until it is disposed of. */
export type Scan = ScanReader & Disposable;

/**
 * Writers cannot shorten the log while an old moment is read. Past this many bytes of it the reading goes on as of
 * now: a record that took a later time since may then be missed, as it would be by pages.
 */
const LONGEST_LOG = 1 << 30;

/** Throws a FailureError CACHE_FAILED or CACHE_BUSY when the file cannot be read. */
export function openScan(place: Exclude<Place, { memory: true }>, longestLog = LONGEST_LOG): Scan {
  const path = pathOf(place);
  let db: Database;
  try {
    db = openReader(path);
    db.exec('BEGIN');
  } catch (thrown) {
    throw new FailureError(cacheFailure(thrown, path), { cause: thrown });
  }
  return {
    ...scanOver(db, path, longestLog),
    divided: dividedOver(db, place.dir, path, longestLog),
    [Symbol.dispose]: () => db.close(),
  };
}

/** How often a moment of several connections is sought: it takes a ms or two, and commits leave more between them. */
const TRIES = 50;

function dividedOver(db: Database, dir: string, path: string, longestLog: number): Divided {
  let start = logBytes(path);
  return {
    dir,
    rows: (ask, asking = {}) => rowsInOrder(readingOf(db), ask, new Slices(asking)),
    async together(others) {
      // From here on only where the rows are is read over this connection.
      db.pragma('cache_size = -4096');
      for (let tried = 0; tried < TRIES; tried++) {
        start = logBytes(path);
        if (db.inTransaction) db.exec('COMMIT');
        // Another number as soon as anybody has committed: https://www.sqlite.org/pragma.html#pragma_data_version
        const before = db.pragma('data_version', { simple: true });
        await others();
        beginNow(db);
        if (db.pragma('data_version', { simple: true }) === before) return true;
      }
      return false;
    },
    get isOld() {
      return logBytes(path) - start > longestLog;
    },
  };
}

const logBytes = (path: string): number => statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;

/** The same over a connection that is in a transaction already. */
export function scanOver(db: Database, path: string, longestLog = LONGEST_LOG): ScanReader {
  const failing = (thrown: unknown) => new FailureError(cacheFailure(thrown, path), { cause: thrown });
  /** Read batch by batch; `reader` makes what reads the rows of one moment. */
  async function* read<T>(
    ask: ScanAsk,
    asking: Asking,
    reader: (reading: Reading) => (rows: readonly number[]) => readonly T[],
  ) {
    try {
      const start = logBytes(path);
      const slices = new Slices(asking);
      const reading = readingOf(db);
      let ofRows = reader(reading);
      for await (const rows of rowsInOrder(reading, ask, slices)) {
        yield ofRows(rows);
        if (asking.signal?.aborted) throw cancelled();
        if (slices.due) await slices.pause();
        if (logBytes(path) - start <= longestLog) continue;
        db.exec('COMMIT; BEGIN');
        ofRows = reader(reading);
      }
    } catch (thrown) {
      throw failing(thrown);
    }
  }
  return {
    records: (ask, asking = {}) =>
      read(
        ask,
        asking,
        ({ reader }) =>
          (rows) =>
            reader.read(ask.selection.kind, rows, true).map(({ record }) => record),
      ),
    values: (ask, paths, asking = {}) =>
      read(ask, asking, ({ reader }) => {
        const values = new ValueReader(db, reader, ask.selection.kind as Kind, paths);
        return (rows) => values.read(rows);
      }),
    count: (selection, asking = {}) =>
      countRecords(readingOf(db), selection, asking).catch((thrown) => {
        throw failing(thrown);
      }),
    figures: (selection, asking = {}) =>
      figuresOf(readingOf(db), selection, asking).catch((thrown) => {
        throw failing(thrown);
      }),
    ledger: () => readMark(db),
  };
}

/**
 * Matches whose order is kept where no index has it: read to the end by pages, a pass for each would take hours. Some
 * hundred bytes a match.
 */
const ORDER_KEPT = 2_000_000;

const readingOf = (db: Database): Reading => ({
  db,
  reader: new RecordReader(db),
  lastOrder: new LastOrder(ORDER_KEPT),
});
