/** Which rows retention has freed, as the pages of its rounds tell: for who finds an arrival gone. */
import type { Database } from 'better-sqlite3';
import { prepared } from '../statements.ts';
import type { ArrivalKind } from './answers.ts';
import { lastPage } from './chain.ts';
import { unpackEntries } from './entries.ts';

/** Pages passed between two looks at the clock. */
const AT_ONCE = 200;

/** Of one connection. Holds a number for each row freed, and only once somebody has asked. */
export class DroppedRows {
  /** By row, the page that tells of it last. */
  readonly #in = { audit: new Map<number, number>(), alert: new Map<number, number>() };
  #from = Number.POSITIVE_INFINITY;
  #upTo = 0;

  /** Reads on to the end of the chain, those after a page; false where `due` ended it before. */
  read(db: Database, from: number, due: () => boolean): boolean {
    if (from < this.#from) {
      for (const rows of Object.values(this.#in)) rows.clear();
      this.#from = from;
      this.#upTo = from;
    }
    // Rounds are of no stream.
    const sql = "SELECT seq, entries FROM ledger WHERE seq > ? AND seq <= ? AND stream = ''";
    const end = lastPage(db)?.seq ?? 0;
    while (this.#upTo < end) {
      const next = this.#upTo + AT_ONCE;
      const pages = prepared(db, sql).all(this.#upTo, next) as { seq: number; entries: Buffer }[];
      for (const { seq, entries } of pages) {
        for (const { what, thing, row } of unpackEntries(entries) ?? []) {
          if (what === 'dropped' && (thing === 'audit' || thing === 'alert')) this.#in[thing].set(row, seq);
        }
      }
      this.#upTo = Math.min(next, end);
      if (due() && this.#upTo < end) return false;
    }
    return true;
  }

  /** Whether a page after `seq` says that a row was freed. */
  isAfter(seq: number, kind: ArrivalKind, row: number): boolean {
    return (this.#in[kind].get(row) ?? 0) > seq;
  }
}
