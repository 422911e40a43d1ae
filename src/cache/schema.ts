/** The tables of the cache, written out from `shape.ts`. */
import { KINDS, type Kind } from '../domain/record.ts';
import { columnsOf, combinedColumns, SHAPES } from './shape.ts';

/** Raised whenever the statements below change; the migrations lead from one to the next. */
export const SCHEMA_VERSION = 7;

const SHARED = `
-- Texts of few distinct values, by kind and column. n: how many records hold it.
CREATE TABLE term (
  key INTEGER PRIMARY KEY, kind TEXT NOT NULL, field TEXT NOT NULL,
  value TEXT NOT NULL, folded TEXT NOT NULL, n INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX term_value ON term (kind, field, value);
CREATE INDEX term_folded ON term (kind, field, folded);
-- Actors, accounts and triggers as the records name them. What a look-up found out lies in profile, one
-- row for all of them, so that it is right for every record at once.
CREATE TABLE party (
  key INTEGER PRIMARY KEY, kind TEXT NOT NULL, role TEXT NOT NULL, platform TEXT NOT NULL,
  id TEXT, name TEXT, type TEXT, email TEXT,
  folded TEXT NOT NULL, identity TEXT NOT NULL, n INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX party_identity ON party (identity);
CREATE INDEX party_id ON party (platform, id);
CREATE TABLE profile (
  platform TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL,
  name TEXT, email TEXT, actor_type TEXT, body TEXT, folded TEXT NOT NULL, fetched_at INTEGER NOT NULL,
  PRIMARY KEY (platform, type, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE stream (
  platform TEXT NOT NULL, stream TEXT NOT NULL, kinds TEXT NOT NULL, position TEXT,
  synced_at INTEGER, attempted_at INTEGER, failure TEXT, not_offered INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (platform, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE covered (
  platform TEXT NOT NULL, stream TEXT NOT NULL, start INTEGER NOT NULL, finish INTEGER NOT NULL,
  PRIMARY KEY (platform, stream, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE rejected (
  platform TEXT NOT NULL, stream TEXT NOT NULL, key TEXT NOT NULL,
  reason TEXT NOT NULL, sample TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (platform, stream, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, platform TEXT NOT NULL, ids TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, failure TEXT, queued_at INTEGER NOT NULL
) STRICT;
CREATE TABLE pin (
  kind TEXT NOT NULL, platform TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, platform, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE lease (platform TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- How many records of a platform there are, so that a header never counts ten million rows. changed: the
-- stamp of the last commit that touched them, by which other processes are told what is new. spread: how
-- many ms the key of a record may lie before its time because its millisecond was full.
CREATE TABLE tally (
  kind TEXT NOT NULL, platform TEXT NOT NULL, n INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0, spread INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, platform)
) STRICT, WITHOUT ROWID;
`;

const TYPES = { term: 'INTEGER', party: 'INTEGER', text: 'TEXT', number: 'NUMERIC' } as const;

function kindTables(kind: Kind): string {
  const first = SHAPES[kind].filter((column) => column.store !== 'term' || column.computed !== true);
  const columns = first.flatMap((column) =>
    column.store === 'body' ? [] : [`"${column.name}" ${TYPES[column.store]}`],
  );
  if (kind === 'alert') columns.push('mark INTEGER', 'mark_at INTEGER', 'seen INTEGER NOT NULL DEFAULT 0');
  const bodies = columnsOf(kind, 'body').map((name) => `, ${name} TEXT`);
  const indexed = first.flatMap((column) =>
    column.store === 'party' ||
    (column.store === 'term' && column.alone) ||
    (column.store === 'number' && column.indexed)
      ? [column.name]
      : [],
  );
  const combined = combinedColumns(kind).map((name) => `, "${name}" INTEGER`);
  if (kind === 'alert') indexed.push('seen');
  return `
CREATE TABLE ${kind} (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL, id_hash INTEGER NOT NULL, time NUMERIC,
  digest INTEGER NOT NULL, long INTEGER NOT NULL DEFAULT 0, first_seen INTEGER NOT NULL, changed INTEGER NOT NULL,
  combo INTEGER NOT NULL,
  ${columns.join(', ')}
);
CREATE TABLE ${kind}_body (row INTEGER PRIMARY KEY, raw TEXT${bodies.join('')}) STRICT;
-- Which values of few occur together, and in how many records.
CREATE TABLE ${kind}_combination (
  key INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, n INTEGER NOT NULL DEFAULT 0${combined.join('')}
) STRICT;
CREATE INDEX ${kind}_combo ON ${kind} (combo);
CREATE INDEX ${kind}_long ON ${kind} (long) WHERE long = 1;
${indexed.map((name) => `CREATE INDEX ${kind}_${name} ON ${kind} ("${name}") WHERE "${name}" IS NOT NULL;`).join('\n')}`;
}

/** Every statement that makes an empty cache of the first version; migrations lead on from it. */
export const SCHEMA = SHARED + KINDS.map(kindTables).join('\n');
