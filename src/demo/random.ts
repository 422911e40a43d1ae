/**
 * Chance that can be asked again: every number comes from the seed and the place it is for, never from what was
 * drawn before, so that entry 900,000 costs what entry 0 costs and a restart draws the same world.
 */

/** Two 32-bit numbers into one, well mixed (the finaliser of MurmurHash3). */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b + 0x9e37_79b9, 0x85eb_ca6b), 0xcc9e_2d51);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85eb_ca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number for a word, so that places can be named. */
export function mixText(a: number, text: string): number {
  let h = a;
  for (let at = 0; at < text.length; at += 1) h = mix(h, text.charCodeAt(at));
  return h;
}

/** A whole number in [0, n). */
export function below(h: number, n: number): number {
  return Math.floor((h / 0x1_0000_0000) * n);
}

/** A whole number in [from, to]. */
export function between(h: number, from: number, to: number): number {
  return from + below(h, to - from + 1);
}

/** One of a list that is not empty. */
export function pick<T>(h: number, list: readonly T[]): T {
  const found = list[below(h, list.length)];
  if (found === undefined) throw new RangeError('picking from an empty list');
  return found;
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function byte(h: number, shift: number): string {
  return BYTES[(h >>> shift) & 255] ?? '';
}

/** Eight hexadecimal digits. */
export function hex8(h: number): string {
  return byte(h, 24) + byte(h, 16) + byte(h, 8) + byte(h, 0);
}

/** `digits` hexadecimal digits, a multiple of eight. */
export function hex(h: number, digits: number): string {
  let text = '';
  for (let part = 0; text.length < digits; part += 1) text += hex8(mix(h, part));
  return text;
}

/** A version 4 UUID. */
export function uuid(h: number): string {
  const [a, b, c, d] = [mix(h, 1), mix(h, 2), mix(h, 3), mix(h, 4)];
  const version = (b & 0xffff_0fff) | 0x4000;
  const variant = (c & 0x3fff_ffff) | 0x8000_0000;
  return `${hex8(a)}-${byte(version, 24)}${byte(version, 16)}-${byte(version, 8)}${byte(version, 0)}-${byte(variant, 24)}${byte(variant, 16)}-${byte(variant, 8)}${byte(variant, 0)}${hex8(d)}`;
}
