import stringWidth from 'string-width';
import { graphemesOf } from './graphemes.ts';

/** Characters that take one cell each on every terminal, and nothing that combines with another. */
export const SINGLE =
  /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u22ff\u2500-\u25fc\u2713-\u2718]*$/;

/** Terminal cells a text takes. */
export function cellsOf(text: string): number {
  return SINGLE.test(text) ? text.length : stringWidth(text);
}

/** Cuts to at most `width` cells without splitting a character, with `…` where something was cut. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (SINGLE.test(text)) return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
  if (text.length <= width * 8 && stringWidth(text) <= width) return text;
  let used = 0;
  let out = '';
  for (const { segment } of graphemesOf(text.slice(0, width * 16))) {
    const cells = stringWidth(segment);
    if (used + cells > width - 1) break;
    out += segment;
    used += cells;
  }
  return `${out}…`;
}

/** Cuts the middle out, for names that begin alike: `digic…covery`. Of a text that needs more care the end is cut. */
export function cutMiddle(text: string, width: number): string {
  if (cellsOf(text) <= width || width < 3 || !SINGLE.test(text)) return cut(text, width);
  const head = Math.floor((width - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}

/** Exactly `width` cells: cut or filled with blanks. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const short = cut(text, width);
  const blanks = ' '.repeat(Math.max(0, width - cellsOf(short)));
  return align === 'right' ? blanks + short : short + blanks;
}
