/** Where the parts of the lane stand, and the cursor in it. Pure. */
import { LEAST, type Size } from '../layout.ts';
import { cursorIndex, isRow, type LaneLine, laneLinesOf } from './lines.ts';
import type { LaneCursor, LaneState } from './state.ts';

export interface LaneLayout {
  readonly width: number;
  /** Lines of the title and the names. */
  readonly head: number;
  /** Lines of the axis: one a kind and the scale, all kinds in one and the scale, or none. */
  readonly axis: 0 | 2 | 4;
  readonly list: number;
}

/** Lines of the console around it: header above, keys below. */
const AROUND = 3;

export function laneLayout({ columns, rows }: Size): LaneLayout {
  const body = Math.max(1, rows - AROUND);
  const axis = rows >= 30 ? 4 : rows > LEAST.rows + 2 ? 2 : 0;
  const head = rows > LEAST.rows + 2 ? 2 : 1;
  return { width: columns, head, axis, list: Math.max(1, body - head - axis) };
}

/** Index of the first visible line. */
export function laneTop(lines: readonly LaneLine[], { key, line }: LaneCursor, height: number): number {
  const highest = Math.max(0, lines.length - height);
  return Math.min(highest, Math.max(0, cursorIndex(lines, key) - Math.min(line, height - 1)));
}

/** The cursor so many rows on; with `paging` the view goes with it. */
export function stepped(lane: LaneState, delta: number, height: number, paging = false): LaneCursor {
  const lines = laneLinesOf(lane);
  const stops = lines.flatMap((line, index) => (isRow(line) ? [index] : []));
  const here = cursorIndex(lines, lane.cursor.key);
  const at = stops.indexOf(here);
  const to = stops[Math.max(0, Math.min(stops.length - 1, at + delta))];
  if (to === undefined) return lane.cursor;
  const top = laneTop(lines, lane.cursor, height);
  return standing(lines, to, paging ? here - top : to - top, height);
}

/** The cursor on a line, on a line of the screen as near to the one wanted as can be. */
export function standing(
  lines: readonly LaneLine[],
  index: number,
  line: number,
  height: number,
): LaneCursor {
  // The first and the last row show what lies beyond them, which no cursor can stand on.
  const first = lines.findIndex(isRow);
  const last = lines.findLastIndex(isRow);
  const below = index === last ? lines.length - 1 - last : 0;
  const wanted = Math.max(index === first ? index : 0, Math.min(height - 1 - below, line));
  const highest = Math.max(0, lines.length - height);
  const top = Math.min(highest, Math.max(0, index - wanted));
  return { key: lines[index]?.key ?? null, line: Math.min(height - 1, index - top) };
}

/** The cursor on a row by its key, a third of the screen above it. */
export function placedAt(lane: LaneState, key: string, height: number): LaneCursor {
  const lines = laneLinesOf(lane);
  const index = lines.findIndex((line) => line.key === key);
  return index < 0 ? lane.cursor : standing(lines, index, Math.floor(height / 3), height);
}

/** The lane with other rows around its cursor, which keeps its record and its line of the screen. */
export function kept(before: LaneState, after: LaneState, height: number): LaneState {
  const old = laneLinesOf(before);
  const line = cursorIndex(old, before.cursor.key) - laneTop(old, before.cursor, height);
  const lines = laneLinesOf(after);
  const index = cursorIndex(lines, before.cursor.key);
  return index < 0 ? after : { ...after, cursor: standing(lines, index, line, height) };
}
