/** Typing into a prompt of one line, and into the file name of an export. */
import type { Console } from '../console.ts';
import { typedLineOf } from '../export-form.ts';
import { editLine, insert, type Line } from '../line-editor.ts';
import { nameLine } from './export-dialog.ts';
import { keepNote } from './notes.ts';
import { runPipe } from './piping.ts';

/** A key or pasted text for the line that is being typed; false where none of these is open. */
export function typeLine(console: Console, key: string, text: string | null): boolean {
  const { overlay, own } = console.store.getState();
  if (overlay?.kind !== 'line' && overlay?.kind !== 'export') return false;
  const history = overlay.kind === 'line' && overlay.purpose === 'pipe' ? own.pipes : [];
  const typed = overlay.kind === 'export' ? typedLineOf(overlay) : overlay.line;
  const line = edited(typed, key, text, history);
  if (line === null) return true;
  if (overlay.kind === 'export') nameLine(console, line);
  else
    console.set((state) =>
      state.overlay?.kind === 'line' ? { ...state, overlay: { ...state.overlay, line } } : state,
    );
  return true;
}

function edited(line: Line, key: string, text: string | null, history: readonly string[]): Line | null {
  const made = editLine(line, key, history);
  return made ?? (text === null ? null : insert(line, text));
}

/** Enter: what the line is for. */
export function applyLine(console: Console): Promise<void> | undefined {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'line') return undefined;
  console.set((state) => ({ ...state, overlay: null }));
  const text = overlay.line.text.trim();
  if (overlay.purpose === 'note') return keepNote(console, overlay.refs, text);
  runPipe(console, text, overlay.refs);
  return undefined;
}
