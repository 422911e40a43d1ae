/** The state of a pane over a window of records. */
import type { Progress, Sort } from '../src/cache/ask.ts';
import type { Failure } from '../src/domain/failure.ts';
import type { Ref } from '../src/domain/record.ts';
import type { Problem } from '../src/query/tree.ts';
import type { ChosenColumns } from './columns/chosen.ts';
import { type ListPaneId, PANES } from './panes.ts';
import { EMPTY_WINDOW, type Place, type RowWindow, TOP } from './window.ts';

export interface Tally {
  readonly matched: number;
  readonly exact: boolean;
}

/** A pane over a window of records. */
export interface ListState {
  readonly query: string;
  /** Everything is shown, and what the query means is marked. */
  readonly marking: boolean;
  /** The rows at hand that it means, while that is so. */
  readonly matches: readonly Ref[];
  /** What was asked before only problems were; null when that is not so. */
  readonly allOf: string | null;
  readonly sort: readonly Sort[];
  readonly columns: ChosenColumns;
  /** The column under the cursor; null while there is no such cursor. */
  readonly column: string | null;
  /** Order and columns before a view brought its own; null when that is not so. */
  readonly before: { readonly sort: readonly Sort[]; readonly columns: ChosenColumns } | null;
  readonly window: RowWindow;
  readonly place: Place;
  /** A new question is under way: keys that act on a row wait for its first rows. */
  readonly pending: boolean;
  /** What the rows are: none yet, of an older question, or the answer to the present one. */
  readonly freshness: 'none' | 'stale' | 'fresh';
  /** The instant the query is read at; all pages of a window share it. */
  readonly now: number;
  /** The row that was first when the top was last in sight, and how many matched then. */
  readonly head: { readonly ref: Ref | null; readonly matched: number | null };
  /** Rows that came above what is on the screen since. */
  readonly arrived: number;
  /** The cursor goes with the newest row. */
  readonly follow: boolean;
  readonly tally: Tally | null;
  readonly progress: Omit<Progress, 'rows'> | null;
  readonly failure: Failure | null;
  readonly problems: readonly Problem[];
}

export function emptyList(id: ListPaneId, now: number): ListState {
  const { query, sort } = PANES[id];
  return {
    query,
    marking: false,
    matches: [],
    allOf: null,
    sort,
    columns: null,
    column: null,
    before: null,
    window: EMPTY_WINDOW,
    place: TOP,
    pending: false,
    freshness: 'none',
    now,
    head: { ref: null, matched: null },
    arrived: 0,
    follow: false,
    tally: null,
    progress: null,
    failure: null,
    problems: [],
  };
}
