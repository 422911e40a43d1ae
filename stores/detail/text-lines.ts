/** Long text as lines of a width: wrapped at blanks where possible, never inside a character. */

import { cellsOf, SINGLE } from '../../src/domain/cells.ts';
import { graphemesOf } from '../../src/domain/graphemes.ts';
import { safeText } from '../../src/domain/text.ts';

/** Remote text of any size to safe lines; at most `most` of them, the last saying how much is left. */
export function wrapText(text: string, width: number, most = 20_000): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of safeText(text).replaceAll('\t', '    ').split('\n')) {
    wrapParagraph(paragraph, Math.max(1, width), lines);
    if (lines.length > most) return [...lines.slice(0, most), '… (cut; copy or export shows everything)'];
  }
  return lines;
}

function wrapParagraph(paragraph: string, width: number, into: string[]): void {
  if (cellsOf(paragraph) <= width) {
    into.push(paragraph);
    return;
  }
  if (SINGLE.test(paragraph)) {
    wrapPlain(paragraph, width, into);
    return;
  }
  let line = '';
  let used = 0;
  for (const { segment } of graphemesOf(paragraph)) {
    const cells = cellsOf(segment);
    if (used + cells > width) {
      const blank = line.lastIndexOf(' ');
      // A word longer than half the line is cut where it stands. Cells are compared, as some letters are several units.
      const wraps = segment !== ' ' && blank >= 0 && cellsOf(line.slice(0, blank)) > width / 2;
      const keep = wraps ? blank + 1 : line.length;
      into.push(line.slice(0, keep).trimEnd());
      line = line.slice(keep);
      used = cellsOf(line);
    }
    if (line !== '' || segment !== ' ') {
      line += segment;
      used += cells;
    }
  }
  into.push(line);
}

/** The same for text of one cell a character, which is most of it, without looking at each: documents are long. */
function wrapPlain(paragraph: string, width: number, into: string[]): void {
  const { length } = paragraph;
  const afterBlanks = (from: number): number => {
    let at = from;
    while (at < length && paragraph[at] === ' ') at += 1;
    return at;
  };
  let at = afterBlanks(0);
  while (length - at > width) {
    const full = at + width;
    const blank = paragraph[full] === ' ' ? -1 : paragraph.lastIndexOf(' ', full - 1);
    const end = blank - at > width / 2 ? blank + 1 : full;
    into.push(paragraph.slice(at, end).trimEnd());
    at = afterBlanks(end);
  }
  into.push(paragraph.slice(at));
}
