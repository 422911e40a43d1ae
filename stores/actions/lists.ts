/** Moving in a list, sorting it, changing its query. */
import type { Sort } from '../../src/cache/ask.ts';
import type { Ref } from '../../src/domain/record.ts';
import { narrowed } from '../../src/query/print.ts';
import { sortsOf } from '../columns/chosen.ts';
import type { Console } from '../console.ts';
import { message, withList } from '../context.ts';
import { listHeight } from '../derive.ts';
import type { ListState } from '../list-state.ts';
import { withArrivals } from '../loading/shown.ts';
import { offPin } from '../own.ts';
import { isListPane, LEVELS, type ListPaneId, PANES } from '../panes.ts';
import { leaving } from '../views.ts';
import { atFirst, atLast, indexOf, moved, type Place, paged, type RowWindow } from '../window.ts';
import { stepBand } from './pin-band.ts';

/** The list pane in front; null when the statistics are. */
export function listInFront(console: Console): ListPaneId | null {
  const { pane } = console.store.getState();
  return isListPane(pane) ? pane : null;
}

type Step = (window: RowWindow, place: Place, height: number) => Place;

export const STEPS = {
  down: (window, place, height) => moved(window, place, 1, height),
  up: (window, place, height) => moved(window, place, -1, height),
  halfDown: (window, place, height) => paged(window, place, Math.ceil(height / 2), height),
  halfUp: (window, place, height) => paged(window, place, -Math.ceil(height / 2), height),
  pageDown: (window, place, height) => paged(window, place, height, height),
  pageUp: (window, place, height) => paged(window, place, -height, height),
} as const satisfies Record<string, Step>;

export function stepList(console: Console, step: Step): void {
  const pane = listInFront(console);
  if (pane === null) return;
  if (stepBand(console, pane, step === STEPS.down ? 1 : step === STEPS.up ? -1 : 0)) return;
  console.set((state) =>
    withList(state, pane, (list) =>
      withArrivals({ ...list, follow: false, place: step(list.window, list.place, listHeight(state)) }),
    ),
  );
  console.rows[pane].check();
}

/** The first or last row of the whole list, wherever the window stands. */
export function jumpList(console: Console, to: 'start' | 'end'): void {
  const pane = listInFront(console);
  if (pane === null) return;
  console.set(offPin);
  const { window } = console.store.getState().lists[pane];
  if (to === 'start' ? !window.atStart : !window.atEnd) {
    console.rows[pane].open(to);
    return;
  }
  console.set((state) =>
    withList(state, pane, (list) => {
      const place = to === 'start' ? atFirst(list.window) : atLast(list.window, listHeight(state));
      return withArrivals({ ...list, follow: false, place });
    }),
  );
}

/** Puts a query in front of a pane and asks it; the one before can be undone. Settles when its rows are there. */
export function applyQuery(console: Console, pane: ListPaneId, query: string): Promise<void> {
  const before = console.store.getState().lists[pane].query;
  console.set((state) => {
    const next = withList(leaving(state, pane, query), pane, (list) => ({
      ...list,
      query,
      allOf: null,
      tally: null,
      pending: true,
      problems: [],
      failure: null,
    }));
    if (before === query) return next;
    const undo = [{ kind: 'query' as const, pane, query: before }, ...state.undo].slice(0, 50);
    return { ...next, undo };
  });
  const opened = console.rows[pane].open();
  console.overview.count(pane);
  return opened;
}

/** Back to the pane's default query. */
export function defaultQuery(console: Console): void {
  const pane = listInFront(console);
  if (pane === null) return;
  // In the order, with the columns it had before a view brought its own.
  console.set((state) =>
    withList(state, pane, (list) =>
      list.before === null ? list : { ...list, ...list.before, before: null },
    ),
  );
  applyQuery(console, pane, PANES[pane].query);
}

export function sortBy(
  console: Console,
  change: (list: ListState, pane: ListPaneId) => ListState['sort'],
): void {
  const pane = listInFront(console);
  if (pane === null) return;
  console.set((state) =>
    withList(state, pane, (list) => ({ ...list, sort: change(list, pane), before: null })),
  );
  void console.services.cache
    .remember(
      `sort:${pane}`,
      console.store.getState().lists[pane].sort.map((sort) => ({ ...sort })),
    )
    .catch(() => undefined);
  console.rows[pane].open();
}

/** The next or previous column that can be sorted by; time breaks ties. */
export function sortColumn(console: Console, step: 1 | -1): void {
  sortBy(console, (list, pane) => {
    const sorts = sortsOf(pane, list.columns);
    const at = sorts.findIndex(({ field }) => field === list.sort[0]?.field);
    const { field } = sorts[(at + step + sorts.length) % sorts.length] ?? { field: 'time' };
    return orderBy(field);
  });
}

/** Largest, latest, gravest first; everything else from A; time breaks ties. */
function orderBy(field: string): readonly Sort[] {
  const descending = field === 'time' || field === 'severity' || field === 'durationMs';
  const time = { field: 'time', descending: true };
  return field === 'time' ? [time] : [{ field, descending }, time];
}

/** Sorts by a field the way it is mostly wanted; by the same field again, the other way round. */
export function sortByField(console: Console, field: string): void {
  const pane = listInFront(console);
  if (pane === null) return;
  if (console.store.getState().lists[pane].sort[0]?.field === field) flipSort(console);
  else sortBy(console, () => orderBy(field));
}

export function flipSort(console: Console): void {
  sortBy(console, (list) =>
    list.sort.map((sort, index) => (index === 0 ? { ...sort, descending: !sort.descending } : sort)),
  );
}

export function follow(console: Console): void {
  const pane = listInFront(console);
  if (pane === null) return;
  const { clock } = console.services;
  console.set((state) => ({
    ...withList(state, pane, (list) => ({ ...list, follow: true })),
    message: message('Following the newest; any move ends it', 'info', clock()),
  }));
  console.rows[pane].open();
}

/** Puts the cursor on a record of the list, wherever in it that is. */
export function goToRef(console: Console, pane: ListPaneId, ref: Ref): void {
  console.set(offPin);
  const { window, place } = console.store.getState().lists[pane];
  const to = indexOf(window, ref);
  if (to < 0) {
    console.rows[pane].open({ around: ref });
    return;
  }
  const by = to - indexOf(window, place.selected);
  console.set((state) =>
    withList(state, pane, (list) =>
      withArrivals({
        ...list,
        follow: false,
        place: moved(list.window, list.place, by, listHeight(state)),
      }),
    ),
  );
  console.rows[pane].check();
}

/** Narrows the list to what is wrong, and widens it again to what it was. */
export function toggleProblems(console: Console): void {
  const pane = listInFront(console);
  if (pane === null) return;
  const { query, allOf } = console.store.getState().lists[pane];
  const { kind } = PANES[pane];
  const { problems } = LEVELS[pane];
  if (allOf !== null && narrowed(allOf, kind, problems) === query) {
    applyQuery(console, pane, allOf);
    return;
  }
  const next = narrowed(query, kind, problems);
  if (next === query) {
    console.say('Only problems are asked for already');
    return;
  }
  applyQuery(console, pane, next);
  console.set((state) => withList(state, pane, (list) => ({ ...list, allOf: query })));
}

export function isProblem(record: ListState['window']['rows'][number]['record']): boolean {
  switch (record.kind) {
    case 'alert':
      return record.severity === 'error';
    case 'job':
      return record.status === 'FAILED';
    case 'audit':
      return record.outcome === 'failure' || record.severity === 'error';
    case 'statistic':
      return false;
  }
}
