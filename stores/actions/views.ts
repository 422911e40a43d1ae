/** Going on to other records, and back to where one came from. */
import type { Console } from '../console.ts';
import { say, withList } from '../context.ts';
import type { ListState } from '../list-state.ts';
import { isListPane, type ListPaneId } from '../panes.ts';
import { type View, viewOf, withJump } from '../views.ts';
import { closeDetail, leaveLane, openDetail, setTab } from './details.ts';
import { applyQuery, goToRef } from './lists.ts';

/** A pane with a query, as one step that Ctrl-O takes back. */
export function jumpTo(
  console: Console,
  pane: ListPaneId,
  query: string,
  layout: Partial<Pick<ListState, 'sort' | 'columns'>> = {},
): void {
  const before = viewOf(console.store.getState());
  console.set(withJump);
  leaveLane(console);
  if (before.pane !== pane) console.goTo(pane);
  else if (console.store.getState().detail !== null) closeDetail(console);
  if (Object.keys(layout).length > 0) {
    console.set((state) =>
      withList(state, pane, (list) => {
        const { sort, columns } = list;
        return { ...list, ...layout, before: list.before ?? { sort, columns } };
      }),
    );
  }
  applyQuery(console, pane, query);
  // One step, although the pane came first with the query it had.
  console.set((state) => ({ ...state, lastView: before }));
}

/** Closes the detail; one that was followed to gives way to where that began. */
export function leaveDetail(console: Console): void {
  const { detail, jumps } = console.store.getState();
  if (detail?.followed && jumps.length > 0) jumpBack(console);
  else closeDetail(console);
}

/** Back to where the last pivot began. */
export function jumpBack(console: Console): void {
  const [last, ...rest] = console.store.getState().jumps;
  if (last === undefined) {
    say(console, 'Nothing to jump back to: pivots and followed records leave a place');
    return;
  }
  console.set((state) => ({ ...state, jumps: rest }));
  restore(console, last);
}

/** The view before this one; a second time comes back here. */
export function lastView(console: Console): void {
  const { lastView: last } = console.store.getState();
  if (last === null) {
    say(console, 'This is the first view');
    return;
  }
  restore(console, last);
}

function restore(console: Console, view: View): void {
  const here = viewOf(console.store.getState());
  leaveLane(console);
  if (here.pane !== view.pane) console.goTo(view.pane);
  else if (here.detail !== null && view.detail === null) closeDetail(console);
  if (isListPane(view.pane)) putBack(console, view.pane, view);
  if (view.detail !== null) {
    openDetail(console, view.detail.row, view.detail.mode);
    setTab(console, view.detail.tab);
    const { mode, top, cursor, followed } = view.detail;
    console.set((state) => ({
      ...state,
      detailMode: mode,
      detail: state.detail && { ...state.detail, top, cursor, followed },
    }));
  }
  console.set((state) => ({ ...state, lane: view.lane, lastView: here }));
  if (view.lane !== null) console.lane.refresh();
}

function putBack(console: Console, pane: ListPaneId, { query, layout, selected }: View): void {
  const list = console.store.getState().lists[pane];
  const { sort, columns } = list;
  const other = layout !== null && JSON.stringify(layout) !== JSON.stringify({ sort, columns });
  if (other) console.set((state) => withList(state, pane, (now) => ({ ...now, ...layout, before: null })));
  if (query !== null && (other || query !== list.query)) {
    console.restoreQuery(pane, query, selected);
  } else if (selected !== null) goToRef(console, pane, selected);
}
