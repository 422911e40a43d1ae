/** Puts records of one kind into its tables: each is added, left alone, rewritten or moved to its new time. */
import type { Database, Statement } from 'better-sqlite3';
import { timeOf, valueAt } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import type { Incoming } from '../platforms/port.ts';
import type { Dictionary } from './dictionary.ts';
import { idHashOf, shortHash } from './hash.ts';
import { IdWriter } from './id-index/id-writer.ts';
import { shortIdHash } from './ledger/entries.ts';
import type { LedgerWriter } from './ledger/ledger-writer.ts';
import { asStored, digestOf, recordText, saidHash, saidText, storedHash } from './ledger/stored-text.ts';
import { RecordColumns, type Sql } from './record-columns.ts';
import { SHAPES } from './shape.ts';
import { Slots } from './slots.ts';
import { prepared } from './statements.ts';
import { type TextTools, TextWriter } from './text-index/text-writer.ts';
import { type Prepared, textOf } from './texts.ts';

interface Kept {
  readonly row: number;
  readonly time: number | null;
  readonly digest: number;
  readonly first_seen: number;
}

export type Written = 'added' | 'changed' | 'same';

/** What became of a record: its row now, and the one it had before (null: it is new). */
export interface Placed {
  readonly done: Written;
  /** How far its key lies before its time, ms. */
  readonly spread: number;
  readonly row: number;
  readonly was: number | null;
}

export class RecordWriter {
  readonly #db: Database;
  readonly #kind: Kind;
  readonly #columns: RecordColumns;
  readonly #dictionary: Dictionary;
  readonly #slots: Slots;
  readonly #find: Statement;
  readonly #stored: Statement;
  readonly #insert: Statement;
  readonly #insertBody: Statement;
  readonly #removals: readonly Statement[];
  readonly #bodies: readonly string[];
  readonly #texts: TextWriter;
  readonly #ids: IdWriter;
  readonly #ledger: LedgerWriter;
  /** Hashes of the ids of a page that the table does not have yet. */
  readonly #absent = new Map<string, number>();

  constructor(db: Database, kind: Kind, dictionary: Dictionary, tools: TextTools, ledger: LedgerWriter) {
    this.#db = db;
    this.#ledger = ledger;
    this.#kind = kind;
    this.#dictionary = dictionary;
    this.#columns = new RecordColumns(kind, dictionary);
    this.#slots = new Slots(db, kind);
    this.#texts = new TextWriter(db, kind, tools);
    this.#ids = new IdWriter(db, kind);
    this.#bodies = SHAPES[kind].filter(({ store }) => store === 'body').map(({ path }) => path);
    const names = this.#columns.names.map((name) => `"${name}"`);
    const marks = kind === 'alert' ? ['mark', 'mark_at', 'seen'] : [];
    const places = (n: number): string => Array(n).fill('?').join(', ');
    this.#find = db.prepare(
      `SELECT ${['row', 'time', 'digest', 'first_seen', ...marks].join(', ')} FROM ${kind}
        WHERE row = ? AND id = ? AND platform = ?`,
    );
    this.#stored = db.prepare(`SELECT combo, ${names.join(', ')} FROM ${kind} WHERE row = ?`).raw();
    const own = ['row', 'id', 'id_hash', 'time', 'digest', 'long', 'first_seen', 'changed', 'combo'];
    const all = [...own, ...names, ...marks];
    this.#insert = db.prepare(`INSERT INTO ${kind} (${all.join(', ')}) VALUES (${places(all.length)})`);
    this.#insertBody = db.prepare(`INSERT INTO ${kind}_body VALUES (${places(2 + this.#bodies.length)})`);
    this.#removals = [
      db.prepare(`DELETE FROM ${kind} WHERE row = ?`),
      db.prepare(`DELETE FROM ${kind}_body WHERE row = ?`),
    ];
  }

  /** Looks up at once what each record of a page would be looked up for. Holds until the transaction ends. */
  expect(records: readonly AnyRecord[]): void {
    for (const { id } of records) this.#absent.set(id.toWellFormed(), idHashOf(id));
    const known = this.#ids.known(this.#absent.values());
    for (const [id, hash] of this.#absent) if (known.has(hash)) this.#absent.delete(id);
    this.#slots.expect(records.map(timeOf));
  }

  /** Adds, rewrites or moves one record. */
  write({ record, raw, wholeIn, text: given }: Prepared, at: number): Placed {
    const id = record.id.toWellFormed();
    const values = this.#columns.valuesOf(record);
    const bodies = this.#bodyOf(record, raw, wholeIn);
    const time = timeOf(record);
    const said = this.#columns.saidOf(values);
    const text = saidText(time, said, bodies);
    const hash = saidHash(text);
    const digest = digestOf(hash);
    const absent = this.#absent.get(id);
    this.#absent.delete(id);
    const idHash = absent ?? idHashOf(id);
    const kept = absent === undefined ? this.#kept(idHash, id, record.platform) : undefined;
    // Before there was a ledger digests were of another hash.
    if (kept !== undefined && (kept.digest === digest || kept.digest === shortHash(text)))
      return { done: 'same', spread: 0, row: kept.row, was: kept.row };
    // A snapshot is the day's last look: an older one that comes later does not take its place.
    const isOld = kept?.time != null && time !== null && time < kept.time;
    if (isOld && record.kind === 'statistic')
      return { done: 'same', spread: 0, row: kept.row, was: kept.row };
    if (kept !== undefined && this.#kind === 'audit') this.#ledger.supersede(kept.row, raw, at);
    if (kept !== undefined) this.#delete(kept.row);
    const place =
      kept !== undefined && kept.time === time ? { row: kept.row, spread: 0 } : this.#slots.take(time);
    const { text: searched, long } = given ?? textOf(record);
    const combination = this.#columns.combinationOf(values);
    this.#columns.count(values, combination, 1);
    const marks = record.kind === 'alert' ? marksOf(record.read, kept) : [];
    const first = kept?.first_seen ?? at;
    this.#insert.run(
      ...[place.row, id, idHash, time, digest, long ? 1 : 0, first, at, combination],
      ...values,
      ...marks,
    );
    this.#insertBody.run(place.row, ...bodies);
    this.#texts.set(place.row, searched);
    this.#ids.add(idHash, place.row);
    const own = [id, idHash, digest, long ? 1 : 0, first, at, combination] as const;
    const asRead = text.includes('\\ud') ? saidHash(saidText(time, asStored(said), bodies)) : hash;
    this.#note(kept?.row ?? null, place.row, idHash, () => storedHash(recordText(own, asRead, bodies)));
    return {
      done: kept === undefined ? 'added' : 'changed',
      spread: place.spread,
      row: place.row,
      was: kept?.row ?? null,
    };
  }

  /** Writes the texts and ids of the transaction to their indexes, at its end. */
  flush(): void {
    this.#texts.flush();
    this.#ids.flush();
    this.#absent.clear();
    this.#slots.forget();
  }

  /** Forgets what a transaction that was rolled back had gathered. */
  rollback(): void {
    this.#texts.rollback();
    this.#ids.rollback();
    this.#absent.clear();
    this.#slots.forget();
  }

  /** Writes anew what is computed from other columns; true when that changed something. */
  compute(row: number, record: AnyRecord): boolean {
    let changed = false;
    for (const { name, key } of this.#columns.computed(record)) {
      const get = prepared(this.#db, `SELECT "${name}" FROM ${this.#kind} WHERE row = ?`).pluck();
      const before = get.get(row) as number | null;
      if (key === before) continue;
      prepared(this.#db, `UPDATE ${this.#kind} SET "${name}" = ? WHERE row = ?`).run(key, row);
      this.#dictionary.count('term', before, -1);
      this.#dictionary.count('term', key, 1);
      changed = true;
    }
    return changed;
  }

  /** Takes a record out by its row: `dropped` by retention, or `withdrawn` by its platform, which is not told of alerts. */
  remove(row: number, what: 'dropped' | 'withdrawn' = 'withdrawn'): void {
    if (this.#kind === 'audit') this.#ledger.takeOut(row, what);
    else if (this.#kind === 'alert' && what === 'dropped') {
      this.#ledger.note({ what, thing: 'alert', row });
    }
    this.#delete(row);
  }

  /** Tells the ledger of a record that came to a row; of alerts only what is new there. */
  #note(was: number | null, row: number, idHash: number, hash: () => string): void {
    const thing = this.#kind;
    if (thing !== 'audit' && (thing !== 'alert' || was === row)) return;
    const what = was === null ? 'added' : was === row ? 'changed' : 'moved';
    if (what === 'moved' && thing === 'audit') this.#ledger.note({ what: 'left', thing, row: was ?? row });
    this.#ledger.note({ what, thing, row, idHash: shortIdHash(idHash), hash: hash() });
  }

  #delete(row: number): void {
    const found = this.#stored.get(row) as Sql[] | undefined;
    if (found === undefined) return;
    const [combination = null, ...values] = found;
    this.#columns.count(values, combination as number | null, -1);
    this.#texts.delete(row);
    this.#ids.remove(row);
    for (const statement of this.#removals) statement.run(row);
  }

  /** The row of a record by its identity; null when it is not in the cache. */
  find(platform: string, id: string): number | null {
    return this.#kept(idHashOf(id), id, platform)?.row ?? null;
  }

  #kept(idHash: number, id: string, platform: string): (Kept & Marks) | undefined {
    const known = this.#dictionary.remembered(`${this.#kind} platform`);
    const key = this.#dictionary.term(known, this.#kind, 'platform', platform);
    for (const row of this.#ids.rowsOf(idHash)) {
      const kept = this.#find.get(row, id, key) as (Kept & Marks) | undefined;
      if (kept !== undefined) return kept;
    }
    return undefined;
  }

  /** `raw` and the bodies as JSON; a body that is the raw row itself is kept once, as ''. */
  #bodyOf(record: AnyRecord, raw: string | null, wholeIn: Incoming['wholeIn']): readonly Sql[] {
    return [
      raw,
      ...this.#bodies.map((path) => {
        if (path === wholeIn) return '';
        const value = valueAt(record, path);
        if (value === null) return null;
        const text = JSON.stringify(value);
        return text === raw ? '' : text;
      }),
    ];
  }
}

interface Marks {
  readonly mark?: number | null;
  readonly mark_at?: number | null;
}

/**
 * Mark, instant and effective state of an alert: read here holds until the platform says the same, unread
 * here until it is read here. (The platform may say unread once more before it has heard of the first mark.)
 * When it was read here stays as long as the platform says that it is: some tell no instant of their own.
 */
function marksOf(read: boolean, kept: Marks | undefined): readonly Sql[] {
  const mark = kept?.mark ?? null;
  if (mark === null || (mark === 1 && read))
    return [null, read ? (kept?.mark_at ?? null) : null, Number(read)];
  return [mark, kept?.mark_at ?? null, mark];
}
