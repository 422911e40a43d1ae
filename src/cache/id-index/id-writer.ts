/** The writing side of the index of ids: those of a transaction are kept together when it ends. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';
import { knownHashes, rowsOfHash } from './lookup.ts';

export class IdWriter {
  readonly #db: Database;
  readonly #kind: Kind;
  /** Of the running transaction, by hash. */
  readonly #fresh = new Map<number, number[]>();

  constructor(db: Database, kind: Kind) {
    this.#db = db;
    this.#kind = kind;
  }

  add(hash: number, row: number): void {
    const rows = this.#fresh.get(hash);
    if (rows === undefined) this.#fresh.set(hash, [row]);
    else rows.push(row);
  }

  /** Takes the pair of a record out that is taken out itself; what is of late is found to be wrong by who looks. */
  remove(row: number): void {
    const hash = `(SELECT id_hash FROM ${this.#kind} WHERE row = ?)`;
    prepared(this.#db, `DELETE FROM ${this.#kind}_ids WHERE hash = ${hash} AND row = ?`).run(row, row);
  }

  /** The rows an id with this hash may have, those of the running transaction first. */
  rowsOf(hash: number): readonly number[] {
    return [...(this.#fresh.get(hash) ?? []), ...rowsOfHash(this.#db, this.#kind, hash)];
  }

  /** Those of some hashes that some record may have. */
  known(hashes: Iterable<number>): ReadonlySet<number> {
    const asked = Float64Array.from(hashes).sort();
    const known = new Set(knownHashes(this.#db, this.#kind, asked));
    for (const hash of asked) if (this.#fresh.has(hash)) known.add(hash);
    return known;
  }

  /** Writes the pairs of the transaction; inside it. */
  flush(): void {
    if (this.#fresh.size === 0) return;
    const pairs: number[] = [];
    for (const hash of Float64Array.from(this.#fresh.keys()).sort()) {
      for (const row of this.#fresh.get(hash) ?? []) pairs.push(hash, row);
    }
    const bytes = new Uint8Array(Float64Array.from(pairs).buffer);
    prepared(this.#db, 'INSERT INTO recent_ids (kind, n, ids) VALUES (?, ?, ?)').run(
      this.#kind,
      pairs.length / 2,
      bytes,
    );
    this.#fresh.clear();
  }

  /** Forgets the pairs of a transaction that was rolled back. */
  rollback(): void {
    this.#fresh.clear();
  }
}
