/**
 * The key of a record's row carries its time, so that newest first is the order of the table itself and of
 * every index on it: `row = time (ms) * 2048 + slot`. It stays exact in a double until the year 2109.
 */

/** Rows one millisecond has room for; more of them spill into the milliseconds before. */
export const SLOTS = 2048;
const LAST_TIME = 2 ** 42 - 1;
export const FIRST_ROW = -(2 ** 53 - 1);
export const LAST_ROW = 2 ** 53 - 1;

/** The millisecond a time is filed under: times no key can hold go to the nearest one that can. */
export function keyTime(time: number): number {
  return Math.min(LAST_TIME, Math.max(0, Math.floor(time)));
}

/** The rows a record of this time may have, both ends inclusive. */
export function regionOf(time: number): { readonly first: number; readonly last: number } {
  const first = keyTime(time) * SLOTS;
  return { first, last: first + SLOTS - 1 };
}

/**
 * The stretch of rows whose order among themselves is by time and id rather than by key. Records without
 * a time have negative keys, each a stretch of its own: they come last, the latest arrival first.
 */
export function regionAround(row: number): { readonly first: number; readonly last: number } {
  if (row < 0) return { first: row, last: row };
  const first = Math.floor(row / SLOTS) * SLOTS;
  return { first, last: first + SLOTS - 1 };
}

/** The instant in a row's key, to the millisecond at most a few before; null for an entry without one. */
export const timeAt = (row: number): number | null => (row < 0 ? null : Math.floor(row / SLOTS));
