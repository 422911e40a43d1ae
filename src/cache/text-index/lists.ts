/** The lists of all terms of one segment, being gathered and then written. */
import { encode, roomFor } from './posting-list.ts';
import { TERMS } from './terms.ts';

/** Hears of each list, by ascending term; the bytes are valid until it returns. */
export type OnList = (term: number, count: number, bytes: Uint8Array) => void;

/** Up to so many terms are kept as they are met, and sorted; of more, all there can be are looked through. */
const FEW = TERMS / 256;

/** Gathers (record, term) pairs, records ascending, and writes them as lists. Reused from segment to segment. */
export class ListWriter {
  readonly #counts = new Uint32Array(TERMS);
  readonly #few = new Uint32Array(FEW);
  #distinct = 0;
  #pairs: Uint32Array = new Uint32Array(2 ** 17);
  /** Where the pairs of each record end. */
  readonly #ends: number[] = [];
  #length = 0;
  #grouped = new Uint32Array(0);
  #bytes = new Uint8Array(0);

  /** The terms of the next record. */
  add(terms: Uint32Array): void {
    if (this.#length + terms.length > this.#pairs.length) this.#pairs = grown(this.#pairs, terms.length);
    this.#pairs.set(terms, this.#length);
    this.#length += terms.length;
    this.#ends.push(this.#length);
    for (let at = 0; at < terms.length; at++) {
      const term = terms[at] ?? 0;
      const count = this.#counts[term] ?? 0;
      this.#counts[term] = count + 1;
      if (count !== 0) continue;
      // Beyond its end nothing is written.
      this.#few[this.#distinct] = term;
      this.#distinct += 1;
    }
  }

  /** Tells every list and forgets all. */
  finish(onList: OnList): void {
    const records = this.#ends.length;
    const terms = this.#ascending();
    if (this.#grouped.length < this.#length) this.#grouped = new Uint32Array(this.#pairs.length);
    // A counting sort: where each term's ordinals begin, then every pair to its place.
    let begin = 0;
    const places = this.#counts;
    for (const term of terms) {
      const count = places[term] ?? 0;
      places[term] = begin;
      begin += count;
    }
    let pair = 0;
    for (let record = 0; record < records; record++) {
      for (const end = this.#ends[record] ?? 0; pair < end; pair++) {
        const term = this.#pairs[pair] ?? 0;
        const place = places[term] ?? 0;
        this.#grouped[place] = record;
        places[term] = place + 1;
      }
    }
    if (this.#bytes.length < roomFor(records)) this.#bytes = new Uint8Array(roomFor(records));
    let from = 0;
    for (const term of terms) {
      const to = places[term] ?? 0;
      const size = encode(this.#grouped, from, to, records, this.#bytes, 0);
      onList(term, to - from, this.#bytes.subarray(0, size));
      from = to;
      places[term] = 0;
    }
    this.#length = 0;
    this.#ends.length = 0;
    this.#distinct = 0;
  }

  #ascending(): Uint32Array {
    if (this.#distinct <= FEW) return this.#few.subarray(0, this.#distinct).sort();
    const found: number[] = [];
    for (let term = 0; term < TERMS; term++) if (this.#counts[term] !== 0) found.push(term);
    return Uint32Array.from(found);
  }
}

function grown(array: Uint32Array, more: number): Uint32Array {
  const larger = new Uint32Array((array.length + more) * 2);
  larger.set(array);
  return larger;
}
