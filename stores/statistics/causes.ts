/** Error texts gathered by what they begin with: hosts, ids and numbers make every text its own. Pure. */
import type { Group } from '../../src/cache/port.ts';

export interface Cause {
  /** The text up to the first host, id or number; null stands for jobs without an error text. */
  readonly stem: string | null;
  readonly count: number;
}

/** A beginning shorter than this says nothing. */
const TELLING = 8;
/** A word that names one thing: a host name, an address, an id, anything with a digit in it. */
const PARTICULAR = /^[("'[]*(?:\S*\d\S*|[\w-]+(?:\.[\w-]+)+)/;

export function stemOf(error: string): string {
  const words = error.split(/(?<=\s)/);
  const end = words.findIndex((word) => PARTICULAR.test(word) && !word.startsWith('urn:'));
  const stem = (end < 0 ? words : words.slice(0, end)).join('').trim();
  return stem.length < TELLING ? error : stem;
}

/** The causes with the most jobs, most first. */
export function causesOf(groups: readonly Group[], most: number): readonly Cause[] {
  const counts = new Map<string | null, number>();
  for (const { value, count } of groups) {
    const stem = value === null ? null : stemOf(value);
    counts.set(stem, (counts.get(stem) ?? 0) + count);
  }
  return [...counts]
    .map(([stem, count]) => ({ stem, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}
