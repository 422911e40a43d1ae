/** Counts of what few values say over and over; of more different ones than are kept, the rest is counted together. */

/** Different ones that are kept: of values somebody makes up there may be any number. */
const MOST = 20_000;

export interface Counted {
  readonly key: readonly (string | null)[];
  readonly count: number;
  readonly failed: number;
  /** UTC ms; null where none of them has a time. */
  readonly first: number | null;
  readonly last: number | null;
}

interface Filling {
  readonly key: readonly (string | null)[];
  count: number;
  failed: number;
  first: number | null;
  last: number | null;
}

export interface Tally {
  add(key: readonly (string | null)[], at: number | null, failed: boolean): void;
  /** Most first; then by what they say. */
  counted(): readonly Counted[];
  /** Those that came when too many others were kept already; null where all are kept. */
  others(): Counted | null;
  find(key: readonly (string | null)[]): Counted | null;
  readonly total: number;
}

export function tally(most = MOST): Tally {
  const kept = new Map<string, Filling>();
  const rest: Filling = { key: [], count: 0, failed: 0, first: null, last: null };
  let total = 0;
  return {
    add(key, at, failed) {
      total += 1;
      const name = JSON.stringify(key);
      let found = kept.get(name);
      if (found === undefined) {
        found = kept.size < most ? { key, count: 0, failed: 0, first: null, last: null } : rest;
        if (found !== rest) kept.set(name, found);
      }
      found.count += 1;
      if (failed) found.failed += 1;
      if (at === null) return;
      if (found.first === null || at < found.first) found.first = at;
      if (found.last === null || at > found.last) found.last = at;
    },
    counted: () =>
      [...kept]
        .sort(([a, { count: many }], [b, { count: more }]) => more - many || (a < b ? -1 : 1))
        .map(([, filled]) => filled),
    others: () => (rest.count === 0 ? null : rest),
    find: (key) => kept.get(JSON.stringify(key)) ?? null,
    get total() {
      return total;
    },
  };
}
