/** The answer to a question in SQL as lines: as many columns as fit, each as wide as what is in it. Pure. */
import type { SqlAnswer } from '../../src/cache/ask.ts';
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { isSecret, MASK, maskText } from '../../src/domain/secrets.ts';
import { safeLine } from '../../src/domain/text.ts';

/** A column is no wider than this while others want the room. */
const WIDEST = 48;
/** More of a text is not looked at (characters). */
const LONGEST = 400;
/** Rows that say how wide a column is. */
const MEASURED = 100;

export interface SqlTable {
  readonly head: string;
  readonly rows: readonly string[];
}

export function sqlTable(
  { columns, rows }: SqlAnswer,
  { top, left, width, height }: { top: number; left: number; width: number; height: number },
): SqlTable {
  const shown = rows.slice(top, top + height);
  const text = (value: string | number | null | undefined, at: number): string => {
    if (value === null || value === undefined) return '-';
    if (isSecret(columns[at] ?? null, value)) return MASK;
    return typeof value === 'number' ? String(value) : safeLine(maskText(value.slice(0, LONGEST)));
  };
  const taken: { readonly at: number; readonly whole: number; width: number }[] = [];
  let used = 0;
  for (let at = left; at < columns.length && used < width; at++) {
    const cells = [columns[at] ?? '', ...rows.slice(0, MEASURED).map((row) => text(row[at], at))];
    const whole = Math.max(1, ...cells.map((cell) => cellsOf(cut(cell, width))));
    const wide = Math.min(WIDEST, whole);
    taken.push({ at, whole, width: Math.min(wide, width - used) });
    used += wide + 2;
  }
  // What the columns leave free goes to those that were cut.
  let spare = width - used + 2;
  for (const column of taken) {
    const more = Math.max(0, Math.min(spare, column.whole - column.width));
    column.width += more;
    spare -= more;
  }
  const line = (cell: (at: number) => string): string =>
    cut(taken.map(({ at, width: wide }) => pad(cell(at), wide)).join('  '), width);
  return {
    head: line((at) => safeLine(columns[at] ?? '')),
    rows: shown.map((row) => line((at) => text(row[at], at))),
  };
}
