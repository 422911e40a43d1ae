/** Which rows retention has freed, as the pages of its rounds tell: for who finds an arrival gone. */
import type { Database } from 'better-sqlite3';
import { prepared } from '../statements.ts';
import type { ArrivalKind } from './answers.ts';
import { lastPage } from './chain.ts';
import { unpackEntries } from './entries.ts';
import { RowSet } from './row-set.ts';

/** Pages passed between two looks at the clock. */
const AT_ONCE = 50;
/** Who asks are the few targets of a configuration. */
const MOST_KEPT = 16;

/** Those freed after one page of the ledger. Some 20 bytes a row, and only once somebody has found an arrival gone. */
export class DroppedRows {
  #rows = { audit: new RowSet(), alert: new RowSet() };
  #from = Number.POSITIVE_INFINITY;
  #upTo = 0;

  /** Reads on to the end of the chain, pages after `from`; false where `due` ended it before. */
  read(db: Database, from: number, due: () => boolean): boolean {
    if (from < this.#from) {
      this.#rows = { audit: new RowSet(), alert: new RowSet() };
      this.#from = from;
      this.#upTo = from;
    }
    // Rounds are of no stream.
    const sql = "SELECT entries FROM ledger WHERE seq > ? AND seq <= ? AND stream = ''";
    const end = lastPage(db)?.seq ?? 0;
    while (this.#upTo < end) {
      const next = Math.min(this.#upTo + AT_ONCE, end);
      for (const page of prepared(db, sql).pluck().iterate(this.#upTo, next)) {
        for (const { what, thing, row } of unpackEntries(page as Buffer) ?? []) {
          if (what === 'dropped' && (thing === 'audit' || thing === 'alert')) this.#rows[thing].add(row);
        }
      }
      this.#upTo = next;
      if (due() && next < end) return false;
    }
    return true;
  }

  has(kind: ArrivalKind, row: number): boolean {
    return this.#rows[kind].has(row);
  }
}

const KNOWN = new WeakMap<Database, Map<number, DroppedRows>>();

/** What was freed after a page, as far as it was read over this connection. */
export function droppedRows(db: Database, since: number): DroppedRows {
  const known = KNOWN.get(db) ?? new Map<number, DroppedRows>();
  KNOWN.set(db, known);
  const rows = known.get(since) ?? new DroppedRows();
  known.delete(since);
  known.set(since, rows);
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  return rows;
}
