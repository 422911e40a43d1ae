/** The records of one segment that have all of some terms. */
import type { Database } from 'better-sqlite3';
import { bitsOf } from './posting-list.ts';
import { SegmentRows } from './segment-rows.ts';
import { countIn, listOf, type Segment } from './segments.ts';

export class Matches {
  readonly #rows: SegmentRows;
  readonly #n: number;
  /** By ordinal; null when there are none. */
  readonly #bits: Uint8Array | null;

  constructor(db: Database, segment: Segment, terms: readonly number[]) {
    this.#rows = new SegmentRows(db, segment);
    this.#n = segment.n;
    this.#bits = inAll(db, segment, terms);
  }

  has(row: number): boolean {
    const ordinal = this.#rows.upTo(row) - 1;
    return ordinal >= 0 && this.#isSet(ordinal) && this.#rows.at(ordinal) === row;
  }

  /** Its rows from one on, down (`older`) or up. */
  *from(row: number, older: boolean): Generator<number, void, void> {
    const step = older ? -1 : 1;
    if (this.#bits === null) return;
    let ordinal = older ? this.#rows.upTo(row) - 1 : this.#rows.upTo(row - 1);
    while (ordinal >= 0 && ordinal < this.#n) {
      if (this.#isSet(ordinal)) yield this.#rows.at(ordinal);
      // Eight at a time where there are none.
      const wide = this.#bits[ordinal >>> 3] === 0;
      if (!wide) ordinal += step;
      else ordinal = older ? (ordinal & ~7) - 1 : (ordinal | 7) + 1;
    }
  }

  #isSet(ordinal: number): boolean {
    return (((this.#bits?.[ordinal >>> 3] ?? 0) >>> (ordinal & 7)) & 1) === 1;
  }
}

function inAll(db: Database, segment: Segment, terms: readonly number[]): Uint8Array | null {
  // Counts cost next to nothing, and the rarest may say it all.
  const counted = terms.map((term) => ({ term, n: countIn(db, segment, term) })).sort((a, b) => a.n - b.n);
  let all: Uint8Array | null = null;
  for (const { term, n } of counted) {
    // What every record has tells nothing more.
    if (all !== null && n === segment.n) break;
    const list = listOf(db, segment, term);
    if (list === null) return null;
    const bits = bitsOf(list, segment.n);
    if (all === null) all = bits;
    else for (let byte = 0; byte < bits.length; byte++) all[byte] = (all[byte] ?? 0) & (bits[byte] ?? 0);
  }
  return all;
}
