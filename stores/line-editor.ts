/** A line being typed: pure, readline's keys, no terminal. Positions are UTF-16 offsets between graphemes. */
import { graphemesOf } from '../src/domain/graphemes.ts';

export interface Line {
  readonly text: string;
  readonly cursor: number;
  /** What was cut last, for Ctrl-Y. */
  readonly cut: string;
  /** Where the line stands in the history: -1 is the line itself. */
  readonly back: number;
  /** The line as typed before history was looked at; its text before the cursor is the prefix sought. */
  readonly draft: string;
  /** It was not typed but put there: history is not limited to what begins with it. */
  readonly untouched?: boolean;
}

export function lineOf(text: string): Line {
  return { text, cursor: text.length, cut: '', back: -1, draft: text };
}

/** Puts text in at the cursor; line breaks of a paste become blanks. */
export function insert(line: Line, text: string): Line {
  // A control character has no place in a query, and would reach the terminal from there.
  const clean = text.replace(/[\r\n\t]+/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
  return edited(
    line,
    line.text.slice(0, line.cursor) + clean + line.text.slice(line.cursor),
    line.cursor + clean.length,
  );
}

/** Replaces `[start, end)` with text and leaves the cursor behind it (an accepted completion). */
export function replace(line: Line, start: number, end: number, text: string): Line {
  return edited(line, line.text.slice(0, start) + text + line.text.slice(end), start + text.length);
}

type Edit = (line: Line, history: readonly string[]) => Line;

/** Key name -> edit. What is not here is not an editing key. */
const EDITS: Readonly<Record<string, Edit>> = {
  Left: (line) => moved(line, before(line)),
  'C-b': (line) => moved(line, before(line)),
  Right: (line) => moved(line, after(line)),
  'C-f': (line) => moved(line, after(line)),
  Home: (line) => moved(line, 0),
  'C-a': (line) => moved(line, 0),
  End: (line) => moved(line, line.text.length),
  'C-e': (line) => moved(line, line.text.length),
  'C-Left': (line) => moved(line, wordStart(line)),
  'M-Left': (line) => moved(line, wordStart(line)),
  'C-Right': (line) => moved(line, wordEnd(line)),
  'M-Right': (line) => moved(line, wordEnd(line)),
  Backspace: (line) => cutting(line, before(line), line.cursor, false),
  Delete: (line) => cutting(line, line.cursor, after(line), false),
  'C-d': (line) => cutting(line, line.cursor, after(line), false),
  'C-u': (line) => cutting(line, 0, line.cursor, true),
  'C-k': (line) => cutting(line, line.cursor, line.text.length, true),
  'C-w': (line) => cutting(line, wordStart(line), line.cursor, true),
  'C-y': (line) => insert(line, line.cut),
  Up: (line, history) => recalled(line, history, 1),
  Down: (line, history) => recalled(line, history, -1),
};

/** The line after a key; null when the key does not edit. `history` is newest first. */
export function editLine(line: Line, key: string, history: readonly string[] = []): Line | null {
  const edit = Object.hasOwn(EDITS, key) ? EDITS[key] : undefined;
  return edit?.(line, history) ?? null;
}

function moved(line: Line, cursor: number): Line {
  return { ...line, cursor };
}

function edited(line: Line, text: string, cursor: number): Line {
  const { untouched: _, ...rest } = line;
  return { ...rest, text, cursor, back: -1, draft: text };
}

function cutting(line: Line, start: number, end: number, keep: boolean): Line {
  if (start === end) return line;
  const next = edited(line, line.text.slice(0, start) + line.text.slice(end), start);
  return keep ? { ...next, cut: line.text.slice(start, end) } : next;
}

function before(line: Line): number {
  const segments = [...graphemesOf(line.text.slice(0, line.cursor))];
  return segments.at(-1)?.index ?? 0;
}

function after(line: Line): number {
  const [first] = graphemesOf(line.text.slice(line.cursor));
  return line.cursor + (first?.segment.length ?? 0);
}

function wordStart(line: Line): number {
  return /\S*\s*$/.exec(line.text.slice(0, line.cursor))?.index ?? 0;
}

function wordEnd(line: Line): number {
  return line.cursor + (/^\s*\S*/.exec(line.text.slice(line.cursor))?.[0].length ?? 0);
}

/** The next older (1) or newer (-1) entry that begins with what was typed; the draft lies below the newest. */
function recalled(line: Line, history: readonly string[], step: 1 | -1): Line {
  const draft = line.back < 0 ? line.text : line.draft;
  const prefix = line.untouched === true ? '' : draft;
  for (let at = line.back + step; at < history.length; at += step) {
    if (at < 0) return { ...line, text: draft, cursor: draft.length, back: -1, draft };
    const entry = history[at] ?? '';
    if (entry.startsWith(prefix) && entry !== line.text)
      return { ...line, text: entry, cursor: entry.length, back: at, draft };
  }
  return line;
}
