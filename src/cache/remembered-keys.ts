/** Keys of names, remembered between pages: a page names the same few things a thousand times. */

/** Past so many they are asked for again. */
const REMEMBERED = 50_000;

export class RememberedKeys {
  readonly #keys = new Map<string, number>();
  /** Since the transaction began. */
  readonly #fresh: string[] = [];

  get(name: string): number | undefined {
    return this.#keys.get(name);
  }

  /** Returns the key. */
  add(name: string, key: number): number {
    if (this.#keys.size >= REMEMBERED) this.#keys.clear();
    this.#keys.set(name, key);
    this.#fresh.push(name);
    return key;
  }

  settle(): void {
    this.#fresh.length = 0;
  }

  /** Forgets what a rolled back transaction had added. */
  rollback(): void {
    for (const name of this.#fresh) this.#keys.delete(name);
    this.#fresh.length = 0;
  }
}
