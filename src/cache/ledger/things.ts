/** What the ledger holds hashes of, as it lies in its tables. */
import type { Database } from 'better-sqlite3';
import type { Sql } from '../record-columns.ts';
import { combinedColumns } from '../shape.ts';
import { prepared } from '../statements.ts';
import type { Thing } from './entries.ts';
import { rowText, STORED_ROWS, storedHash, storedRecords } from './stored-text.ts';

/** Alerts change as often as they are read: what is stored of them is not held against the ledger. */
export const VERIFIED = ['audit', 'term', 'party', 'superseded'] as const;
export type Verified = (typeof VERIFIED)[number];

export const isVerified = (thing: Thing): thing is Verified => thing !== 'alert';

interface Stored {
  /** The key first. */
  readonly columns: string;
  readonly from: string;
  /** What is joined for its columns. */
  readonly beside: string;
  readonly key: string;
  /** Which rows of the table are meant. */
  readonly where: string;
  text(cells: readonly Sql[]): string;
}

const AUDIT = storedRecords('audit');
/** Queries find entries by their combination: one that says otherwise than the entry would hide it from them. */
const AGREES = combinedColumns('audit')
  .map((name) => `c."${name}" IS t."${name}"`)
  .join(' AND ');
const ofRows = (thing: keyof typeof STORED_ROWS, where: string): Stored => ({
  columns: STORED_ROWS[thing],
  from: thing,
  beside: '',
  key: `${thing}.key`,
  where,
  text: ([, ...cells]) => rowText(cells),
});

const STORED: Readonly<Record<Verified, Stored>> = {
  audit: {
    columns: `${AUDIT.columns}, (c.key IS NOT NULL AND ${AGREES}) AS agrees`,
    from: 'audit t',
    beside: ' LEFT JOIN audit_body b ON b.row = t.row LEFT JOIN audit_combination c ON c.key = t.combo',
    key: 't.row',
    where: 'TRUE',
    text: (cells) => (cells.at(-1) === 1 ? AUDIT.text(cells.slice(0, -1)) : ''),
  },
  term: ofRows('term', "kind = 'audit'"),
  party: ofRows('party', "kind = 'audit'"),
  superseded: ofRows('superseded', 'TRUE'),
};

/** The hashes of what lies at some rows now, by row; what is not there is missing. */
export function hashesAt(
  db: Database,
  thing: Verified,
  rows: readonly number[],
): ReadonlyMap<number, string> {
  if (rows.length === 0) return new Map();
  const { columns, from, beside, key, text } = STORED[thing];
  const sql = `SELECT ${columns} FROM ${from}${beside} WHERE ${key} IN (SELECT value FROM json_each(?))`;
  const found = prepared(db, sql).raw().all(JSON.stringify(rows)) as Sql[][];
  return new Map(found.map((cells) => [Number(cells[0]), hashOf(text, cells)]));
}

function hashOf(text: Stored['text'], cells: readonly Sql[]): string {
  try {
    return storedHash(text(cells));
  } catch {
    // Bytes where a text should be, for one: nothing this program has written.
    return '';
  }
}

export function countOf(db: Database, thing: Verified): number {
  const { from, where } = STORED[thing];
  return prepared(db, `SELECT count(*) FROM ${from} WHERE ${where}`).pluck().get() as number;
}

/** The keys after one, ascending. */
export function keysAfter(db: Database, thing: Verified, after: number, limit: number): readonly number[] {
  const { from, key, where } = STORED[thing];
  const sql = `SELECT ${key} FROM ${from} WHERE ${where} AND ${key} > ? ORDER BY ${key} LIMIT ${limit}`;
  return prepared(db, sql).pluck().all(after) as number[];
}
