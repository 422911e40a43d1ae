/** A table on pages: its heading on each of them, records whole where they fit, and what has no room beside below. */
import type { Column } from '../../domain/field.ts';
import type { Value } from '../../domain/json.ts';
import { inertJson } from '../../domain/text.ts';
import type { Series } from '../book.ts';
import type { RowWriter, Values } from '../format.ts';
import { headingOf } from '../heading.ts';
import { remembered } from '../remembered.ts';
import { isoWriter, type Zone } from '../zone.ts';
import { type Fit, PADDING } from './fit.ts';
import { type Lines, linesOf, type Style } from './lines.ts';
import type { Pages, Piece, Row } from './pages.ts';
import { leading, type Styles } from './styles.ts';

/** A record higher than this part of a page is divided where the page ends. */
const WHOLE = 0.5;
/** A cell of more lines goes below its row, over the whole width. */
const DEEP = 12;
const BELOW = 'see below';
/** Blank points above and below the cells of a row. */
const AIR = 2.5;
/** Points a small line takes. */
const LINE_HIGH = 15;
/** Between what stands below a row in one line. */
const GAP = 10;

export interface TableTools {
  readonly pages: Pages;
  readonly styles: Styles;
  readonly zone: Zone;
  /** Told of every cell with characters that could not be shown. */
  readonly onMarked: () => void;
}

/** Lines are larger than the texts they are of: fewer are kept. */
const KEPT = 512;

/** Makes the lines of a column's values, each once where they come again. */
type Cell = (value: Value) => Lines;

/** `series` has a line for each row, in the column that `fit` holds free for it. */
export function tableOn(tools: TableTools, fit: Fit, series?: Series): RowWriter<Values> {
  const { pages, styles, onMarked } = tools;
  const heading = headingRows(tools, fit);
  const high = heading.reduce((sum, { height }) => sum + height, 0);
  const beside = fit.beside.map((placed) => {
    const width = placed.width - 2 * PADDING;
    const right = placed.column.type === 'number' || placed.column.type === 'duration';
    return { ...placed, inner: width, right, cell: cellOf(placed.column, styles.cell, width, tools.zone) };
  });
  const [pointer] = linesOf(BELOW, styles.belowLabel, pages.width).lines;
  const belowOf = ({ at, column }: { readonly at: number; readonly column: Column }) => {
    const [label] = linesOf(`${headingOf(column, tools.zone)} `, styles.belowLabel, pages.width).lines;
    const indent = Math.min((label?.width ?? 0) + 1, pages.width / 3);
    const width = pages.width - 2 * PADDING - indent;
    return { at, label, indent, cell: cellOf(column, styles.below, width, tools.zone) };
  };
  const below = fit.below.map(belowOf);
  const deep = fit.beside.map(belowOf);

  /** The rows of a record. */
  function rowsOf(values: Values): Row[] {
    const cells = beside.map(({ at, cell }) => cell(values[at] ?? null));
    const isDeep = cells.map(({ lines }) => lines.length > DEEP);
    const moved = deep.filter((_, place) => isDeep[place]);
    const shown = cells.map((cell, place) => (isDeep[place] ? null : cell));
    return [...withLine(besideRows(shown)), ...belowRows(values, [...moved, ...below])];
  }

  let record = 0;
  /** With the line of the next record, and room for it. */
  function withLine(rows: Row[]): Row[] {
    const at = beside.find((placed) => placed.at === series?.at);
    if (series === undefined || at === undefined) return rows;
    const line = {
      x: at.x + PADDING,
      width: at.inner,
      height: LINE_HIGH,
      values: series.rows[record++] ?? [],
    };
    const [first = { height: 0, pieces: [] }, ...others] = rows;
    const missing = rows.reduce((left, { height }) => left - height, LINE_HIGH);
    return [{ ...first, height: first.height + Math.max(0, missing), line }, ...others];
  }

  function besideRows(all: readonly (Lines | null)[]): Row[] {
    const cells = all.map(
      (cell) => cell ?? { lines: pointer === undefined ? [] : [pointer], isMarked: false },
    );
    const most = cells.reduce((longest, { lines }) => Math.max(longest, lines.length), 0);
    for (const { isMarked } of cells) if (isMarked) onMarked();
    return Array.from({ length: most }, (_, line) => ({
      height: leading(styles.cell),
      pieces: beside.flatMap(({ x, inner, right }, place): Piece[] => {
        const found = cells[place]?.lines[line];
        if (found === undefined || found.codes === '') return [];
        const into = right ? Math.max(0, inner - found.width) : 0;
        const style = all[place] === null ? styles.belowLabel : styles.cell;
        return [{ x: x + PADDING + into, style, codes: found.codes }];
      }),
    }));
  }

  function belowRows(values: Values, columns: typeof below): Row[] {
    const rows: Row[] = [];
    const height = leading(styles.below);
    let pieces: Piece[] = [];
    let x = PADDING;
    const endLine = () => {
      if (pieces.length > 0) rows.push({ height, pieces });
      pieces = [];
      x = PADDING;
    };
    for (const { at, label, indent, cell } of columns) {
      const value = values[at] ?? null;
      if (value === null) continue;
      const { lines, isMarked } = cell(value);
      if (isMarked) onMarked();
      const [first = { codes: '', width: 0 }, ...more] = lines;
      if (more.length > 0 || x + indent + first.width > pages.width - PADDING) endLine();
      pieces.push({ x, style: styles.belowLabel, codes: label?.codes ?? '' });
      pieces.push({ x: x + indent, style: styles.below, codes: first.codes });
      x += indent + first.width + GAP;
      for (const { codes } of more) {
        endLine();
        pieces.push({ x: x + indent, style: styles.below, codes });
      }
      if (more.length > 0) endLine();
    }
    endLine();
    return rows;
  }

  async function turn(): Promise<void> {
    await pages.next();
    for (const row of heading) pages.row(row);
  }

  return {
    async page(records) {
      for (const values of records) {
        const rows = rowsOf(values);
        const [first, ...others] = rows;
        if (first === undefined) continue;
        const needs = rows.reduce((sum, { height }) => sum + height, 2 * AIR);
        const isWhole = needs <= (pages.height - high) * WHOLE;
        if (pages.left < (isWhole ? needs : first.height + 2 * AIR)) await turn();
        pages.rule();
        pages.space(AIR);
        for (const row of [first, ...others]) {
          if (pages.left < row.height) await turn();
          pages.row(row);
        }
        pages.space(AIR);
      }
    },
    async end(rows) {
      if (pages.left < 20) await turn();
      pages.rule();
      pages.space(AIR);
      const [line] = linesOf(rows === 1 ? '1 row' : `${rows} rows`, styles.belowLabel, pages.width).lines;
      const pieces = [{ x: PADDING, style: styles.belowLabel, codes: line?.codes ?? '' }];
      pages.row({ height: leading(styles.belowLabel), pieces });
    },
  };
}

/** The titles of the columns that stand side by side. */
export function headingRows({ styles, zone }: TableTools, { beside }: Fit): readonly Row[] {
  const titles = beside.map(({ column, x, width }) => {
    const right = column.type === 'number' || column.type === 'duration';
    const { lines } = linesOf(headingOf(column, zone), styles.heading, width - 2 * PADDING);
    return { x, width: width - 2 * PADDING, right, lines };
  });
  const most = titles.reduce((longest, { lines }) => Math.max(longest, lines.length), 0);
  return Array.from({ length: most }, (_, line) => ({
    height: leading(styles.heading) + (line === 0 ? 2 : 0) + (line === most - 1 ? 2 : 0),
    isShaded: true,
    pieces: titles.flatMap(({ x, width, right, lines }): Piece[] => {
      const found = lines[line];
      if (found === undefined) return [];
      const into = right ? Math.max(0, width - found.width) : 0;
      return [{ x: x + PADDING + into, style: styles.heading, codes: found.codes }];
    }),
  }));
}

function cellOf({ type }: Column, style: Style, width: number, zone: Zone): Cell {
  const iso = isoWriter(zone);
  const lines = remembered((text) => linesOf(text, style, width), KEPT);
  return (value) => {
    if (typeof value === 'string') return lines(value);
    if (value === null) return lines('');
    if (typeof value === 'object') return lines(inertJson(value.json));
    return lines(
      type === 'time' && typeof value === 'number' ? (iso(value) ?? String(value)) : String(value),
    );
  };
}
