/**
 * The keys as data: what each does, where it holds, when it is disabled and why. Help, footer and the
 * dispatcher read this one table; its rows lie in `keys/`, one file a layer.
 */
import { ACTING } from './keys/acting.ts';
import type { Binding, Scope } from './keys/binding.ts';
import { COLUMNS } from './keys/columns.ts';
import { EVERYWHERE } from './keys/everywhere.ts';
import { FINDING } from './keys/finding.ts';
import { LANE } from './keys/lane.ts';
import { LISTS } from './keys/lists.ts';
import { MENUS } from './keys/menus.ts';
import { MOVING } from './keys/moving.ts';
import { OVERLAYS } from './keys/overlays.ts';
import { STRIP } from './keys/strip.ts';
import { TEXT } from './keys/text.ts';
import { RANGE_KEYS } from './ranges.ts';

export type { Binding, Scope } from './keys/binding.ts';

export const BINDINGS = [
  ...EVERYWHERE,
  ...MOVING,
  ...LISTS,
  ...FINDING,
  ...ACTING,
  ...STRIP,
  ...LANE,
  ...TEXT,
  ...OVERLAYS,
  ...MENUS,
  ...RANGE_KEYS,
  ...COLUMNS,
] as const satisfies readonly Binding[];

export type ActionId = (typeof BINDINGS)[number]['id'];

/** A row of the table with its id as one of the union. */
export type KeyRow = Binding & { readonly id: ActionId };

/** The table with its ids as the union, for those who only read it. */
export const KEYS: readonly KeyRow[] = BINDINGS;

/** The binding a key has in a stack of scopes; the first scope that knows the key decides. */
export function resolve(
  scopes: readonly Scope[],
  key: string,
  rows: readonly KeyRow[] = KEYS,
): KeyRow | null {
  for (const scope of scopes) {
    const found = rows.find((binding) => binding.scope === scope && binding.keys.includes(key));
    if (found !== undefined) return found;
  }
  return null;
}

/** Whether a key only begins what a binding of the scopes is called by. */
export function begins(scopes: readonly Scope[], key: string, rows: readonly KeyRow[]): boolean {
  return rows.some(
    ({ scope, keys }) => scopes.includes(scope) && keys.some((each) => each.startsWith(`${key} `)),
  );
}

const NAMES: Readonly<Record<string, string>> = {
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  'S-Tab': 'Shift-Tab',
};

/** A key as help and footer write it: `C-d` is `Ctrl-D`. */
export function keyLabel(key: string): string {
  if (key.includes(' ')) return key.split(' ').map(keyLabel).join(' ');
  const named = Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
  return named ?? (key.startsWith('C-') ? `Ctrl-${key.slice(2).toUpperCase()}` : key);
}
