/** Figures as in a newspaper: where there is room for two columns, they go on at the top of the second. Pure. */

/** Cells from which a column has room for labels, numbers and a chart twice. */
const TWO_FROM = 180;
/** Cells between two columns. */
const GAP = 2;

export interface FigureColumns {
  readonly count: number;
  /** Cells of one. */
  readonly width: number;
  /** Cells from the beginning of one to that of the next. */
  readonly pitch: number;
}

export function figureColumns(width: number): FigureColumns {
  const count = width >= TWO_FROM ? 2 : 1;
  const each = Math.floor((width - GAP * (count - 1)) / count);
  return { count, width: each, pitch: each + GAP };
}
