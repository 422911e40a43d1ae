/** The writing side of the ledger: what a transaction does is gathered, and written as one page at its end. */
import type { Database } from 'better-sqlite3';
import type { AuditEntry } from '../../domain/audit.ts';
import { RecordReader } from '../read-record.ts';
import type { Sql } from '../record-columns.ts';
import { prepared } from '../statements.ts';
import { lastPage, linkOf, NO_LINK } from './chain.ts';
import { type Entry, Packer } from './entries.ts';
import { rowText, storedHash } from './stored-text.ts';

/** Whose page it is; platform and stream are empty where it is of no single one. */
export interface About {
  /** UTC ms. */
  readonly at: number;
  readonly platform: string;
  readonly stream: string;
  /** What is new in it came out of an archive. */
  readonly takenIn?: boolean;
}

export class LedgerWriter {
  readonly #db: Database;
  readonly #page = new Packer();
  #takesIn = false;

  constructor(db: Database) {
    this.#db = db;
  }

  /** A transaction begins. */
  begin({ takenIn = false }: About): void {
    this.#takesIn = takenIn;
  }

  note(entry: Entry): void {
    const isTakenIn = this.#takesIn && entry.what === 'added';
    this.#page.add(isTakenIn ? { ...entry, what: 'taken-in' } : entry);
  }

  /** A text or a person that audit entries are read with is new. */
  noteRow(
    thing: 'term' | 'party' | 'superseded',
    what: 'added' | 'taken-in',
    [key, ...cells]: readonly Sql[],
  ): void {
    this.note({ what, thing, row: Number(key), idHash: 0, hash: storedHash(rowText(cells)) });
  }

  /** An entry is about to be written anew: keeps it as it was, unless its platform says the very same of it. */
  supersede(row: number, raw: string | null, at: number): void {
    const told = prepared(this.#db, 'SELECT raw FROM audit_body WHERE row = ?').pluck().get(row);
    if (raw !== null && told === raw.toWellFormed()) return;
    // Of this call alone: what a reader remembers may be rolled back.
    const [former] = new RecordReader(this.#db, { asSaid: true }).read('audit', [row], true);
    if (former === undefined) return;
    const { platform, id } = former.record as AuditEntry;
    const before = JSON.stringify(former.record);
    const insert = prepared(
      this.#db,
      'INSERT INTO superseded (platform, id, at, before) VALUES (?, ?, ?, ?)',
    );
    const key = Number(insert.run(platform, id, Math.trunc(at), before).lastInsertRowid);
    this.noteRow('superseded', 'added', [key, platform, id, Math.trunc(at), before]);
  }

  /** An audit entry is about to be taken out, and what it was before with it. */
  takeOut(row: number, what: 'dropped' | 'withdrawn'): void {
    const former = prepared(
      this.#db,
      `SELECT superseded.key FROM audit JOIN term ON term.key = audit.platform
         JOIN superseded ON superseded.platform = term.value AND superseded.id = audit.id WHERE audit.row = ?`,
    )
      .pluck()
      .all(row) as number[];
    for (const key of former) {
      prepared(this.#db, 'DELETE FROM superseded WHERE key = ?').run(key);
      this.note({ what, thing: 'superseded', row: key });
    }
    this.note({ what, thing: 'audit', row });
  }

  /** Writes the page of the transaction; inside it, at its end. */
  flush({ at, platform, stream }: About): void {
    if (this.#page.isEmpty) return;
    const last = lastPage(this.#db);
    const page = {
      seq: (last?.seq ?? 0) + 1,
      at: Math.trunc(at),
      platform,
      stream,
      total: (last?.total ?? 0) + this.#page.records,
      entries: this.#page.take(),
    };
    const link = linkOf(last?.link ?? NO_LINK, page);
    prepared(this.#db, 'INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      ...[page.seq, page.at, page.platform, page.stream, page.total, page.entries, link],
    );
  }

  /** Forgets what a transaction that was rolled back had gathered. */
  rollback(): void {
    this.#page.take();
  }
}
