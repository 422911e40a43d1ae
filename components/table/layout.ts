/** Which columns of a list fit a width, and how wide each is. Pure: the table only draws what this says. */

export interface ListColumn {
  readonly id: string;
  readonly title: string;
  /** Fewest cells it is useful with. */
  readonly min: number;
  /** Cells it is readable with. */
  readonly ideal: number;
  /** As wide as its content, up to so many cells; with neither this nor `grow` it is `ideal` whatever it holds. */
  readonly most?: number;
  /** Share of what is left when all have what they need; such a column takes its whole content. */
  readonly grow?: number;
  /** 1 stays longest; the highest number is dropped first. */
  readonly priority: number;
  readonly align?: 'left' | 'right';
  /** Where a text that is too long loses something; its end where nothing is said. */
  readonly cut?: 'middle';
}

export interface PlacedColumn {
  readonly column: ListColumn;
  readonly width: number;
}

/** Cells the widest content of each column takes, as far as it has been seen. */
export type Content = Readonly<Record<string, number>>;

const GAP = 1;
/** From this priority on a column makes room for others to be readable; the rest only for others to be there. */
const EXPENDABLE = 4;

interface Fit {
  readonly column: ListColumn;
  /** Cells to be of use, to be readable, and to show everything. */
  readonly least: number;
  readonly firm: number;
  readonly whole: number;
}

function fitOf(column: ListColumn, content: Content): Fit {
  const { id, title, min, ideal, most, grow } = column;
  const widest = most === undefined && grow === undefined ? undefined : content[id];
  if (widest === undefined) return { column, least: min, firm: ideal, whole: ideal };
  // The title, and the mark of what is sorted by.
  const whole = Math.max(widest, title.length + 1);
  return {
    column,
    least: Math.min(min, whole),
    firm: Math.min(ideal, whole),
    whole: Math.min(most ?? whole, whole),
  };
}

/** Cells a column takes where it does not have to give way. */
export const readableWidth = (column: ListColumn, content: Content = {}): number =>
  fitOf(column, content).firm;

/**
 * Columns in their own order, each as wide as its content where there is room. Those of least priority are
 * dropped until the others are readable, and then until what must stay fits at all.
 */
export function placeColumns(
  columns: readonly ListColumn[],
  width: number,
  content: Content = {},
): readonly PlacedColumn[] {
  const all = columns.map((column) => fitOf(column, content));
  const readable = partly(all, dropped(all, width, 'firm', EXPENDABLE), width);
  const kept = dropped(readable, width, 'least', 0);
  const widths = new Map(kept.map((fit) => [fit, Math.min(fit.least, width)]));
  let spare = Math.max(0, width - total(kept, 'least'));
  const widen = (fit: Fit, by: number): void => {
    widths.set(fit, (widths.get(fit) ?? 0) + by);
    spare -= by;
  };
  const byPriority = [...kept].sort((a, b) => a.column.priority - b.column.priority);
  const towards = (fit: Fit, cells: number): void =>
    widen(fit, Math.min(spare, Math.max(0, cells - (widths.get(fit) ?? 0))));
  for (const fit of byPriority) towards(fit, fit.firm);
  for (const fit of byPriority) if (fit.column.grow === undefined) towards(fit, fit.whole);
  for (const fit of byPriority) towards(fit, fit.whole);
  const growing = kept.filter(({ column }) => column.grow !== undefined);
  const shares = growing.reduce((sum, { column }) => sum + (column.grow ?? 0), 0);
  const left = spare;
  for (const fit of growing) widen(fit, Math.floor((left * (fit.column.grow ?? 0)) / shares));
  const last = growing.at(-1);
  if (last !== undefined) widen(last, spare);
  return kept.map((fit) => ({ column: fit.column, width: widths.get(fit) ?? 0 }));
}

/** With the text of many words that was dropped, where the others leave room for the beginning of it. */
function partly(all: readonly Fit[], readable: readonly Fit[], width: number): readonly Fit[] {
  let room = width - total(readable, 'firm');
  const back = all.filter((fit) => {
    const fits = fit.column.grow !== undefined && !readable.includes(fit) && fit.least + GAP <= room;
    if (fits) room -= fit.least + GAP;
    return fits;
  });
  return all.filter((fit) => readable.includes(fit) || back.includes(fit));
}

function total(fits: readonly Fit[], size: 'least' | 'firm'): number {
  return fits.reduce((sum, fit) => sum + fit[size] + GAP, fits.length > 0 ? -GAP : 0);
}

/** The columns without those of the highest priority numbers, down to `from`, as long as they do not fit. */
function dropped(fits: readonly Fit[], width: number, size: 'least' | 'firm', from: number): readonly Fit[] {
  let kept = fits;
  while (kept.length > 1 && total(kept, size) > width) {
    const worst = Math.max(...kept.map(({ column }) => column.priority));
    if (worst < from) break;
    const last = kept.findLastIndex(({ column }) => column.priority === worst);
    kept = kept.filter((_, index) => index !== last);
  }
  return kept;
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
  /** Positions of rows the user has marked. */
  readonly marked?: readonly number[];
}

export type BarCell = 'thumb' | 'notable' | 'both' | 'marked' | 'markedThumb' | 'track';

/** One character a line: the thumb, notable rows elsewhere, the track. */
export function scrollBarCells(bar: ScrollBar, height: number): readonly BarCell[] {
  const cells: BarCell[] = new Array(height).fill('track');
  if (bar.total <= height || height === 0) return cells;
  const size = Math.max(1, Math.round((height * height) / bar.total));
  const room = height - size;
  const start = Math.min(room, Math.round((bar.top / Math.max(1, bar.total - height)) * room));
  for (let line = start; line < start + size; line++) cells[line] = 'thumb';
  for (const index of bar.notable ?? []) {
    const line = Math.min(height - 1, Math.floor((index / bar.total) * height));
    cells[line] = cells[line] === 'thumb' || cells[line] === 'both' ? 'both' : 'notable';
  }
  for (const index of bar.marked ?? []) {
    const line = Math.min(height - 1, Math.floor((index / bar.total) * height));
    cells[line] = line >= start && line < start + size ? 'markedThumb' : 'marked';
  }
  return cells;
}
