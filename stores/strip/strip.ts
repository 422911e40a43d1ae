/** The state of the histogram, and what follows from it. Pure. */
import { DAY } from '../../src/domain/time.ts';
import { withBounds } from '../../src/query/bounds.ts';
import type { TimeMode } from '../age.ts';
import { layoutOfState } from '../derive.ts';
import { isListPane, type ListPaneId, PANES } from '../panes.ts';
import type { PlatformInfo } from '../services.ts';
import type { ConsoleState } from '../state.ts';
import { type Axis, axisOf, type Stretch, stretchOf } from './axis.ts';

/** What was counted, and of which question. */
export interface Counted {
  readonly pane: ListPaneId;
  readonly query: string;
  readonly axis: Axis;
  readonly totals: readonly number[];
  /** Those of them that say something failed. */
  readonly failing: readonly number[];
  readonly exact: boolean;
}

export interface StripState {
  readonly counted: Counted | null;
  /** The stretch shown where it is not the query's own, and the window in it. Only while it has the focus. */
  readonly shown: Stretch | null;
  readonly window: Stretch | null;
  /** Whether the coverage of each stream is shown below. */
  readonly coverage: boolean;
}

export const NO_STRIP: StripState = { counted: null, shown: null, window: null, coverage: false };

/** The instant from which on the cache is filled (UTC ms): as far back as a first sync reaches. */
export function oldestOf(platforms: readonly PlatformInfo[], now: number): number {
  return now - Math.max(DAY, ...platforms.map(({ since }) => since));
}

/** Cells of the labels left and right of the bars. */
const LABELS: Readonly<Record<TimeMode, number>> = { relative: 10, utc: 13, local: 18 };
/** Cells a count takes behind the right label, where there is no line of its own for it. */
const COUNT = 9;

export interface StripColumns {
  readonly left: number;
  readonly cells: number;
  readonly right: number;
}

export function stripColumns(width: number, lines: number, mode: TimeMode): StripColumns {
  const left = LABELS[mode];
  const right = lines === 1 ? left + COUNT : left;
  return { left, cells: Math.max(1, width - left - right), right };
}

/** What is to be counted for the screen as it is; null where no histogram is shown. */
export interface StripAsk {
  readonly pane: ListPaneId;
  readonly query: string;
  readonly axis: Axis;
}

export function stripAsk(state: ConsoleState, longRunningAfter: number, oldest: number): StripAsk | null {
  const { pane, strip, timeMode } = state;
  const area = layoutOfState(state).strip;
  if (area === null || !isListPane(pane)) return null;
  const { query, now } = state.lists[pane];
  const { kind } = PANES[pane];
  const { cells } = stripColumns(area.width, area.height, timeMode);
  const shown = state.focus === 'strip' ? strip.shown : null;
  const stretch = shown ?? stretchOf({ kind, query, now, longRunningAfter, oldest });
  // Outside the time the query asks for there is something to see only without its bounds.
  const asked = shown === null ? query : withBounds(query, kind, '*');
  return { pane, query: asked, axis: axisOf(stretch, cells) };
}
