/** A line out of coloured pieces. Pure. */
import { cellsOf, cut } from '../../src/domain/cells.ts';
import type { Theme, Tone } from '../theme.ts';

export interface Piece {
  readonly text: string;
  readonly tone: Tone;
}

export function cellsOfPieces(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + cellsOf(text), 0);
}

/** Pieces in order, `…` where they do not fit, the rest of the line blank: exactly `width` cells. */
export function line(theme: Theme, pieces: readonly Piece[], width: number): string {
  const whole = cellsOfPieces(pieces);
  if (whole <= width) {
    return pieces.map(({ text, tone }) => theme.paint(tone, text)).join('') + ' '.repeat(width - whole);
  }
  let used = 0;
  let out = '';
  for (const { text, tone } of pieces) {
    const cells = cellsOf(text);
    // One cell stays free for the mark, wherever the pieces end.
    const shown = used + cells < width ? text : cut(`${text}…`, width - used);
    out += theme.paint(tone, shown);
    used += cellsOf(shown);
    if (shown !== text) break;
  }
  return out + ' '.repeat(Math.max(0, width - used));
}
