/** The searchable list of keys. */
import type { Console } from '../console.ts';
import { scopesOf } from '../derive.ts';
import { ranked } from '../finding/fuzzy.ts';
import { keysOf } from '../keys/rebound.ts';
import { scopeName } from '../keys/scope-name.ts';
import { KEYS, type KeyRow, keyLabel, type Scope } from '../keys.ts';
import { editLine, insert, lineOf } from '../line-editor.ts';
import type { Overlay } from '../overlay.ts';
import type { ConsoleState } from '../state.ts';

export type HelpEntry = KeyRow;

const LISTED: readonly Scope[] = [
  'list',
  'figures',
  'text',
  'global',
  'prompt',
  'strip',
  'lane',
  'pivots',
  'menu',
  'export',
  'line',
  'sheet',
  'ranges',
  'columns',
  'columnPath',
  'palette',
  'views',
  'facets',
  'sql',
  'panel',
  'confirm',
  'help',
];

export function openHelp(console: Console): void {
  console.set((state) => {
    const [from = 'list'] = scopesOf(state);
    return { ...state, overlay: { kind: 'help', line: lineOf(''), cursor: 0, from } };
  });
}

type Asked = Pick<Extract<Overlay, { kind: 'help' }>, 'line' | 'from'>;

/** The entries that match what was typed, by action, by id or by key; first those of what has the keys. */
export function helpEntries(
  { line: { text: typed }, from }: Asked,
  rows: readonly HelpEntry[] = KEYS,
): readonly HelpEntry[] {
  const scopes = [...LISTED].sort((a, b) => Number(b === from) - Number(a === from));
  const all = scopes.flatMap((scope) => rows.filter((binding) => binding.scope === scope));
  // A single character is most likely a key somebody wants explained.
  const bound = [...typed].length === 1 ? all.filter(({ keys }) => keys.includes(typed)) : [];
  const found = ranked(
    all.filter((binding) => !bound.includes(binding)),
    typed,
    ({ title, id, keys, scope }) =>
      `${title} ${id} ${keys.join(' ')} ${keys.map(keyLabel).join(' ')} ${scopeName(scope)}`,
  );
  // Scattered characters find something nearly everywhere: only where nothing has them as typed.
  const literal = found.filter((each) => each.literal);
  return [...bound, ...(literal.length > 0 || bound.length > 0 ? literal : found).map(({ item }) => item)];
}

function change(
  console: Console,
  with_: (help: Extract<ConsoleState['overlay'], { kind: 'help' }>) => ConsoleState['overlay'],
): void {
  console.set((state) =>
    state.overlay?.kind === 'help' ? { ...state, overlay: with_(state.overlay) } : state,
  );
}

export function moveHelp(console: Console, step: number): void {
  change(console, (help) => {
    const count = helpEntries(help, keysOf(console.store.getState().keys)).length;
    return { ...help, cursor: Math.max(0, Math.min(count - 1, help.cursor + step)) };
  });
}

export function typeHelp(console: Console, key: string, text: string | null): void {
  change(console, (help) => {
    const line = editLine(help.line, key) ?? (text === null ? null : insert(help.line, text));
    return line === null ? help : { ...help, line, cursor: 0 };
  });
}

/** Closes the help and does what the entry under the cursor says. */
export async function runHelp(console: Console): Promise<void> {
  const { overlay, keys } = console.store.getState();
  if (overlay?.kind !== 'help') return;
  const entry = helpEntries(overlay, keysOf(keys))[overlay.cursor];
  console.set((state) => ({ ...state, overlay: null }));
  if (entry !== undefined) await console.run(entry);
}
