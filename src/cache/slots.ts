/** Finds a free row for a record of a given time. */
import type { Database, Statement } from 'better-sqlite3';
import type { Kind } from '../domain/record.ts';
import { keyTime, regionOf, SLOTS } from './row-key.ts';

export class Slots {
  readonly #highest: Statement;
  readonly #lowest: Statement;
  /** Where a full millisecond's overflow has got to, so that the thousandth row need not look again. */
  readonly #overflow = new Map<number, number>();

  constructor(db: Database, kind: Kind) {
    this.#highest = db.prepare(`SELECT max(row) FROM ${kind} WHERE row BETWEEN ? AND ?`).pluck();
    this.#lowest = db.prepare(`SELECT min(row) FROM ${kind} WHERE row < 0`).pluck();
  }

  /** A free row, and how many ms before its time it lies (0 unless its millisecond was full). */
  take(time: number | null): { readonly row: number; readonly spread: number } {
    if (time === null) return { row: ((this.#lowest.get() as number | null) ?? 0) - 1, spread: 0 };
    const wanted = keyTime(time);
    for (let at = this.#overflow.get(wanted) ?? wanted; at >= 0; at -= 1) {
      const { first, last } = regionOf(at);
      const highest = this.#highest.get(first, last) as number | null;
      if (highest !== last) {
        if (at !== wanted) this.#remember(wanted, at);
        // A time that is no whole millisecond, or no key can hold, has to be compared itself as well.
        const spread = Math.max(wanted - at, wanted === time ? 0 : 1);
        return { row: highest === null ? first : highest + 1, spread };
      }
    }
    // More than 2048 records of the first millisecond of 1970: they are filed with those without a time.
    return { row: ((this.#lowest.get() as number | null) ?? 0) - 1, spread: SLOTS };
  }

  #remember(wanted: number, at: number): void {
    if (this.#overflow.size > 1000) this.#overflow.clear();
    this.#overflow.set(wanted, at);
  }
}
