/** The reading half behind the port, over one connection. Every answer is plain data. */
import type { Database } from 'better-sqlite3';
import type { Json } from '../domain/json.ts';
import { recordText } from '../domain/record-json.ts';
import { countRecords } from './count.ts';
import { readFigures } from './figures.ts';
import { groupRecords } from './groups.ts';
import { histogram } from './histogram.ts';
import { readArrivals, readHead } from './ledger/arrivals.ts';
import { verifyLedger } from './ledger/verify.ts';
import { readNotes } from './notes.ts';
import { openRecords } from './open-records.ts';
import { LastOrder } from './order/by-pass.ts';
import { readOutbox } from './outbox.ts';
import type { CacheReader } from './port.ts';
import { readProfiles, toLookUp } from './profiles.ts';
import { RecordReader } from './read-record.ts';
import { readDisk } from './retain/disk.ts';
import { type Reading, readRefs, readRows } from './rows.ts';
import type { Task } from './slices.ts';
import { runSql } from './sql/run.ts';
import { prepared } from './statements.ts';
import { readKnown, readRejected, readStreams } from './streams.ts';
import { Turns } from './turns.ts';
import { countValues } from './values.ts';
import { readWhole } from './whole-record.ts';

/** The port's calls: the arguments as they came, and the task they are part of in place of `asking`. */
export type ReaderHandlers = {
  readonly [K in keyof CacheReader]: (
    task: Task,
    ...args: Parameters<CacheReader[K]>
  ) => ReturnType<CacheReader[K]> | Awaited<ReturnType<CacheReader[K]>>;
};

export function readerHandlers(db: Database): ReaderHandlers {
  const reading: Reading = { db, reader: new RecordReader(db), lastOrder: new LastOrder() };
  const turns = new Turns();
  return {
    rows: (task, request) => turns.list(() => readRows(reading, request, task)),
    count: (task, selection) => turns.other(task, (now) => countRecords(reading, selection, now)),
    record: (_task, ref, textOver) => readWhole(reading, ref, textOver),
    recordText: (_task, ref) => recordText(readWhole(reading, ref)?.record ?? null),
    refs: (task, selection, limit) => readRefs(reading, selection, limit, task),
    histogram: (task, request) => turns.other(task, (now) => histogram(reading, request, now)),
    groups: (task, request) => turns.other(task, (now) => groupRecords(reading, request, now)),
    values: (_task, kind, field, prefix, limit) =>
      countValues(db, kind, field, prefix, limit).map(({ value }) => value),
    valueCounts: (_task, kind, field, prefix, limit) => countValues(db, kind, field, prefix, limit),
    sql: (task, ask) => runSql(db.name, ask, task.signal),
    figures: (task, query, at) => turns.other(task, (now) => readFigures(reading, query, at, now)),
    streams: () => readStreams(db),
    rejected: (_task, platform, limit) => readRejected(db, platform, limit),
    outbox: (_task, platform) => readOutbox(db, platform),
    profiles: (_task, platform, mentions) => readProfiles(db, platform, mentions),
    unknown: (_task, platform, limit, now) => toLookUp(db, platform, limit, now ?? null),
    open: (task, platform, kind, limit) =>
      turns.other(task, (now) => openRecords(reading, platform, kind, limit, now)),
    muted: () =>
      prepared(db, 'SELECT cause, at FROM muted ORDER BY at DESC, cause').all() as {
        cause: string;
        at: number;
      }[],
    notes: (_task, limit) => readNotes(db, limit),
    recall: (_task, key) => {
      const text = prepared(db, 'SELECT value FROM memory WHERE key = ?').pluck().get(key) as
        | string
        | undefined;
      return text === undefined ? null : (JSON.parse(text) as Json);
    },
    known: () => readKnown(db),
    disk: () => readDisk(db),
    arrivals: (_task, after, kinds, limit, droppedSince) =>
      readArrivals(db, reading.reader, after, kinds, limit, droppedSince),
    ledgerHead: (_task, seq) => readHead(db, seq),
    verifyLedger: (task, question) => turns.other(task, (now) => verifyLedger(db, question, now)),
  };
}
