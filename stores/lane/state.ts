/** The lane: everything about one thing on one time axis, whichever kind and platform it comes from. Plain data. */
import type { Row } from '../../src/cache/ask.ts';
import type { Known } from '../../src/domain/entity/known.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import type { Tally } from '../list-state.ts';
import { LIST_PANE_IDS, type ListPaneId } from '../panes.ts';
import { EMPTY_WINDOW, type RowWindow } from '../window.ts';
import type { Change } from './changes.ts';
import type { Picture } from './picture.ts';
import type { Trouble } from './trouble.ts';

export type ByPane<T> = Readonly<Record<ListPaneId, T>>;

/** What changed before a failure. */
export interface Changes {
  /** The record they are looked for before. */
  readonly before: Row;
  /** In the order they are told. */
  readonly list: readonly Change[];
  /** How many there are; not exact where only the nearest were looked at. */
  readonly count: Tally;
}

export interface LaneState {
  /** The record it was opened on. */
  readonly from: Row;
  /** It was opened from another lane: one step back leads there. */
  readonly followed: boolean;
  /** What that record names, the closest first, and which of them this is about. */
  readonly things: readonly Known[];
  readonly at: number;
  /** The query of each pane for everything that names the thing; null where it cannot be asked for. */
  readonly queries: ByPane<string | null>;
  /** Newest first. */
  readonly windows: ByPane<RowWindow>;
  /** Up to when all kinds were asked for (UTC ms); null: up to now. */
  readonly upTo: number | null;
  /** The first rows are not here yet. */
  readonly pending: boolean;
  /** Its names are still being looked for. */
  readonly recognising: boolean;
  readonly counts: ByPane<Tally | null>;
  readonly picture: Picture | null;
  /** Null where nothing failed; not known before it is `told`. */
  readonly trouble: Trouble | null;
  readonly told: boolean;
  /** The row whose changes are asked for in place of those before the first failure. */
  readonly anchor: Row | null;
  /** How far before it changes are looked for (ms). */
  readonly lookBack: number;
  readonly changes: Changes | null;
  readonly cursor: LaneCursor;
  readonly failure: Failure | null;
}

export interface LaneCursor {
  /** Key of the line under the cursor; null before there is one. */
  readonly key: string | null;
  /** Line of the screen it stands on, from 0. */
  readonly line: number;
}

/** Steps of the look back. */
export const LOOK_BACKS: readonly number[] = [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY];

export const none = <T>(value: T): ByPane<T> => ({ alerts: value, jobs: value, audit: value });

export function laneOf(
  opened: Pick<LaneState, 'from' | 'things' | 'followed'> & Partial<Pick<LaneState, 'at' | 'lookBack'>>,
): LaneState {
  return {
    at: 0,
    lookBack: DAY,
    ...opened,
    queries: none(null),
    windows: none(EMPTY_WINDOW),
    upTo: null,
    pending: true,
    recognising: true,
    counts: none(null),
    picture: null,
    trouble: null,
    told: false,
    anchor: null,
    changes: null,
    cursor: { key: null, line: 0 },
    failure: null,
  };
}

/** The thing the lane is about. */
export function thingOf({ things, at }: LaneState): Known | null {
  return things[at] ?? null;
}

/** The platforms that name it, as far as records were looked at. */
export function platformsOf(lane: LaneState): readonly string[] {
  const seen = LIST_PANE_IDS.flatMap((pane) => lane.windows[pane].rows.map(({ record }) => record.platform));
  return [...new Set([...(thingOf(lane)?.platforms ?? []), ...seen])].sort();
}
