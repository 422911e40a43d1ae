/** The text of a list: header and rows as finished lines of exactly the given width. */

import { cut, cutMiddle, pad } from '../../src/domain/cells.ts';
import type { Theme, Tone } from '../theme.ts';
import { GLYPHS } from '../theme.ts';
import { type ListColumn, type PlacedColumn, type ScrollBar, scrollBarCells } from './layout.ts';

export interface Cell {
  /** Safe text of one line; the table cuts and fills it. */
  readonly text: string;
  readonly tone?: Tone;
}

export interface ListRow {
  readonly key: string;
  readonly cells: Readonly<Record<string, Cell>>;
  readonly marked?: boolean;
  readonly pinned?: boolean;
  /** It came since this list was looked at before. */
  readonly isNew?: boolean;
  /** The query means it, in a list that shows everything. */
  readonly matched?: boolean;
  /** The user has written a note on it. */
  readonly noted?: boolean;
  /** In place of the cells, over the whole width. */
  readonly text?: string;
  /** Said quietly: a read alert, a row of a stale page. */
  readonly dim?: boolean;
}

export interface SortMark {
  readonly column: string;
  readonly descending: boolean;
}

/** Cells before the columns: mark or pin, note, blank. */
export const GUTTER = 3;
/** Cells after the columns: blank and scroll bar. */
export const MARGIN = 2;

/** The column under the cursor, and whether there are more than are in sight. */
export interface Sideways {
  readonly column: string | null;
  readonly before: boolean;
  readonly after: boolean;
}

export const NOT_SIDEWAYS: Sideways = { column: null, before: false, after: false };

export function headerLine(
  theme: Theme,
  placed: readonly PlacedColumn[],
  width: number,
  sort: SortMark | null,
  sideways: Sideways = NOT_SIDEWAYS,
): string {
  const titles = placed.map(({ column, width: cells }) => {
    const mark = sort?.column === column.id ? (sort.descending ? GLYPHS.descending : GLYPHS.ascending) : '';
    return pad(mark === '' ? column.title : cut(column.title, cells - 1) + mark, cells, column.align);
  });
  const { before, after } = sideways;
  const start = (before ? GLYPHS.before : ' ').padEnd(GUTTER - 1);
  const line = pad(start + bracketed(placed, titles, sideways.column), width - 1);
  return theme.paint('strong', line + (after ? GLYPHS.after : ' '));
}

/** Cells beside each other, a blank before each and one behind the last; brackets for those around the cursor's. */
function bracketed(placed: readonly PlacedColumn[], texts: readonly string[], cursor: string | null): string {
  const at = cursor === null ? -1 : placed.findIndex(({ column }) => column.id === cursor);
  const gap = (index: number): string => (index === at ? '[' : index === at + 1 && at >= 0 ? ']' : ' ');
  return `${texts.map((text, index) => gap(index) + text).join('')}${gap(texts.length)}`;
}

const BAR: Readonly<Record<string, readonly [string, Tone]>> = {
  track: [' ', 'plain'],
  thumb: ['█', 'dim'],
  notable: ['•', 'error'],
  both: ['█', 'error'],
  marked: ['◆', 'accent'],
  markedThumb: ['◆', 'cursor'],
};

export interface RowLineOptions {
  readonly width: number;
  readonly height: number;
  readonly cursor: string | null;
  /** Whether the list has the keys; without them the cursor is only bold. */
  readonly focused: boolean;
  readonly bar: ScrollBar | null;
  /** The column under the cursor. */
  readonly column?: string | null;
  /** Rows as they were painted before for the same columns: a cursor move paints two, not all. */
  readonly bodies?: WeakMap<ListRow, string>;
}

/** Exactly `height` lines; short lists are filled with blank ones so that the frame never jumps. */
export function rowLines(
  theme: Theme,
  placed: readonly PlacedColumn[],
  rows: readonly ListRow[],
  options: RowLineOptions,
): readonly string[] {
  const { width, height, cursor, focused, column = null } = options;
  const bar = options.bar === null ? [] : scrollBarCells(options.bar, height);
  const lines: string[] = [];
  for (let index = 0; index < height; index++) {
    const row = rows[index];
    const [glyph, tone] = BAR[bar[index] ?? 'track'] ?? [' ', 'plain'];
    const edge = ` ${theme.paint(tone, glyph)}`;
    if (row === undefined) {
      lines.push(' '.repeat(Math.max(0, width - MARGIN)) + edge);
      continue;
    }
    const inner = width - MARGIN;
    if (row.key === cursor) {
      // The blank before the scroll bar belongs to it: a bracket may stand there.
      const body = theme.paint(focused ? 'cursor' : 'strong', plainBody(placed, row, inner + 1, column));
      lines.push(body + theme.paint(tone, glyph));
      continue;
    }
    const body = options.bodies?.get(row) ?? paintedBody(theme, placed, row, inner);
    options.bodies?.set(row, body);
    lines.push(body + edge);
  }
  return lines;
}

/** A mark hides a pin: it is what the next key acts on, and pinned rows stand on top besides. */
const gutterOf = ({ marked, pinned, isNew, noted }: ListRow): string =>
  (marked ? GLYPHS.marked : pinned ? GLYPHS.pinned : isNew ? GLYPHS.recent : ' ') +
  (noted ? GLYPHS.noted : ' ');

const SIGNED = new WeakMap<ListRow, ListRow[]>();

/** The row with its signs; the same row for the same signs, so that what was painted of it stays. */
export function signed(row: ListRow, marked: boolean, pinned: boolean, noted: boolean): ListRow {
  const which = Number(marked) + 2 * Number(pinned) + 4 * Number(noted);
  if (which === 0) return row;
  const known = SIGNED.get(row) ?? [];
  SIGNED.set(row, known);
  known[which] ??= { ...row, marked, pinned, noted };
  return known[which];
}

/** A text as its column shows it, exactly so many cells. */
export const cellText = (column: ListColumn, text: string, cells: number): string =>
  pad(column.cut === 'middle' ? cutMiddle(text, cells) : text, cells, column.align);

/** In one piece, as the cursor's line is painted: inner colours would end the inversion half-way. */
function plainBody(
  placed: readonly PlacedColumn[],
  row: ListRow,
  width: number,
  cursor: string | null,
): string {
  if (row.text !== undefined) return pad(' '.repeat(GUTTER) + row.text, width);
  const texts = placed.map(({ column, width: cells }) =>
    cellText(column, row.cells[column.id]?.text ?? '', cells),
  );
  const body = bracketed(placed, texts, cursor);
  // A bracket of the column under the cursor may stand in its place.
  const marked = row.matched && body.startsWith(' ') ? GLYPHS.match + body.slice(1) : body;
  return pad(`${gutterOf(row)}${marked}`, width);
}

function paintedBody(theme: Theme, placed: readonly PlacedColumn[], row: ListRow, width: number): string {
  if (row.text !== undefined) return theme.paint('dim', plainBody(placed, row, width, null));
  const painted = placed.map(({ column, width: cells }) => {
    const cell = row.cells[column.id];
    const text = cellText(column, cell?.text ?? '', cells);
    return theme.paint(row.dim ? 'dim' : (cell?.tone ?? 'plain'), text);
  });
  const used = GUTTER + placed.reduce((sum, { width: cells }) => sum + cells + 1, -1);
  const match = row.matched ? theme.paint('match', GLYPHS.match) : ' ';
  return `${gutterOf(row)}${match}${painted.join(' ')}${' '.repeat(Math.max(0, width - used))}`;
}
