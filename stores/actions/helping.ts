/** The searchable list of keys. */
import type { Console } from '../console.ts';
import { keysOf } from '../keys/rebound.ts';
import { KEYS, type KeyRow, keyLabel, type Scope } from '../keys.ts';
import { editLine, insert, lineOf } from '../line-editor.ts';
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
  'ranges',
  'columns',
];
const NAMES: Readonly<Partial<Record<Scope, string>>> = {
  global: 'Everywhere',
  list: 'In a list',
  figures: 'In the statistics',
  text: 'In a detail',
  prompt: 'In the filter prompt',
  pivots: 'In the pivot menu',
  strip: 'In the histogram',
  lane: 'In the lane',
  ranges: 'In the time ranges',
  columns: 'In the column chooser',
};

export function openHelp(console: Console): void {
  console.set((state) => ({ ...state, overlay: { kind: 'help', line: lineOf(''), cursor: 0 } }));
}

/** The entries that match what was typed, by action, by id or by key. */
export function helpEntries(typed: string, rows: readonly HelpEntry[] = KEYS): readonly HelpEntry[] {
  const wanted = typed.trim().toLowerCase();
  return LISTED.flatMap((scope) => rows.filter((binding) => binding.scope === scope)).filter((binding) => {
    if (wanted === '') return true;
    const keys = binding.keys.flatMap((key) => [key, keyLabel(key)]);
    // A single character is most likely a key somebody wants explained.
    if ([...typed].length === 1 && keys.includes(typed)) return true;
    const text =
      `${binding.title} ${binding.id} ${keys.join(' ')} ${NAMES[binding.scope] ?? ''}`.toLowerCase();
    return wanted.split(/\s+/).every((word) => text.includes(word));
  });
}

export function scopeName(scope: Scope): string {
  return NAMES[scope] ?? scope;
}

function change(
  console: Console,
  with_: (help: Extract<ConsoleState['overlay'], { kind: 'help' }>) => ConsoleState['overlay'],
): void {
  console.set((state) =>
    state.overlay?.kind === 'help' ? { ...state, overlay: with_(state.overlay) } : state,
  );
}

export function moveHelp(console: Console, step: 1 | -1): void {
  change(console, (help) => {
    const count = helpEntries(help.line.text, keysOf(console.store.getState().keys)).length;
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
  const entry = helpEntries(overlay.line.text, keysOf(keys))[overlay.cursor];
  console.set((state) => ({ ...state, overlay: null }));
  if (entry !== undefined) await console.run(entry);
}
