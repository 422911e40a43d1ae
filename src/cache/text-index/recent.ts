import type { Database } from 'better-sqlite3';

/** What was read of a file and never changes, by a key of its own. Of more than `most` the oldest is read again. */
export class Recent<V> {
  readonly #most: number;
  readonly #files = new WeakMap<Database, Map<number, V>>();

  constructor(most: number) {
    this.#most = most;
  }

  get(db: Database, key: number, read: () => V): V {
    const known = this.#files.get(db) ?? new Map<number, V>();
    this.#files.set(db, known);
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = read();
    const [oldest] = known.keys();
    if (known.size >= this.#most && oldest !== undefined) known.delete(oldest);
    known.set(key, value);
    return value;
  }
}
