/** What lies under a cell of the screen. Pure: where things stand is the layout's to say, and what was drawn. */
import type { Target } from '../stores/actions/pointing.ts';
import { bandInFront, layoutOfState, paneKey } from '../stores/derive.ts';
import { laneLayout, laneTop } from '../stores/lane/layout.ts';
import { isRow, laneLinesOf } from '../stores/lane/lines.ts';
import type { LaneState } from '../stores/lane/state.ts';
import { DETAIL_HEAD, type Size, tooSmall } from '../stores/layout.ts';
import { isListPane, PANE_IDS, PANES } from '../stores/panes.ts';
import type { ConsoleState } from '../stores/state.ts';
import { figureColumns } from '../stores/statistics/columns.ts';
import { figureLines } from '../stores/statistics/lines.ts';
import { placedFigures } from '../stores/statistics/placed.ts';
import { topOf } from '../stores/window.ts';

interface Cell {
  readonly column: number;
  readonly row: number;
}

/** Lines above the body: two of the header, one of the filter. */
const ABOVE = 3;
/** Which of them names the panes. */
const PANE_LINE = 1;

/** `cells` gives a line of the screen as it was drawn last. */
export function targetAt(
  state: ConsoleState,
  { column, row }: Cell,
  cells: (line: number) => readonly string[],
): Target | null {
  const { size, overlay } = state;
  if (tooSmall(size) || row >= size.rows || column >= size.columns) return null;
  if (overlay !== null) return { kind: 'overlay' };
  if (row === PANE_LINE) return paneAt(state, column, cells(PANE_LINE));
  if (row <= PANE_LINE || row === size.rows - 1) return null;
  if (state.lane !== null) return inLane(state.lane, size, row - PANE_LINE - 1);
  if (row < ABOVE) return null;
  return inBody(state, column, row - ABOVE);
}

/** The pane whose name, or count behind it, is there. */
function paneAt(state: ConsoleState, column: number, cells: readonly string[]): Target | null {
  const line = cells.map((cell) => cell || ' ').join('');
  const end = line.trimEnd().length;
  const starts = PANE_IDS.map((id) =>
    line.indexOf(`${paneKey(state.keys, id)} ${PANES[id].title}`.trimStart()),
  );
  const index = starts.findLastIndex((start) => start >= 0 && column >= start - 1);
  const pane = PANE_IDS[index];
  return pane === undefined || column >= end ? null : { kind: 'pane', pane };
}

/** It takes the place of filter line and body: title, axis, list. */
function inLane(lane: LaneState, size: Size, line: number): Target {
  const { head, axis, list } = laneLayout(size);
  const lines = laneLinesOf(lane);
  const under =
    line < head + axis ? undefined : lines[laneTop(lines, lane.cursor, list) + line - head - axis];
  return { kind: 'lane', key: under !== undefined && isRow(under) ? under.key : null };
}

function inBody(state: ConsoleState, column: number, line: number): Target | null {
  const { list, strip, coverage, detail } = layoutOfState(state);
  const above = (strip?.height ?? 0) + (coverage?.height ?? 0);
  const beside = detail?.side === 'beside';
  if (list !== null && line < above + list.height && !(beside && column >= list.width)) {
    return inList(state, { column, row: line - above }, list);
  }
  if (detail === null) return null;
  const top = beside || list === null ? 0 : above + list.height;
  return textAt(state, line - top);
}

function inList(
  state: ConsoleState,
  { column, row: line }: Cell,
  { width, height }: { readonly width: number; readonly height: number },
): Target | null {
  const { pane, lists, statistics } = state;
  if (!isListPane(pane)) {
    const { count, pitch } = figureColumns(width);
    const along = Math.min(count - 1, Math.floor(column / pitch));
    const { columns } = placedFigures(figureLines(statistics.sections), statistics.top, height, count);
    const entry = columns[along]?.[line];
    return { kind: 'figures', key: entry?.kind === 'item' ? entry.item.key : null };
  }
  // Histogram and coverage are above it, and its first line names the columns.
  if (line < 1) return { kind: 'list', pane, ref: null };
  const band = bandInFront(state, pane);
  if (line <= band.lines) return { kind: 'pinned', pane, ref: band.rows[line - 1]?.ref ?? null };
  const { window, place } = lists[pane];
  const index = topOf(window, place) + line - band.lines - 1;
  return { kind: 'list', pane, ref: window.rows[index]?.ref ?? null };
}

function textAt({ detail }: ConsoleState, line: number): Target | null {
  if (detail === null) return null;
  return { kind: 'text', line: line < DETAIL_HEAD ? null : detail.top + line - DETAIL_HEAD };
}
