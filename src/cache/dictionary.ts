/**
 * The writer's side of the dictionaries: texts and parties become keys, and each knows how many records
 * hold it.
 */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import type { LedgerWriter } from './ledger/ledger-writer.ts';
import { asStored } from './ledger/stored-text.ts';
import { RememberedKeys } from './remembered-keys.ts';
import { combinedColumns, type Role } from './shape.ts';
import { prepared } from './statements.ts';

export interface PartyValue {
  readonly type: string | null;
  readonly id: string | null;
  readonly name: string | null;
  readonly email?: string | null;
}

/** The tables whose keys are counted. */
type Counted = 'term' | 'party' | `${Kind}_combination`;
type Keys = readonly (number | null)[];

export class Dictionary {
  readonly #db: Database;
  readonly #known = new Map<string, RememberedKeys>();
  readonly #counts = new Map<Counted, Map<number, number>>();
  /** What the combinations of this transaction hold. */
  readonly #parts = new Map<string, Keys>();
  readonly #ledger: LedgerWriter;

  constructor(db: Database, ledger: LedgerWriter) {
    this.#db = db;
    this.#ledger = ledger;
  }

  /** The key of a value of a column, remembered in `known`. */
  term(known: RememberedKeys, kind: Kind, field: string, value: string): number {
    return known.get(value) ?? known.add(value, this.#term(kind, field, value));
  }

  party(known: RememberedKeys, kind: Kind, role: Role, platform: string, value: PartyValue): number {
    const { id, name, type, email = null } = value;
    const all = [platform, id, name, type, email];
    // Lengths first: no two parties have the same name here, whatever their texts are.
    const identity = `${all.map((text) => text?.length ?? -1).join()} ${all.join('')}`;
    return (
      known.get(identity) ?? known.add(identity, this.#party(kind, role, platform, { id, name, type, email }))
    );
  }

  /** Counts a record in (or out) of a combination, and so of each value the combination is of. */
  combination(known: RememberedKeys, kind: Kind, keys: Keys): number {
    const identity = keys.join(' ');
    const key = known.get(identity) ?? known.add(identity, this.#combination(kind, identity, keys));
    this.#parts.set(`${kind} ${key}`, keys);
    return key;
  }

  /** The keys remembered for a column or role of a kind. */
  remembered(name: string): RememberedKeys {
    const known = this.#known.get(name) ?? new RememberedKeys();
    this.#known.set(name, known);
    return known;
  }

  /** Tells that `by` more (or fewer) records hold a key; written out by `flush`. */
  count(dictionary: Counted, key: number | null, by: number): void {
    if (key === null) return;
    const counts = this.#counts.get(dictionary) ?? new Map<number, number>();
    if (counts.size === 0) this.#counts.set(dictionary, counts);
    counts.set(key, (counts.get(key) ?? 0) + by);
  }

  /** As `count`, for a combination and all it is of. */
  countCombination(kind: Kind, key: number | null, by: number): void {
    this.count(`${kind}_combination`, key, by);
  }

  /** Writes the counts of the page; inside its transaction. */
  flush(): void {
    for (const [dictionary, counts] of [...this.#counts]) {
      if (dictionary === 'term' || dictionary === 'party') continue;
      const kind = dictionary.slice(0, -'_combination'.length) as Kind;
      for (const [key, by] of counts)
        for (const part of this.#partsOf(kind, key)) this.count('term', part, by);
    }
    for (const [dictionary, counts] of this.#counts) {
      const statement = prepared(this.#db, `UPDATE ${dictionary} SET n = n + ? WHERE key = ?`);
      for (const [key, by] of counts) if (by !== 0) statement.run(by, key);
    }
    this.#counts.clear();
    this.#parts.clear();
    for (const known of this.#known.values()) known.settle();
  }

  /** Forgets what a rolled back page had added. */
  rollback(): void {
    for (const known of this.#known.values()) known.rollback();
    this.#counts.clear();
    this.#parts.clear();
  }

  #partsOf(kind: Kind, key: number): Keys {
    const known = this.#parts.get(`${kind} ${key}`);
    if (known !== undefined) return known;
    const columns = combinedColumns(kind).map((name) => `"${name}"`);
    const sql = `SELECT ${columns.join(', ')} FROM ${kind}_combination WHERE key = ?`;
    return (prepared(this.#db, sql).raw().get(key) as Keys | undefined) ?? [];
  }

  #term(kind: Kind, field: string, value: string): number {
    const found = prepared(this.#db, 'SELECT key FROM term WHERE kind = ? AND field = ? AND value = ?')
      .pluck()
      .get(kind, field, value);
    if (found !== undefined) return found as number;
    const insert = prepared(this.#db, 'INSERT INTO term (kind, field, value, folded) VALUES (?, ?, ?, ?)');
    const cells = [kind, field, value, fold(value)];
    return this.#noted('term', kind, Number(insert.run(...cells).lastInsertRowid), cells);
  }

  #combination(kind: Kind, identity: string, keys: Keys): number {
    const table = `${kind}_combination`;
    const found = prepared(this.#db, `SELECT key FROM ${table} WHERE identity = ?`).pluck().get(identity);
    if (found !== undefined) return found as number;
    const columns = combinedColumns(kind);
    const names = columns.map((name) => `, "${name}"`).join('');
    const places = columns.map(() => ', ?').join('');
    const insert = prepared(this.#db, `INSERT INTO ${table} (identity${names}) VALUES (?${places})`);
    return Number(insert.run(identity, ...keys).lastInsertRowid);
  }

  #party(kind: Kind, role: Role, platform: string, value: Required<PartyValue>): number {
    const { id, name, type, email } = value;
    const identity = JSON.stringify([kind, role, platform, id, name, type, email]);
    const found = prepared(this.#db, 'SELECT key FROM party WHERE identity = ?').pluck().get(identity);
    if (found !== undefined) return found as number;
    const folded = [id, name, type, email].map((text) => fold(text ?? '')).join('\n');
    const insert = prepared(
      this.#db,
      'INSERT INTO party (kind, role, platform, id, name, type, email, folded, identity) VALUES (?,?,?,?,?,?,?,?,?)',
    );
    const cells = [kind, role, platform, id, name, type, email, folded, identity];
    return this.#noted('party', kind, Number(insert.run(...cells).lastInsertRowid), cells);
  }

  /** What audit entries are read with must not become something else either. */
  #noted(thing: 'term' | 'party', kind: Kind, key: number, cells: readonly (string | null)[]): number {
    if (kind === 'audit') this.#ledger.noteRow(thing, 'added', [key, ...asStored(cells)]);
    return key;
  }
}
