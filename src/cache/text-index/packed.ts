/** A small segment's lists in one piece: how many terms, the terms, where each list ends, the lists. */
import type { ListWriter } from './lists.ts';

/** Finishes the lists as one piece. */
export function pack(lists: ListWriter): Uint8Array {
  const terms: number[] = [];
  const ends: number[] = [];
  let bytes = new Uint8Array(2 ** 16);
  let size = 0;
  lists.finish((term, _count, list) => {
    if (size + list.length > bytes.length) {
      const larger = new Uint8Array((size + list.length) * 2);
      larger.set(bytes);
      bytes = larger;
    }
    bytes.set(list, size);
    size += list.length;
    terms.push(term);
    ends.push(size);
  });
  const head = Uint32Array.from([terms.length, ...terms, ...ends]);
  const whole = new Uint8Array(head.byteLength + size);
  whole.set(new Uint8Array(head.buffer));
  whole.set(bytes.subarray(0, size), head.byteLength);
  return whole;
}

export interface Packed {
  readonly terms: Uint32Array;
  /** The list of a term; null when no record has it. */
  find(term: number): Uint8Array | null;
  /** The index in `terms` of the first that is at least this one. */
  from(term: number): number;
  /** The list of the term at an index of `terms`. */
  listAt(index: number): Uint8Array;
}

export function unpack(whole: Uint8Array): Packed {
  // Numbers are read where they are aligned, which a blob of the file need not be.
  const own = whole.byteOffset % 4 === 0 ? whole : new Uint8Array(whole);
  const [count = 0] = new Uint32Array(own.buffer, own.byteOffset, 1);
  const terms = new Uint32Array(own.buffer, own.byteOffset + 4, count);
  const ends = new Uint32Array(own.buffer, own.byteOffset + 4 * (1 + count), count);
  const lists = own.subarray(4 * (1 + 2 * count));
  const listAt = (index: number) =>
    lists.subarray(index === 0 ? 0 : (ends[index - 1] ?? 0), ends[index] ?? 0);
  const from = (term: number): number => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((terms[middle] ?? 0) < term) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const find = (term: number): Uint8Array | null => {
    const index = from(term);
    return terms[index] === term ? listAt(index) : null;
  };
  return { terms, listAt, from, find };
}
