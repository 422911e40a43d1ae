/** Moving in a text that lies over the screen, and taking something out of it. */
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { plainOf } from '../detail/document.ts';
import { type Sheet, type SheetContent, sheetHeight, sheetLines } from '../sheet.ts';
import type { ConsoleState } from '../state.ts';
import { copyText } from './copying.ts';
import { endPipe } from './piping.ts';

export function openSheet(console: Console, content: SheetContent): void {
  console.set((state) => ({
    ...state,
    overlay: { kind: 'sheet', content, folded: true, top: 0, cursor: 0 },
  }));
}

function change(console: Console, with_: (sheet: Sheet, state: ConsoleState) => Sheet): void {
  console.set((state) =>
    state.overlay?.kind === 'sheet' ? { ...state, overlay: with_(state.overlay, state) } : state,
  );
}

/** Moves the cursor by lines and pages, the text as little as needed. */
export function stepSheet(
  console: Console,
  delta: { readonly lines?: number; readonly pages?: number },
): void {
  change(console, (sheet, { size }) => {
    const height = sheetHeight(size);
    const by = (delta.lines ?? 0) + Math.round((delta.pages ?? 0) * height);
    return sheetAt(sheet, sheet.cursor + by, sheetLines(sheet, size).length, height);
  });
}

function sheetAt(sheet: Sheet, wanted: number, count: number, height: number): Sheet {
  const cursor = Math.max(0, Math.min(wanted, count - 1));
  const top = cursor < sheet.top ? cursor : cursor >= sheet.top + height ? cursor - height + 1 : sheet.top;
  return { ...sheet, cursor, top: Math.max(0, Math.min(top, Math.max(0, count - height))) };
}

export const jumpSheet = (console: Console, to: 'start' | 'end'): void =>
  stepSheet(console, { lines: to === 'start' ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER });

/** Shows what is equal, or folds it away. */
export function foldSheet(console: Console): void {
  change(console, (sheet) => (sheet.content.kind === 'diff' ? { ...sheet, folded: !sheet.folded } : sheet));
}

/** The line under the cursor; Y: all of it. */
export function copySheet(console: Console, what: 'line' | 'all'): void {
  const { overlay, size } = console.store.getState();
  if (overlay?.kind !== 'sheet') return;
  const lines = sheetLines(overlay, size);
  const line = lines[overlay.cursor];
  if (what === 'all') copyText(console, lines.map(plainOf).join('\n'), 'all of it');
  else if (line !== undefined) copyText(console, line.value ?? plainOf(line), 'the line under the cursor');
}

/** The text in $PAGER, where it can be searched. */
export async function pageSheet(console: Console): Promise<void> {
  const { overlay, size } = console.store.getState();
  const { outside } = console.services;
  if (overlay?.kind !== 'sheet') return;
  if (outside === undefined) return say(console, 'No other program can be opened here', 'warning');
  const text = `${sheetLines(overlay, size).map(plainOf).join('\n')}\n`;
  const problem = await outside.show(text, 'pager', 'txt');
  if (problem !== null) say(console, problem, 'error');
}

/** Ctrl-C: ends the command that runs, else closes the text. */
export function cancelSheet(console: Console): void {
  if (!endPipe(console)) closeSheet(console);
}

export function closeSheet(console: Console): void {
  endPipe(console);
  console.set((state) => ({ ...state, overlay: null }));
}
