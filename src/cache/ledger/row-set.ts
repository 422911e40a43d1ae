/** Keys of rows, ten million of them in memory that a `Set` needs for two. */

const EMPTY = Number.NaN;
const REMOVED = Number.POSITIVE_INFINITY;

export class RowSet {
  #slots = new Float64Array(1_024).fill(EMPTY);
  /** Slots that are taken, or were. */
  #used = 0;
  size = 0;

  has(row: number): boolean {
    return this.#slots[this.#find(row)] === row;
  }

  add(row: number): void {
    const at = this.#find(row);
    if (this.#slots[at] === row) return;
    this.#slots[at] = row;
    this.size += 1;
    this.#used += 1;
    if (this.#used > this.#slots.length * 0.7) this.#rebuild();
  }

  /** False where it was not there. */
  delete(row: number): boolean {
    const at = this.#find(row);
    if (this.#slots[at] !== row) return false;
    this.#slots[at] = REMOVED;
    this.size -= 1;
    return true;
  }

  /** Where a row is, or the first free slot where it would be looked for. */
  #find(row: number): number {
    const mask = this.#slots.length - 1;
    for (let at = mixed(row) & mask; ; at = (at + 1) & mask) {
      const slot = this.#slots[at] ?? EMPTY;
      if (slot === row || Number.isNaN(slot)) return at;
    }
  }

  #rebuild(): void {
    const rows = this.#slots;
    let length = 1_024;
    while (length < this.size * 2) length *= 2;
    this.#slots = new Float64Array(length).fill(EMPTY);
    this.#used = this.size;
    for (const row of rows) {
      if (!Number.isNaN(row) && row !== REMOVED) this.#slots[this.#find(row)] = row;
    }
  }
}

function mixed(row: number): number {
  const low = Math.imul((row % 2 ** 32) ^ 0x2545f491, 0x45d9f3b);
  const both = Math.imul(low ^ (low >>> 15) ^ Math.floor(row / 2 ** 32), 0x2c1b3c6d);
  return (both ^ (both >>> 16)) >>> 0;
}
