/** Writes into the ledger what a cache from before there was one holds already. */
import type { Database } from 'better-sqlite3';
import type { Sql } from '../record-columns.ts';
import { FIRST_ROW } from '../row-key.ts';
import { shortIdHash } from './entries.ts';
import { LedgerWriter } from './ledger-writer.ts';
import { STORED_ROWS, storedHash, storedRecords } from './stored-text.ts';

/** Entries of one page; no more of the file is in memory at once. */
const AT_ONCE = 1_000;
/** Of the stored cells of a record: after its row, what every table has and its time. */
const PLATFORM_AT = 9;

/** About 5 s a million audit entries. In the transaction of whoever calls. */
export function takeIn(db: Database): void {
  const ledger = new LedgerWriter(db);
  const about = { at: Date.now(), platform: '', stream: '' };
  for (const thing of ['term', 'party'] as const) {
    for (const rows of pages(
      db,
      `SELECT ${STORED_ROWS[thing]} FROM ${thing} WHERE kind = 'audit' AND key > ? ORDER BY key`,
    )) {
      for (const row of rows) ledger.noteRow(thing, 'taken-in', row);
      ledger.flush(about);
    }
  }
  for (const kind of ['audit', 'alert'] as const) {
    const { columns, text } = storedRecords(kind);
    const platforms = db.prepare("SELECT key, value FROM term WHERE kind = ? AND field = 'platform'").raw();
    const names = new Map(platforms.all(kind) as [number, string][]);
    const from = `${kind} t LEFT JOIN ${kind}_body b ON b.row = t.row`;
    for (const rows of pages(db, `SELECT ${columns} FROM ${from} WHERE t.row > ? ORDER BY t.row`)) {
      // A page each: of an entry that is gone one day, its page has to say whose it was.
      for (const [platform, own] of Map.groupBy(
        rows,
        (cells) => names.get(Number(cells[PLATFORM_AT])) ?? '',
      )) {
        for (const cells of own) {
          const [row, , idHash] = cells;
          const came = {
            row: Number(row),
            idHash: shortIdHash(Number(idHash)),
            hash: storedHash(text(cells)),
          };
          ledger.note({ what: 'taken-in', thing: kind, ...came });
        }
        ledger.flush({ ...about, platform });
      }
    }
  }
}

/** The rows of a statement that asks for those after a key, the key of each in its first cell. */
function* pages(db: Database, sql: string): Generator<readonly (readonly Sql[])[], void, void> {
  const next = db.prepare(`${sql} LIMIT ${AT_ONCE}`).raw();
  for (let last: Sql = FIRST_ROW; ; ) {
    const rows = next.all(last) as Sql[][];
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1)?.[0] ?? null;
  }
}
