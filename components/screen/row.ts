/** A line of the screen as cells. */
import { cellsOf, SINGLE } from '../../src/domain/cells.ts';
import { graphemesOf } from '../../src/domain/graphemes.ts';
import { type Charset, inCharset } from './ascii.ts';
import { afterSgr, blankLook, type Look, PLAIN } from './look.ts';

export interface Row {
  /** What each cell shows; empty where the character before it takes this cell as well. */
  readonly text: readonly string[];
  readonly looks: Readonly<Uint16Array>;
  /** Cells the line itself took; those behind it are blank. */
  readonly used: number;
  /** The text without looks, to recognise a row that has moved. */
  readonly plain: string;
  /** It holds characters that terminals do not agree on how wide they are. */
  readonly loose: boolean;
}

const ESCAPE = 0x1b;
/** Scripts that take two cells on every terminal. */
const DOUBLE = /^[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]$/;

/** Cuts a painted line to `columns` cells; a wide character that would stand half outside is left out. */
export function parseRow(line: string, columns: number): Row {
  const text = new Array<string>(columns).fill(' ');
  const looks = new Uint16Array(columns);
  let look: Look = PLAIN;
  let used = 0;
  let loose = false;
  const put = (character: string, cells: number, firm: boolean): boolean => {
    if (used + cells > columns) return false;
    if (cells === 0) {
      if (used > 0) text[used - 1] += character;
      loose = true;
      return true;
    }
    text[used] = character;
    const worn = character === ' ' ? blankLook(look) : look;
    for (let at = used; at < used + cells; at++) {
      looks[at] = worn;
      if (at > used) text[at] = '';
    }
    loose ||= !firm;
    used += cells;
    return true;
  };
  let at = 0;
  reading: while (at < line.length) {
    if (line.charCodeAt(at) === ESCAPE) {
      const { end, sgr } = sequenceAt(line, at);
      if (sgr !== null) look = afterSgr(look, sgr);
      at = end;
      continue;
    }
    const next = line.indexOf('\u001b', at);
    const run = line.slice(at, next < 0 ? undefined : next);
    at += run.length;
    if (SINGLE.test(run)) {
      for (const character of run) if (!put(character, 1, true)) break reading;
      continue;
    }
    for (const { segment } of graphemesOf(run)) {
      // What moves the cursor is nothing to draw.
      if (/^\p{Control}/u.test(segment)) continue;
      const cells = cellsOf(segment);
      const firm = cells === 1 ? SINGLE.test(segment) : DOUBLE.test(segment);
      if (!put(segment, cells, firm)) break reading;
    }
  }
  return { text, looks, used, plain: text.join(''), loose };
}

/** Where an escape sequence ends, and the parameters when it says how cells look. */
function sequenceAt(line: string, at: number): { readonly end: number; readonly sgr: string | null } {
  const kind = line[at + 1];
  if (kind === '[') {
    let end = at + 2;
    while (end < line.length && line.charCodeAt(end) < 0x40) end += 1;
    return { end: end + 1, sgr: line[end] === 'm' ? line.slice(at + 2, end) : null };
  }
  if (kind === ']') {
    const ends = /\u0007|\u001b\\/g;
    ends.lastIndex = at + 2;
    return { end: ends.exec(line) === null ? line.length : ends.lastIndex, sgr: null };
  }
  return { end: at + 2, sgr: null };
}

/** A string laid on a row from cell `x` on. */
export interface Piece {
  readonly x: number;
  readonly line: string;
  /** Blanks of it show what lies below. */
  readonly clear?: boolean;
}

/** Lines come again and again: so many of them are kept as cells. */
const KEPT = 1_024;

/** Makes rows of `columns` cells out of pieces, each laid on top of those before it. */
export function createRows(columns: number, charset: Charset = 'unicode'): (pieces: readonly Piece[]) => Row {
  let kept = new Map<string, Row>();
  const parsed = (line: string): Row => {
    const found = kept.get(line);
    if (found !== undefined) return found;
    if (kept.size >= KEPT) kept = new Map();
    const row = inCharset(parseRow(line, columns), charset);
    kept.set(line, row);
    return row;
  };
  return (pieces) => {
    const [first, ...more] = pieces;
    if (first === undefined) return parsed('');
    if (first.x === 0 && more.length === 0) return parsed(first.line);
    const text = new Array<string>(columns).fill(' ');
    const looks = new Uint16Array(columns);
    const layers = pieces.map(({ line, ...place }) => ({ ...place, row: parsed(line) }));
    for (const { x, row, clear = false } of layers) lay({ text, looks }, row, x, clear);
    const used = Math.max(...layers.map(({ x, row }) => Math.min(columns, x + row.used)));
    return { text, looks, used, plain: text.join(''), loose: layers.some(({ row }) => row.loose) };
  };
}

function lay(onto: { text: string[]; looks: Uint16Array }, row: Row, x: number, clear: boolean): void {
  const { text, looks } = onto;
  const columns = text.length;
  for (let from = 0; from < row.used; from++) {
    const at = x + from;
    const character = row.text[from] ?? ' ';
    const look = row.looks[from] ?? PLAIN;
    if (at < 0 || at >= columns || (clear && character === ' ' && look === PLAIN)) continue;
    // Half a wide character is none.
    if (character !== '' && text[at] === '' && at > 0) text[at - 1] = ' ';
    const isCut = (character === '' && at === 0) || (row.text[from + 1] === '' && at + 1 >= columns);
    text[at] = isCut ? ' ' : character;
    looks[at] = look;
    if (text[at + 1] === '' && row.text[from + 1] !== '') text[at + 1] = ' ';
  }
}
