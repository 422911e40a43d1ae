/** Which columns are in sight when a cursor goes over them and they do not all fit. Pure. */
import { type Content, type ListColumn, type PlacedColumn, placeColumns, readableWidth } from './layout.ts';

export interface Sight {
  readonly placed: readonly PlacedColumn[];
  /** Index of the first column in sight, for the next time. */
  readonly left: number;
  /** Whether there are columns to the left and to the right, or left out in between. */
  readonly before: boolean;
  readonly after: boolean;
}

/**
 * Without a cursor the columns as they fit, those of least priority left out. With one, where they do not all fit,
 * as many whole ones beside each other as there is room for, moved no further than the cursor asks.
 */
export function columnsInSight(
  columns: readonly ListColumn[],
  width: number,
  content: Content,
  cursor: string | null,
  left: number,
): Sight {
  const fitted = placeColumns(columns, width, content);
  const at = columns.findIndex(({ id }) => id === cursor);
  const isWhole = fitted.length === columns.length;
  if (at < 0 || isWhole) return { placed: fitted, left: 0, before: false, after: !isWhole };
  const cells = columns.map((column) => Math.min(width, readableWidth(column, content)));
  const reach = (from: number): number => {
    let used = -1;
    let end = from;
    while (end < columns.length && used + 1 + (cells[end] ?? 0) <= width) {
      used += 1 + (cells[end] ?? 0);
      end += 1;
    }
    return Math.max(from + 1, end);
  };
  let first = Math.min(left, at);
  while (reach(first) <= at) first += 1;
  const end = reach(first);
  return {
    placed: placeColumns(columns.slice(first, end), width, content),
    left: first,
    before: first > 0,
    after: end < columns.length,
  };
}
