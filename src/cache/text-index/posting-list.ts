/**
 * Which of the `n` records of a segment have a term: how many, then their ordinals as differences in
 * variable length, as bits where there are many, and nothing more where all have it.
 */

/**
 * The most bytes a list of a segment takes: how many, and as bits or, of up to an eighth of the records, a byte each
 * and one more for every difference of at least 128 (and again for each of 128 times that).
 */
export const roomFor = (n: number): number => 5 + Math.ceil(n / 8) + Math.ceil(n / 127) + 5;

const asBits = (count: number, n: number): boolean => count * 8 > n;

/** Writes a list of ascending ordinals; returns the offset behind it. `into` needs `roomFor` bytes there. */
export function encode(
  ordinals: Uint32Array,
  from: number,
  to: number,
  n: number,
  into: Uint8Array,
  at: number,
): number {
  const count = to - from;
  let end = writeVarint(into, at, count);
  if (count === n) return end;
  if (asBits(count, n)) {
    const bytes = Math.ceil(n / 8);
    into.fill(0, end, end + bytes);
    for (let index = from; index < to; index++) {
      const ordinal = ordinals[index] ?? 0;
      const byte = end + (ordinal >>> 3);
      into[byte] = (into[byte] ?? 0) | (1 << (ordinal & 7));
    }
    return end + bytes;
  }
  let before = 0;
  for (let index = from; index < to; index++) {
    const ordinal = ordinals[index] ?? 0;
    end = writeVarint(into, end, ordinal - before);
    before = ordinal;
  }
  return end;
}

/** How many records a list at an offset names. */
export function countAt(bytes: Uint8Array, at: number): number {
  return readVarint(bytes, at).value;
}

/** The ordinals of a list, ascending, into `out` from `begin` on; returns how many. `out` needs room for `n`. */
export function decode(bytes: Uint8Array, at: number, n: number, out: Uint32Array, begin = 0): number {
  const { value: count, end } = readVarint(bytes, at);
  if (count === n) {
    for (let ordinal = 0; ordinal < n; ordinal++) out[begin + ordinal] = ordinal;
  } else if (asBits(count, n)) {
    let found = begin;
    for (let byte = 0; byte * 8 < n; byte++) {
      let bits = bytes[end + byte] ?? 0;
      while (bits !== 0) {
        const low = bits & -bits;
        out[found++] = byte * 8 + 31 - Math.clz32(low);
        bits ^= low;
      }
    }
  } else {
    let place = end;
    let ordinal = 0;
    for (let index = 0; index < count; index++) {
      let [step, shift, byte] = [0, 0, 0];
      do {
        byte = bytes[place++] ?? 0;
        step |= (byte & 0x7f) << shift;
        shift += 7;
      } while (byte >= 0x80);
      ordinal += step;
      out[begin + index] = ordinal;
    }
  }
  return count;
}

/** The records a list names, as bits: eight a byte, the lowest first. They are the caller's own, to change. */
export function bitsOf(bytes: Uint8Array, n: number): Uint8Array {
  const { value: count, end } = readVarint(bytes, 0);
  const size = Math.ceil(n / 8);
  if (count === n) {
    const all = new Uint8Array(size).fill(0xff);
    if (n % 8 !== 0) all[size - 1] = (1 << (n % 8)) - 1;
    return all;
  }
  // A blob of the file comes as a Buffer, whose `slice` would be a view of the list itself.
  if (asBits(count, n)) return new Uint8Array(bytes.subarray(end, end + size));
  const bits = new Uint8Array(size);
  const ordinals = new Uint32Array(count);
  decode(bytes, 0, n, ordinals);
  for (const ordinal of ordinals) bits[ordinal >>> 3] = (bits[ordinal >>> 3] ?? 0) | (1 << (ordinal & 7));
  return bits;
}

function writeVarint(into: Uint8Array, at: number, value: number): number {
  let [end, rest] = [at, value];
  while (rest >= 0x80) {
    into[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  into[end++] = rest;
  return end;
}

function readVarint(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  let [value, shift, end, byte] = [0, 0, at, 0];
  do {
    byte = bytes[end++] ?? 0;
    value |= (byte & 0x7f) << shift;
    shift += 7;
  } while (byte >= 0x80 && shift < 35);
  return { value: value >>> 0, end };
}
