/** Recognises that lines of the screen have moved up or down together. Pure. */
import type { Row } from './row.ts';

export interface Scrolled {
  /** First and last line of what moved, from 0. */
  readonly top: number;
  readonly bottom: number;
  /** Lines up; down when negative. */
  readonly by: number;
  /** Most lines of what moved are as they were. */
  readonly clearly: boolean;
  /** What the screen shows once they have. */
  readonly frame: readonly Row[];
}

/** Fewer lines are written as soon as moved. */
const LEAST = 3;

/** How most of the changed lines have moved; null when they have not. */
export function scrolled(before: readonly Row[], after: readonly Row[]): Scrolled | null {
  const by = commonest(before, after);
  if (by === null) return null;
  const isMoved = (line: number): boolean =>
    before[line + by] !== undefined && after[line]?.plain === before[line + by]?.plain;
  const lines = after.flatMap((row, line) =>
    row.plain !== before[line]?.plain && isMoved(line) ? [line] : [],
  );
  let [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return null;
  // Lines that look like their neighbours have moved with them.
  while (first > 0 && isMoved(first - 1) && after[first - 1]?.plain !== before[first - 1]?.plain) first -= 1;
  while (isMoved(last + 1) && after[last + 1]?.plain !== before[last + 1]?.plain) last += 1;
  const [top, bottom] = by > 0 ? [first, last + by] : [first + by, last];
  if (bottom - top + 1 - Math.abs(by) < LEAST) return null;
  const frame = [...before];
  const blank = blankLike(after[0]);
  for (let line = top; line <= bottom; line++) {
    const from = line + by;
    frame[line] = (from < top || from > bottom ? undefined : before[from]) ?? blank;
  }
  return { top, bottom, by, clearly: 2 * lines.length > bottom - top, frame };
}

/** By how much most lines have moved whose text is found once among those that were there. */
function commonest(before: readonly Row[], after: readonly Row[]): number | null {
  const lines = new Map<string, number>();
  let different = 0;
  for (const [line, { plain }] of before.entries()) {
    if (plain !== after[line]?.plain) different += 1;
    lines.set(plain, lines.has(plain) ? -1 : line);
  }
  if (different < LEAST) return null;
  const votes = new Map<number, number>();
  let best: number | null = null;
  for (const [line, { plain }] of after.entries()) {
    const from = lines.get(plain) ?? -1;
    if (from < 0 || from === line) continue;
    const count = (votes.get(from - line) ?? 0) + 1;
    votes.set(from - line, count);
    if (count > (best === null ? 0 : (votes.get(best) ?? 0))) best = from - line;
  }
  return best === null || (votes.get(best) ?? 0) < LEAST ? null : best;
}

function blankLike(row: Row | undefined): Row {
  const columns = row?.text.length ?? 0;
  const text = new Array<string>(columns).fill(' ');
  return { text, looks: new Uint16Array(columns), used: 0, plain: text.join(''), loose: false };
}
