/** Which columns of a list fit a width, and how wide each is. Pure: the table only draws what this says. */

export interface ListColumn {
  readonly id: string;
  readonly title: string;
  /** Fewest cells it is useful with. */
  readonly min: number;
  /** Cells it would like; the rest is shared among columns with `grow`. */
  readonly ideal: number;
  readonly grow?: number;
  /** 1 stays longest; the highest number is dropped first. */
  readonly priority: number;
  readonly align?: 'left' | 'right';
}

export interface PlacedColumn {
  readonly column: ListColumn;
  readonly width: number;
}

const GAP = 1;

/** Columns in their own order; those of least priority are dropped until the rest fit at their minimum. */
export function placeColumns(columns: readonly ListColumn[], width: number): readonly PlacedColumn[] {
  let kept = [...columns];
  const least = (list: readonly ListColumn[]) =>
    list.reduce((sum, column) => sum + column.min + GAP, list.length > 0 ? -GAP : 0);
  while (kept.length > 1 && least(kept) > width) {
    const worst = Math.max(...kept.map((column) => column.priority));
    const last = kept.findLastIndex((column) => column.priority === worst);
    kept = kept.filter((_, index) => index !== last);
  }
  let spare = Math.max(0, width - least(kept));
  const widths = kept.map((column) => Math.min(column.min, width));
  // First towards the ideal, the most important column first; then what is left to those that can grow.
  const byPriority = kept
    .map((_, index) => index)
    .sort((a, b) => (kept[a]?.priority ?? 0) - (kept[b]?.priority ?? 0));
  for (const index of byPriority) {
    const column = kept[index];
    if (column === undefined) continue;
    const more = Math.min(spare, Math.max(0, column.ideal - column.min));
    widths[index] = (widths[index] ?? 0) + more;
    spare -= more;
  }
  const growing = kept.reduce((sum, column) => sum + (column.grow ?? 0), 0);
  let shared = 0;
  kept.forEach((column, index) => {
    if (!column.grow) return;
    const share = Math.floor((spare * column.grow) / growing);
    widths[index] = (widths[index] ?? 0) + share;
    shared += share;
  });
  const lastGrowing = kept.findLastIndex((column) => column.grow);
  if (lastGrowing >= 0) widths[lastGrowing] = (widths[lastGrowing] ?? 0) + spare - shared;
  return kept.map((column, index) => ({ column, width: widths[index] ?? 0 }));
}

/** The first visible row so that the cursor stays in sight, moving as little as possible. */
export function scrollTo(top: number, cursor: number, height: number, count: number): number {
  const highest = Math.max(0, count - height);
  if (cursor < top) return Math.max(0, Math.min(cursor, highest));
  if (cursor >= top + height) return Math.min(cursor - height + 1, highest);
  return Math.max(0, Math.min(top, highest));
}

export interface ScrollBar {
  /** Rows in all as far as known, and the index of the first visible one. */
  readonly total: number;
  readonly top: number;
  /** Positions of rows worth seeing from afar (errors, marks), as indices. */
  readonly notable?: readonly number[];
}

/** One character a line: the thumb, notable rows elsewhere, the track. */
export function scrollBarCells(
  bar: ScrollBar,
  height: number,
): readonly ('thumb' | 'notable' | 'both' | 'track')[] {
  const cells: ('thumb' | 'notable' | 'both' | 'track')[] = new Array(height).fill('track');
  if (bar.total <= height || height === 0) return cells;
  const size = Math.max(1, Math.round((height * height) / bar.total));
  const room = height - size;
  const start = Math.min(room, Math.round((bar.top / Math.max(1, bar.total - height)) * room));
  for (let line = start; line < start + size; line++) cells[line] = 'thumb';
  for (const index of bar.notable ?? []) {
    const line = Math.min(height - 1, Math.floor((index / bar.total) * height));
    cells[line] = cells[line] === 'thumb' || cells[line] === 'both' ? 'both' : 'notable';
  }
  return cells;
}
