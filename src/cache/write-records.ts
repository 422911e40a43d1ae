/** Puts records of one kind into its tables: each is added, left alone, rewritten or moved to its new time. */
import type { Database, Statement } from 'better-sqlite3';
import { timeOf, valueAt } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import type { Incoming } from '../platforms/port.ts';
import type { Dictionary, PartyValue } from './dictionary.ts';
import { shortHash } from './hash.ts';
import { combinedColumns, SHAPES, type StoredColumn } from './shape.ts';
import { Slots } from './slots.ts';
import { prepared } from './statements.ts';
import { type TextTools, TextWriter } from './text-index/text-writer.ts';
import { textOf } from './texts.ts';

type Sql = string | number | null;

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
  readonly #dictionary: Dictionary;
  readonly #slots: Slots;
  readonly #columns: readonly StoredColumn[];
  readonly #find: Statement;
  readonly #keys: Statement;
  readonly #insert: Statement;
  readonly #insertBody: Statement;
  readonly #removals: readonly Statement[];
  readonly #bodies: readonly StoredColumn[];
  readonly #texts: TextWriter;
  readonly #combined: readonly string[];

  constructor(db: Database, kind: Kind, dictionary: Dictionary, tools: TextTools) {
    this.#db = db;
    this.#kind = kind;
    this.#combined = combinedColumns(kind);
    this.#dictionary = dictionary;
    this.#slots = new Slots(db, kind);
    this.#texts = new TextWriter(db, kind, tools);
    this.#columns = SHAPES[kind].filter((column) => column.store !== 'body');
    this.#bodies = SHAPES[kind].filter((column) => column.store === 'body');
    const names = this.#columns.map((column) => `"${column.name}"`);
    const marks = kind === 'alert' ? ', mark, mark_at, seen' : '';
    const places = (n: number): string => Array(n).fill('?').join(', ');
    this.#find = db.prepare(
      `SELECT row, time, digest, first_seen${marks} FROM ${kind} INDEXED BY ${kind}_id
        WHERE id_hash = ? AND id = ? AND platform = ?`,
    );
    const dictionaries = this.#columns.filter(isDictionary).map((column) => `"${column.name}"`);
    this.#keys = db.prepare(`SELECT combo, ${dictionaries.join(', ')} FROM ${kind} WHERE row = ?`).raw();
    this.#insert = db.prepare(
      `INSERT INTO ${kind} (row, id, id_hash, time, digest, long, first_seen, changed, combo, ${names.join(', ')}${marks})
        VALUES (${places(9 + names.length + (kind === 'alert' ? 3 : 0))})`,
    );
    this.#insertBody = db.prepare(`INSERT INTO ${kind}_body VALUES (${places(2 + this.#bodies.length)})`);
    this.#removals = [
      db.prepare(`DELETE FROM ${kind} WHERE row = ?`),
      db.prepare(`DELETE FROM ${kind}_body WHERE row = ?`),
    ];
  }

  /** Adds, rewrites or moves one record. */
  write({ record, raw }: Incoming, at: number): Placed {
    const id = record.id.toWellFormed();
    const platform = this.#dictionary.term(this.#kind, 'platform', record.platform);
    const bodies = this.#bodyOf(record, raw);
    const digest = digestOf(record, bodies);
    const idHash = idHashOf(id);
    const kept = this.#find.get(idHash, id, platform) as (Kept & Marks) | undefined;
    if (kept?.digest === digest) return { done: 'same', spread: 0, row: kept.row, was: kept.row };
    const time = timeOf(record);
    // A snapshot is the day's last look: an older one that comes later does not take its place.
    const isOld = kept?.time != null && time !== null && time < kept.time;
    if (isOld && record.kind === 'statistic')
      return { done: 'same', spread: 0, row: kept.row, was: kept.row };
    if (kept !== undefined) this.remove(kept.row);
    const place =
      kept !== undefined && kept.time === time ? { row: kept.row, spread: 0 } : this.#slots.take(time);
    const { text, long } = textOf(record);
    const values = this.#columns.map((column) => this.#store(record, column));
    const marks = record.kind === 'alert' ? marksOf(record.read, kept) : [];
    const combination = this.#combination(values);
    this.#insert.run(
      ...[place.row, id, idHash, time, digest, long ? 1 : 0, kept?.first_seen ?? at, at, combination],
      ...values,
      ...marks,
    );
    this.#insertBody.run(place.row, ...bodies);
    this.#texts.set(place.row, text);
    return {
      done: kept === undefined ? 'added' : 'changed',
      spread: place.spread,
      row: place.row,
      was: kept?.row ?? null,
    };
  }

  /** Writes the texts of the transaction to their index, at its end. */
  flush(): void {
    this.#texts.flush();
  }

  /** Forgets the texts of a transaction that was rolled back. */
  rollback(): void {
    this.#texts.rollback();
  }

  /** Writes anew what is computed from other columns; true when that changed something. */
  compute(row: number, record: AnyRecord): boolean {
    let changed = false;
    for (const column of this.#columns) {
      if (column.store !== 'term' || column.computed !== true) continue;
      const get = prepared(this.#db, `SELECT "${column.name}" FROM ${this.#kind} WHERE row = ?`).pluck();
      const before = get.get(row) as number | null;
      const value = valueAt(record, column.path);
      const key = value === null ? null : this.#dictionary.term(this.#kind, column.name, String(value));
      if (key === before) continue;
      prepared(this.#db, `UPDATE ${this.#kind} SET "${column.name}" = ? WHERE row = ?`).run(key, row);
      this.#dictionary.count('term', before, -1);
      this.#dictionary.count('term', key, 1);
      changed = true;
    }
    return changed;
  }

  /** Takes a record out by its row. */
  remove(row: number): void {
    const found = this.#keys.get(row) as (number | null)[] | undefined;
    if (found === undefined) return;
    const [combination = null, ...keys] = found;
    this.#dictionary.count(`${this.#kind}_combination`, combination, -1);
    this.#columns.filter(isDictionary).forEach((column, i) => {
      this.#dictionary.count(column.store, keys[i] ?? null, -1);
    });
    this.#texts.delete(row);
    for (const statement of this.#removals) statement.run(row);
  }

  /** The row of a record by its identity; null when it is not in the cache. */
  find(platform: string, id: string): number | null {
    const key = this.#dictionary.term(this.#kind, 'platform', platform);
    return ((this.#find.get(idHashOf(id), id, key) as Kept | undefined)?.row ?? null) as number | null;
  }

  #combination(values: readonly Sql[]): number {
    const keys = this.#columns.flatMap((column, i) =>
      this.#combined.includes(column.name) ? [(values[i] ?? null) as number | null] : [],
    );
    const key = this.#dictionary.combination(this.#kind, this.#combined, keys);
    this.#dictionary.count(`${this.#kind}_combination`, key, 1);
    return key;
  }

  #store(record: AnyRecord, column: StoredColumn): Sql {
    const value = valueAt(record, column.path);
    if (column.store === 'party') return this.#party(record, column, value as PartyValue | null);
    if (value === null) return null;
    if (column.store === 'number') return Number(value);
    if (column.store === 'text') return String(value);
    const key = this.#dictionary.term(this.#kind, column.name, String(value));
    this.#dictionary.count('term', key, 1);
    return key;
  }

  #party(
    record: AnyRecord,
    column: Extract<StoredColumn, { store: 'party' }>,
    value: PartyValue | null,
  ): Sql {
    if (value === null) return null;
    const { type = null, id = null, name = null, email = null } = value;
    if (type === null && id === null && name === null && email === null) return null;
    const key = this.#dictionary.party(this.#kind, column.role, record.platform, { type, id, name, email });
    this.#dictionary.count('party', key, 1);
    return key;
  }

  /** `raw` and the bodies as JSON; a body that is the raw row itself is kept once, as ''. */
  #bodyOf(record: AnyRecord, raw: string | null): readonly Sql[] {
    return [
      raw,
      ...this.#bodies.map((column) => {
        const value = valueAt(record, column.path);
        if (value === null) return null;
        const text = JSON.stringify(value);
        return text === raw ? '' : text;
      }),
    ];
  }
}

/** Of everything the platform said; what is written whole already is not written out again for it. */
function digestOf(record: AnyRecord, bodies: readonly Sql[]): number {
  const scalars = { ...record, details: null, payload: null, output: null };
  return shortHash(`${JSON.stringify(scalars)}\n${bodies.join('\n')}`);
}

interface Marks {
  readonly mark?: number | null;
  readonly mark_at?: number | null;
}

/** The folded id decides, so that `id:` finds it in any case. */
export function idHashOf(id: string): number {
  return shortHash(fold(id));
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

function isDictionary(column: StoredColumn): column is Extract<StoredColumn, { store: 'term' | 'party' }> {
  return column.store === 'term' || column.store === 'party';
}
