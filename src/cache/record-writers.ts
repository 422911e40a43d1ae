/** The writers of all kinds over one connection, and the transaction they write in. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../domain/record.ts';
import { Dictionary } from './dictionary.ts';
import { type About, LedgerWriter } from './ledger/ledger-writer.ts';
import { prepared } from './statements.ts';
import { TextTools } from './text-index/text-writer.ts';
import { RecordWriter } from './write-records.ts';

/** What a transaction touched, for the change notice after it. */
export interface Touched {
  readonly kinds: Set<Kind>;
  readonly platforms: Set<string>;
}

/** The writers of all kinds, and what the running transaction has touched. */
export class RecordWriters {
  readonly #db: Database;
  readonly #dictionary: Dictionary;
  readonly #ledger: LedgerWriter;
  readonly #tools = new TextTools();
  readonly #byKind = new Map<Kind, RecordWriter>();
  readonly #tallies = new Map<string, { kind: Kind; platform: string; n: number; spread: number }>();
  #touched: Touched = { kinds: new Set(), platforms: new Set() };

  constructor(db: Database) {
    this.#db = db;
    this.#ledger = new LedgerWriter(db);
    this.#dictionary = new Dictionary(db, this.#ledger);
  }

  of(kind: Kind): RecordWriter {
    const known = this.#byKind.get(kind);
    if (known !== undefined) return known;
    const writer = new RecordWriter(this.#db, kind, this.#dictionary, this.#tools, this.#ledger);
    this.#byKind.set(kind, writer);
    return writer;
  }

  /** Tells that records changed: `n` more of them, with keys at most `spread` ms before their time. */
  touch(kind: Kind, platform: string, n: number, spread: number): void {
    const name = `${kind} ${platform}`;
    const tally = this.#tallies.get(name) ?? { kind, platform, n: 0, spread: 0 };
    tally.n += n;
    tally.spread = Math.max(tally.spread, spread);
    this.#tallies.set(name, tally);
    this.touchOnly([kind], platform);
  }

  touchOnly(kinds: readonly Kind[], platform: string): void {
    for (const kind of kinds) this.#touched.kinds.add(kind);
    this.#touched.platforms.add(platform);
  }

  /** Runs `work` as one transaction; what it touched is told after it is safe on disk. `about`: for the ledger. */
  transact<T>(
    work: () => T,
    about: About = { at: Date.now(), platform: '', stream: '' },
  ): { readonly value: T; readonly touched: Touched } {
    this.#tallies.clear();
    this.#ledger.begin(about);
    this.#touched = { kinds: new Set(), platforms: new Set() };
    const run = this.#db.transaction(() => {
      const value = work();
      for (const writer of this.#byKind.values()) writer.flush();
      this.#dictionary.flush();
      this.#ledger.flush(about);
      const tally = prepared(
        this.#db,
        `INSERT INTO tally (kind, platform, n, changed, spread) VALUES ($kind, $platform, $n, 1, $spread)
         ON CONFLICT (kind, platform) DO UPDATE SET n = n + $n, changed = changed + 1,
           spread = max(spread, $spread)`,
      );
      for (const one of this.#tallies.values()) tally.run(one);
      return value;
    });
    try {
      return { value: run.immediate(), touched: this.#touched };
    } catch (thrown) {
      for (const writer of this.#byKind.values()) writer.rollback();
      this.#dictionary.rollback();
      this.#ledger.rollback();
      throw thrown;
    }
  }
}
