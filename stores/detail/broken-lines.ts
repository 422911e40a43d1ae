/** What a program prints, in lines of a width: broken where the width ends, blanks and columns as they came. */
import { cellsOf } from '../../src/domain/cells.ts';
import { graphemesOf } from '../../src/domain/graphemes.ts';
import { safeText } from '../../src/domain/text.ts';

const TAB = 8;

export function brokenLines(text: string, width: number): readonly string[] {
  return safeText(text)
    .split('\n')
    .flatMap((line) => broken(line.includes('\t') ? untabbed(line) : line, width));
}

/** Every cell is one character: as most output is. */
const PLAIN = /^[ -~]*$/;

function broken(line: string, width: number): readonly string[] {
  if (PLAIN.test(line))
    return line.length <= width ? [line] : (line.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
  if (cellsOf(line) <= width) return [line];
  const lines: string[] = [];
  let [now, used] = ['', 0];
  for (const { segment } of graphemesOf(line)) {
    const cells = cellsOf(segment);
    if (used + cells > width) {
      lines.push(now);
      [now, used] = ['', 0];
    }
    now += segment;
    used += cells;
  }
  return [...lines, now];
}

function untabbed(line: string): string {
  let [out, used] = ['', 0];
  for (const [index, part] of line.split('\t').entries()) {
    const gap = index === 0 ? 0 : TAB - (used % TAB);
    out += ' '.repeat(gap) + part;
    used += gap + cellsOf(part);
  }
  return out;
}
