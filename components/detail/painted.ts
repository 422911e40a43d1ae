/** Lines of a document as they are drawn: their parts in their tones, cut on both sides to what is in sight. */
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { graphemesOf } from '../../src/domain/graphemes.ts';
import type { Part } from '../../stores/detail/document.ts';
import type { Theme } from '../theme.ts';

/** The text behind the first `cells`; a character that lies across is left out. */
export function from(text: string, cells: number): string {
  if (cells <= 0) return text;
  let used = 0;
  for (const { segment, index } of graphemesOf(text)) {
    if (used >= cells) return ' '.repeat(used - cells) + text.slice(index);
    used += cellsOf(segment);
  }
  return ' '.repeat(Math.max(0, used - cells));
}

/** The part of a line that is in sight, `‹` in front and `…` behind where it goes on. */
export function inSight(text: string, left: number, width: number): string {
  if (left <= 0 || text === '') return pad(text, width);
  return pad(`‹${from(text, left + 1)}`, width);
}

/** The same with its tones; always `width` cells. */
export function paintedLine(theme: Theme, parts: readonly Part[], width: number): string {
  let room = width;
  let out = '';
  for (const [index, { text, tone }] of parts.entries()) {
    const cells = cellsOf(text);
    const last = index === parts.length - 1;
    if (
      cells > room ||
      (cells === room && !last && parts.slice(index + 1).some((part) => part.text !== ''))
    ) {
      const short = cells > room ? cut(text, room) : `${cut(text.slice(0, -1), room - 1)}…`;
      out += theme.paint(tone, short);
      room -= cellsOf(short);
      break;
    }
    out += theme.paint(tone, text);
    room -= cells;
  }
  return out + ' '.repeat(Math.max(0, room));
}
