/** The first page: what the document is about, as lines of a label and its values. */
import { linesOf, type Style } from './lines.ts';
import type { Pages, Piece, Row } from './pages.ts';
import { leading, type Styles } from './styles.ts';

export type AboutRow = readonly (string | number)[];

/** Points of the labels where a line has one value. */
const LABELS = 110;
/** Blank points between two columns. */
const GUTTER = 8;
/** Blank points a column gets besides, where there is room. */
const AIR = 16;
/** Points of the narrowest column. */
const LEAST = 60;
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
  for (const [at, group] of groupsOf(rows).entries()) {
    if (at > 0) out.push({ height: BREAK, pieces: [] });
    const widths = widthsOf(group, width, styles);
    for (const [line, about] of group.entries()) {
      out.push(...textRows(cellsOf(about, line === 0, { width, widths }, styles), onMarked));
    }
  }
  return out;
}

/** What empty lines part from each other. */
function groupsOf(rows: readonly AboutRow[]): readonly (readonly AboutRow[])[] {
  const groups: AboutRow[][] = [[]];
  for (const row of rows) {
    if (row.length === 0) groups.push([]);
    else groups.at(-1)?.push(row);
  }
  return groups.filter((group) => group.length > 0);
}

/**
 * Points of each column of a table: what its texts take, and more where there is room; what takes more than its share gets
 * what the others leave. No column is narrower than `LEAST`, so that numbers not known yet change nothing.
 */
function widthsOf(group: readonly AboutRow[], width: number, styles: Styles): readonly number[] {
  const count = group.reduce((most, row) => Math.max(most, row.length), 0);
  const needed = Array.from({ length: count }, (_, at) =>
    group.reduce((most, row, line) => {
      const style = line === 0 ? styles.label : styles.plain;
      const [first] = linesOf(String(row[at] ?? ''), style, width).lines;
      return Math.max(most, (first?.width ?? 0) + 1);
    }, LEAST),
  );
  const room = width - GUTTER * count;
  const all = needed.reduce((sum, each) => sum + each, 0);
  if (all <= room) return needed.map((each) => each + Math.min(AIR, (room - all) / count) + GUTTER);
  // The narrow ones first: each takes what it needs, or its share of what is left.
  const given = needed.map(() => 0);
  const order = needed.map((_, at) => at).sort((a, b) => (needed[a] ?? 0) - (needed[b] ?? 0));
  let left = room;
  for (const [turn, at] of order.entries()) {
    const share = Math.min(needed[at] ?? 0, left / (count - turn));
    given[at] = share + GUTTER;
    left -= share;
  }
  return given;
}

interface CoverCell {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly style: Style;
}

function cellsOf(
  about: AboutRow,
  isFirst: boolean,
  { width, widths }: { readonly width: number; readonly widths: readonly number[] },
  styles: Styles,
): readonly CoverCell[] {
  if (about.length <= 2) {
    return about.map((value, at) => ({
      text: String(value),
      x: at === 0 ? 0 : LABELS,
      width: at === 0 ? LABELS - GUTTER : width - LABELS,
      style: at === 0 ? styles.label : styles.plain,
    }));
  }
  const style = isFirst ? styles.label : styles.plain;
  let x = 0;
  return about.map((value, at) => {
    const own = widths[at] ?? 0;
    const cell = { text: String(value), x, width: own - GUTTER, style };
    x += own;
    return cell;
  });
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
