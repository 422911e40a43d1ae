/** Finds a free row for a record of a given time. */
import type { Database, Statement } from 'better-sqlite3';
import type { Kind } from '../domain/record.ts';
import { keyTime, regionOf, SLOTS } from './row-key.ts';

/** Fewer records than this are looked up one by one. */
const WORTHWHILE = 8;
/** Rows of a page's stretch that are looked at; a page that reaches over more of them is another's. */
const MOST_TAKEN = 4_096;

export class Slots {
  readonly #highest: Statement;
  readonly #lowest: Statement;
  /** Where a full millisecond's overflow has got to, so that the thousandth row need not look again. */
  readonly #overflow = new Map<number, number>();
  /** Of a page's stretch of rows the highest row taken in each millisecond; null where nobody has looked. */
  #expected: { readonly first: number; readonly last: number; readonly highest: Map<number, number> } | null =
    null;
  readonly #taken: Statement;

  constructor(db: Database, kind: Kind) {
    this.#highest = db.prepare(`SELECT max(row) FROM ${kind} WHERE row BETWEEN ? AND ?`).pluck();
    this.#taken = db
      .prepare(`SELECT row FROM ${kind} WHERE row BETWEEN ? AND ? ORDER BY row LIMIT ${MOST_TAKEN}`)
      .pluck();
    this.#lowest = db.prepare(`SELECT min(row) FROM ${kind} WHERE row < 0`).pluck();
  }

  /** Looks once at the rows between the earliest and the latest of a page's times, where they are few. */
  expect(times: readonly (number | null)[]): void {
    const known = times.flatMap((time) => (time === null ? [] : [keyTime(time)]));
    if (known.length < WORTHWHILE) return;
    const { first } = regionOf(known.reduce((least, time) => Math.min(least, time)));
    const { last } = regionOf(known.reduce((most, time) => Math.max(most, time)));
    const rows = this.#taken.all(first, last) as number[];
    if (rows.length === MOST_TAKEN) return;
    // Ascending, so that the highest of a millisecond is the one that stays.
    const highest = new Map(rows.map((row) => [Math.floor(row / SLOTS), row]));
    this.#expected = { first, last, highest };
  }

  /** What was looked at holds for one transaction. */
  forget(): void {
    this.#expected = null;
  }

  /** A free row, and how many ms before its time it lies (0 unless its millisecond was full). */
  take(time: number | null): { readonly row: number; readonly spread: number } {
    if (time === null) return { row: ((this.#lowest.get() as number | null) ?? 0) - 1, spread: 0 };
    const wanted = keyTime(time);
    for (let at = this.#overflow.get(wanted) ?? wanted; at >= 0; at -= 1) {
      const { first, last } = regionOf(at);
      const highest = this.#highestOf(at, first, last);
      if (highest !== last) {
        this.#expected?.highest.set(at, highest === null ? first : highest + 1);
        if (at !== wanted) this.#remember(wanted, at);
        // A time that is no whole millisecond, or no key can hold, has to be compared itself as well.
        const spread = Math.max(wanted - at, wanted === time ? 0 : 1);
        return { row: highest === null ? first : highest + 1, spread };
      }
    }
    // More than 2048 records of the first millisecond of 1970: they are filed with those without a time.
    return { row: ((this.#lowest.get() as number | null) ?? 0) - 1, spread: SLOTS };
  }

  #highestOf(at: number, first: number, last: number): number | null {
    const seen = this.#expected;
    if (seen === null || first < seen.first || last > seen.last) {
      return this.#highest.get(first, last) as number | null;
    }
    return seen.highest.get(at) ?? null;
  }

  #remember(wanted: number, at: number): void {
    if (this.#overflow.size > 1000) this.#overflow.clear();
    this.#overflow.set(wanted, at);
  }
}
