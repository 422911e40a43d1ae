/** The writing side of the text index: the texts of a transaction become a segment when it ends. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { ListWriter } from './lists.ts';
import { pack } from './packed.ts';
import { addSegment, PACKED } from './segments.ts';
import { TermCollector } from './terms.ts';

/** Large arrays, shared by the kinds: a thread writes one segment at a time. */
export class TextTools {
  readonly collector = new TermCollector();
  readonly lists = new ListWriter();
}

export class TextWriter {
  readonly #db: Database;
  readonly #kind: Kind;
  readonly #tools: TextTools;
  readonly #texts = new Map<number, string>();

  constructor(db: Database, kind: Kind, tools: TextTools) {
    this.#db = db;
    this.#kind = kind;
    this.#tools = tools;
  }

  /** The folded text of a record by its row; takes the place of an earlier one. */
  set(row: number, text: string): void {
    this.#texts.set(row, text);
  }

  /** Forgets a row of the running transaction. What older segments say of it is found to be wrong by who looks. */
  delete(row: number): void {
    this.#texts.delete(row);
  }

  /** Writes what the transaction has gathered; inside it. */
  flush(): void {
    const rows = Float64Array.from(this.#texts.keys()).sort();
    const { collector, lists } = this.#tools;
    for (let begin = 0; begin < rows.length; begin += PACKED) {
      const part = rows.slice(begin, begin + PACKED);
      for (const row of part) lists.add(collector.collect(this.#texts.get(row) ?? ''));
      addSegment(this.#db, { kind: this.#kind, state: 'live', rows: part, lists: pack(lists), at: 0 });
    }
    this.#texts.clear();
  }

  /** Forgets the texts of a transaction that was rolled back. */
  rollback(): void {
    this.#texts.clear();
  }
}
