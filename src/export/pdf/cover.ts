/** The first page: what the document is about, as lines of a label and its values. */
import { linesOf, type Style } from './lines.ts';
import type { Pages, Piece, Row } from './pages.ts';
import { leading, type Styles } from './styles.ts';

export type AboutRow = readonly (string | number)[];

/** Points of the labels where a line has one value. */
const LABELS = 110;
/** Blank points between two columns. */
const GUTTER = 8;
/** Blank points between two groups of lines. */
const BREAK = 14;

export interface Cover {
  readonly title: string;
  readonly rows: readonly AboutRow[];
}

/** A line of the cover, or the blank between two groups of them. */
export type CoverRow = Row & { readonly cells: number };

/** Lines with one value are labels and values; with more, a table, which an empty line parts from the others. */
export function coverRows(
  { title, rows }: Cover,
  width: number,
  styles: Styles,
  onMarked: () => void,
): readonly Row[] {
  const out: Row[] = [...textRows([{ text: title, x: 0, width, style: styles.title }], onMarked)];
  out.push({ height: BREAK, pieces: [] });
  let isFirst = true;
  for (const about of rows) {
    if (about.length === 0) {
      out.push({ height: BREAK, pieces: [] });
      isFirst = true;
      continue;
    }
    out.push(...textRows(cellsOf(about, isFirst, width, styles), onMarked));
    isFirst = false;
  }
  return out;
}

interface CoverCell {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly style: Style;
}

function cellsOf(about: AboutRow, isFirst: boolean, width: number, styles: Styles): readonly CoverCell[] {
  if (about.length <= 2) {
    return about.map((value, at) => ({
      text: String(value),
      x: at === 0 ? 0 : LABELS,
      width: at === 0 ? LABELS - GUTTER : width - LABELS,
      style: at === 0 ? styles.label : styles.plain,
    }));
  }
  const each = width / about.length;
  const style = isFirst ? styles.label : styles.plain;
  return about.map((value, at) => ({ text: String(value), x: at * each, width: each - GUTTER, style }));
}

function textRows(cells: readonly CoverCell[], onMarked: () => void): readonly Row[] {
  const texts = cells.map((cell) => ({ ...cell, ...linesOf(cell.text, cell.style, cell.width) }));
  for (const { isMarked } of texts) if (isMarked) onMarked();
  const most = texts.reduce((longest, { lines }) => Math.max(longest, lines.length), 0);
  const height = texts.reduce((highest, { style }) => Math.max(highest, leading(style)), 0);
  return Array.from({ length: most }, (_, line) => ({
    height: height + (line === most - 1 ? 3 : 0),
    pieces: texts.flatMap(({ x, style, lines }): Piece[] => {
      const found = lines[line];
      return found === undefined ? [] : [{ x, style, codes: found.codes }];
    }),
  }));
}

/** How many pages rows take. */
export function pagesOf(rows: readonly Row[], height: number): number {
  let [count, left] = [1, height];
  for (const row of rows) {
    if (row.height > left) {
      count++;
      left = height;
    }
    left -= row.height;
  }
  return count;
}

export async function putOn(pages: Pages, rows: readonly Row[]): Promise<void> {
  await pages.next();
  for (const row of rows) {
    if (pages.left < row.height) await pages.next();
    pages.row(row);
  }
}
