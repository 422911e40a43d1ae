/** Where one stands: a pane, what it was asked, the record under the cursor and the detail over it. Pure. */
import type { Ref } from '../src/domain/record.ts';
import type { LaneState } from './lane/state.ts';
import type { DetailMode } from './layout.ts';
import type { ListState } from './list-state.ts';
import { isListPane, type PaneId } from './panes.ts';
import type { ConsoleState, DetailState } from './state.ts';

export interface View {
  readonly pane: PaneId;
  /** Null where the pane has no query. */
  readonly query: string | null;
  readonly layout: Pick<ListState, 'sort' | 'columns'> | null;
  readonly selected: Ref | null;
  readonly detail:
    | (Pick<DetailState, 'row' | 'tab' | 'top' | 'cursor' | 'followed'> & { readonly mode: DetailMode })
    | null;
  /** The lane over it all, as it stood. */
  readonly lane: LaneState | null;
}

/** How many places are kept to jump back to. */
const MOST_JUMPS = 50;

export function viewOf(state: ConsoleState): View {
  const { pane, detail, detailMode, lists, lane } = state;
  const list = isListPane(pane) ? lists[pane] : null;
  return {
    pane,
    query: list?.query ?? null,
    layout: list === null ? null : { sort: list.sort, columns: list.columns },
    selected: list?.place.selected ?? null,
    detail:
      detail === null
        ? null
        : {
            row: detail.row,
            tab: detail.tab,
            top: detail.top,
            cursor: detail.cursor,
            followed: detail.followed,
            mode: detailMode,
          },
    lane,
  };
}

/** The state that remembers what it leaves when it goes on to another pane or query. */
export function leaving(state: ConsoleState, pane: PaneId, query: string | null): ConsoleState {
  const view = viewOf(state);
  return view.pane === pane && (query === null || view.query === query)
    ? state
    : { ...state, lastView: view };
}

/** The state with one more place to jump back to. */
export function withJump(state: ConsoleState): ConsoleState {
  return { ...state, jumps: [viewOf(state), ...state.jumps].slice(0, MOST_JUMPS) };
}
