/**
 * Which entries a filter selects. Entries are immutable and only ever appended, so a scan is kept and continued
 * where it stopped; it runs in slices, so that other requests are answered meanwhile.
 */
import type { Filters, SortField } from './audit-ask.ts';
import type { Entries } from './entries.ts';

const SLICE = 20_000;
/** Filters remembered at a time. */
const KEPT = 6;

interface Scan {
  /** Entries looked at so far. */
  seen: number;
  readonly found: number[];
}

export interface Selections {
  /** Indexes in [first, last) that pass, ascending. */
  select(filters: Filters, first: number, last: number): Promise<readonly number[]>;
  /** The same indexes, ordered by another field than time; ties keep the order of time. */
  order(indexes: readonly number[], field: SortField, descending: boolean): readonly number[];
}

/** Whether a filter lets everything through. */
export function isOpen(filters: Filters): boolean {
  return Object.values(filters).every((value) => value === null);
}

function passes({ filters, entries }: { filters: Filters; entries: Entries }, index: number): boolean {
  const { action, by, resource, type, failed, account } = entries.facts(index);
  const { userName, types, resourceId, status, accountId } = filters;
  return (
    (filters.action === null || filters.action === action) &&
    // The filter is upper case, the entry lower case; the wrong case selects nothing.
    (status === null || status === (failed ? 'FAILURE' : 'SUCCESS')) &&
    (types === null || types.includes(type)) &&
    (resourceId === null || resourceId === resource.id) &&
    (accountId === null || accountId === account.id) &&
    (userName === null || by.name.toLowerCase().includes(userName))
  );
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function createSelections(entries: Entries): Selections {
  const scans = new Map<string, Scan>();

  async function scanTo(filters: Filters, last: number): Promise<readonly number[]> {
    const key = JSON.stringify(filters);
    const scan = scans.get(key) ?? { seen: 0, found: [] };
    scans.delete(key);
    scans.set(key, scan);
    if (scans.size > KEPT) scans.delete(scans.keys().next().value ?? '');
    while (scan.seen < last) {
      const stop = Math.min(last, scan.seen + SLICE);
      for (; scan.seen < stop; scan.seen += 1) {
        if (passes({ filters, entries }, scan.seen)) scan.found.push(scan.seen);
      }
      if (scan.seen < last) await new Promise((resolve) => setImmediate(resolve));
    }
    return scan.found;
  }

  return {
    async select(filters, first, last) {
      const found = await scanTo(filters, last);
      return found.slice(firstAtLeast(found, first), firstAtLeast(found, last));
    },
    order(indexes, field, descending) {
      const keyed = indexes.map((index) => {
        const { action, failed, describe } = entries.facts(index);
        return {
          index,
          key:
            field === 'action' ? action : field === 'status' ? (failed ? 'failure' : 'success') : describe(),
        };
      });
      const sign = descending ? -1 : 1;
      keyed.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
      return keyed.map(({ index }) => index);
    },
  };
}
