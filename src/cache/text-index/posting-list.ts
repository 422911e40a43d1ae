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

/** Those of `count` ascending ordinals that a list names too, in their place; returns how many are left. */
export function intersect(
  bytes: Uint8Array,
  at: number,
  n: number,
  ordinals: Uint32Array,
  count: number,
): number {
  const { value: listed, end } = readVarint(bytes, at);
  if (listed === n) return count;
  let kept = 0;
  if (asBits(listed, n)) {
    for (let index = 0; index < count; index++) {
      const ordinal = ordinals[index] ?? 0;
      if (((bytes[end + (ordinal >>> 3)] ?? 0) >>> (ordinal & 7)) & 1) ordinals[kept++] = ordinal;
    }
    return kept;
  }
  let [place, other, read] = [end, -1, 0];
  for (let index = 0; index < count; index++) {
    const ordinal = ordinals[index] ?? 0;
    while (other < ordinal && read < listed) {
      let [step, shift, byte] = [0, 0, 0];
      do {
        byte = bytes[place++] ?? 0;
        step |= (byte & 0x7f) << shift;
        shift += 7;
      } while (byte >= 0x80);
      other = read === 0 ? step : other + step;
      read += 1;
    }
    if (other === ordinal) ordinals[kept++] = ordinal;
  }
  return kept;
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
