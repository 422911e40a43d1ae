/** The text of a list: header and rows as finished lines of exactly the given width. */

import { cut, pad } from '../../src/domain/cells.ts';
import type { Theme, Tone } from '../theme.ts';
import { GLYPHS } from '../theme.ts';
import { type PlacedColumn, type ScrollBar, scrollBarCells } from './layout.ts';

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
  /** Said quietly: a read alert, a row of a stale page. */
  readonly dim?: boolean;
}

export interface SortMark {
  readonly column: string;
  readonly descending: boolean;
}

/** Cells before the columns: mark and blank. */
export const GUTTER = 2;
/** Cells after the columns: blank and scroll bar. */
export const MARGIN = 2;

export function headerLine(
  theme: Theme,
  placed: readonly PlacedColumn[],
  width: number,
  sort: SortMark | null,
): string {
  const titles = placed.map(({ column, width: cells }) => {
    const mark = sort?.column === column.id ? (sort.descending ? GLYPHS.descending : GLYPHS.ascending) : '';
    return pad(mark === '' ? column.title : cut(column.title, cells - 1) + mark, cells, column.align);
  });
  return theme.paint('strong', pad(' '.repeat(GUTTER) + titles.join(' '), width));
}

const BAR: Readonly<Record<string, readonly [string, Tone]>> = {
  track: [' ', 'plain'],
  thumb: ['█', 'dim'],
  notable: ['•', 'error'],
  both: ['█', 'error'],
};

export interface RowLineOptions {
  readonly width: number;
  readonly height: number;
  readonly cursor: string | null;
  /** Whether the list has the keys; without them the cursor is only bold. */
  readonly focused: boolean;
  readonly bar: ScrollBar | null;
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
  const { width, height, cursor, focused } = options;
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
      lines.push(theme.paint(focused ? 'cursor' : 'strong', plainBody(placed, row, inner)) + edge);
      continue;
    }
    const body = options.bodies?.get(row) ?? paintedBody(theme, placed, row, inner);
    options.bodies?.set(row, body);
    lines.push(body + edge);
  }
  return lines;
}

const gutterOf = (row: ListRow): string => (row.pinned ? GLYPHS.pinned : row.marked ? GLYPHS.marked : ' ');

/** In one piece, as the cursor's line is painted: inner colours would end the inversion half-way. */
function plainBody(placed: readonly PlacedColumn[], row: ListRow, width: number): string {
  const texts = placed.map(({ column, width: cells }) =>
    pad(row.cells[column.id]?.text ?? '', cells, column.align),
  );
  return pad(`${gutterOf(row)} ${texts.join(' ')}`, width);
}

function paintedBody(theme: Theme, placed: readonly PlacedColumn[], row: ListRow, width: number): string {
  const painted = placed.map(({ column, width: cells }) => {
    const cell = row.cells[column.id];
    const text = pad(cell?.text ?? '', cells, column.align);
    return theme.paint(row.dim ? 'dim' : (cell?.tone ?? 'plain'), text);
  });
  const used = GUTTER + placed.reduce((sum, { width: cells }) => sum + cells + 1, -1);
  return `${gutterOf(row)} ${painted.join(' ')}${' '.repeat(Math.max(0, width - used))}`;
}
