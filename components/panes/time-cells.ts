import type { TimeMode } from '../../stores/age.ts';

const CELLS: Readonly<Record<TimeMode, number>> = { relative: 7, utc: 20, local: 25 };

/** Cells an instant takes in a list. */
export function timeCells(mode: TimeMode): number {
  return CELLS[mode];
}
