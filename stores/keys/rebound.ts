/** The key table as the user's configuration has changed it. */
import { KEYS, type KeyRow, keyLabel } from '../keys.ts';
import type { Scope } from './binding.ts';

/** The keys of a row in place of its own, by `placeOf` it; plain data, as it lies in the state. */
export type Rebound = Readonly<Record<string, readonly string[]>>;

export const NOTHING_REBOUND: Rebound = {};

export const placeOf = ({ scope, id }: Pick<KeyRow, 'scope' | 'id'>): string => `${scope} ${id}`;

const made = new WeakMap<Rebound, readonly KeyRow[]>([[NOTHING_REBOUND, KEYS]]);

/** The whole table with the user's keys in it; the same array for the same changes. */
export function keysOf(rebound: Rebound): readonly KeyRow[] {
  const known = made.get(rebound);
  if (known !== undefined) return known;
  const rows = KEYS.map((row) => {
    const keys = Object.hasOwn(rebound, placeOf(row)) ? rebound[placeOf(row)] : undefined;
    return keys === undefined ? row : { ...row, keys };
  });
  made.set(rebound, rows);
  return rows;
}

/** How a text calls the key of an action where nobody has changed it. */
export const usualKey = (id: string): string => labelOf(KEYS, id);

/** The first key of an action as a text names it: `Ctrl-O`; its id where it has none. */
export function labelOf(rows: readonly KeyRow[], id: string, scope?: Scope): string {
  const row = rows.find((each) => each.id === id && (scope === undefined || each.scope === scope));
  const key = row?.keys[0];
  return key === undefined ? `${id} (which has no key)` : keyLabel(key);
}
