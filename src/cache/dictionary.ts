/**
 * The writer's side of the dictionaries: texts and parties become keys, and each knows how many records
 * hold it. Keys are remembered between pages, since a page names the same few things a thousand times.
 */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import type { Role } from './shape.ts';
import { prepared } from './statements.ts';

/** Entries kept in memory a dictionary; past it the oldest are asked for again. */
const REMEMBERED = 50_000;

export interface PartyValue {
  readonly type: string | null;
  readonly id: string | null;
  readonly name: string | null;
  readonly email?: string | null;
}

/** The tables whose keys are counted. */
export type Counted = 'term' | 'party' | `${Kind}_combination`;

export class Dictionary {
  readonly #db: Database;
  readonly #keys = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  readonly #fresh: string[] = [];

  constructor(db: Database) {
    this.#db = db;
  }

  term(kind: Kind, field: string, value: string): number {
    return this.#key(`t ${kind} ${field} ${value}`, () => {
      const found = prepared(this.#db, 'SELECT key FROM term WHERE kind = ? AND field = ? AND value = ?')
        .pluck()
        .get(kind, field, value);
      if (found !== undefined) return found as number;
      const folded = fold(value);
      return Number(
        prepared(this.#db, 'INSERT INTO term (kind, field, value, folded) VALUES (?, ?, ?, ?)').run(
          kind,
          field,
          value,
          folded,
        ).lastInsertRowid,
      );
    });
  }

  party(kind: Kind, role: Role, platform: string, value: PartyValue): number {
    const { id, name, type, email = null } = value;
    const identity = JSON.stringify([kind, role, platform, id, name, type, email]);
    return this.#key(`p ${identity}`, () => {
      const found = prepared(this.#db, 'SELECT key FROM party WHERE identity = ?').pluck().get(identity);
      if (found !== undefined) return found as number;
      return this.#addParty(kind, role, platform, { id, name, type, email }, identity);
    });
  }

  /** The combination of the keys a record has in the combined columns. */
  combination(kind: Kind, columns: readonly string[], keys: readonly (number | null)[]): number {
    const identity = keys.join(' ');
    return this.#key(`c ${kind} ${identity}`, () => {
      const table = `${kind}_combination`;
      const found = prepared(this.#db, `SELECT key FROM ${table} WHERE identity = ?`).pluck().get(identity);
      if (found !== undefined) return found as number;
      const names = columns.map((name) => `, "${name}"`).join('');
      const places = columns.map(() => ', ?').join('');
      const insert = prepared(this.#db, `INSERT INTO ${table} (identity${names}) VALUES (?${places})`);
      return Number(insert.run(identity, ...keys).lastInsertRowid);
    });
  }

  /** Tells that `by` more (or fewer) records hold a key; written out by `flush`. */
  count(dictionary: Counted, key: number | null, by: number): void {
    if (key === null) return;
    const name = `${dictionary} ${key}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  /** Writes the counts of the page; inside its transaction. */
  flush(): void {
    for (const [name, by] of this.#counts) {
      const [dictionary, key] = name.split(' ');
      if (by !== 0)
        prepared(this.#db, `UPDATE ${dictionary} SET n = n + ? WHERE key = ?`).run(by, Number(key));
    }
    this.#counts.clear();
    this.#fresh.length = 0;
  }

  /** Forgets what a rolled back page had added. */
  rollback(): void {
    for (const name of this.#fresh) this.#keys.delete(name);
    this.#counts.clear();
    this.#fresh.length = 0;
  }

  #key(name: string, find: () => number): number {
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = find();
    if (this.#keys.size >= REMEMBERED) this.#keys.clear();
    this.#keys.set(name, key);
    this.#fresh.push(name);
    return key;
  }

  #addParty(kind: Kind, role: Role, platform: string, value: Required<PartyValue>, identity: string): number {
    const folded = [value.id, value.name, value.type, value.email].map((text) => fold(text ?? '')).join('\n');
    return Number(
      prepared(
        this.#db,
        'INSERT INTO party (kind, role, platform, id, name, type, email, folded, identity) VALUES (?,?,?,?,?,?,?,?,?)',
      ).run(kind, role, platform, value.id, value.name, value.type, value.email, folded, identity)
        .lastInsertRowid,
    );
  }
}
