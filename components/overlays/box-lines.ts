/** A dialog as text: a frame of an exact width around lines that are already painted and cut. Pure. */
import { cellsOf, cut } from '../../src/domain/cells.ts';
import type { Theme } from '../theme.ts';

export interface BoxLine {
  /** As drawn, and the cells it takes. */
  readonly text: string;
  readonly cells: number;
}

/** A plain line, cut to what fits inside a box of `width`. */
export function boxLine(
  text: string,
  width: number,
  paint: (text: string) => string = (plain) => plain,
): BoxLine {
  const short = cut(text, width - 4);
  return { text: paint(short), cells: cellsOf(short) };
}

export function boxLines(
  theme: Theme,
  title: string,
  lines: readonly BoxLine[],
  width: number,
  /** On the lower edge: what a window of the lines leaves out. */
  foot = '',
): readonly string[] {
  const inner = width - 4;
  const head = cut(` ${title} `, inner);
  const top = `╭─${theme.paint('strong', head)}${'─'.repeat(Math.max(0, inner - cellsOf(head)))}─╮`;
  const body = lines.map(({ text, cells }) => `│ ${text}${' '.repeat(Math.max(0, inner - cells))} │`);
  const below = foot === '' ? '' : cut(` ${foot} `, inner);
  const edge = `╰─${'─'.repeat(Math.max(0, inner - cellsOf(below)))}${theme.paint('dim', below)}─╯`;
  return [top, ...body, edge];
}

/** Where a window of some lines leaves others out, on which side. */
export function leftOut(top: number, shown: number, all: number): string {
  const sides = [top > 0 ? 'more above' : '', top + shown < all ? 'more below' : ''];
  return sides.filter((side) => side !== '').join(', ');
}

/** Cells beside a dialog in which nothing can be read. */
const SLIVER = 5;

/** Where a dialog of a width begins, and the blanks on its sides where the rest of a line would say nothing. */
export function besides(
  width: number,
  columns: number,
): { readonly left: number; readonly cells: number; readonly before: string; readonly after: string } {
  const left = Math.max(0, Math.floor((columns - width) / 2));
  if (left > SLIVER) return { left, cells: width, before: '', after: '' };
  const after = Math.max(0, columns - width - left);
  return { left: 0, cells: Math.max(width, columns), before: ' '.repeat(left), after: ' '.repeat(after) };
}
