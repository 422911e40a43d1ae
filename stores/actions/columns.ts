/** The column cursor of a list, and the chooser of columns. */
import type { Json } from '../../src/domain/json.ts';
import { MASK } from '../../src/domain/secrets.ts';
import * as chooser from '../columns/chooser.ts';
import { type ChosenColumns, columnField, columnValue, pathsOf, shownColumns } from '../columns/chosen.ts';
import type { Console } from '../console.ts';
import { withList } from '../context.ts';
import { editLine, insert, lineOf } from '../line-editor.ts';
import type { ListPaneId } from '../panes.ts';
import type { Pivot } from '../pivots.ts';
import type { ConsoleState } from '../state.ts';
import { selectedRow } from '../window.ts';
import { listInFront } from './lists.ts';

/** To the next column; the first key shows the cursor on the first one, and before that it is gone again. */
export function moveColumn(console: Console, step: 1 | -1): void {
  const pane = listInFront(console);
  if (pane === null) return;
  console.set((state) =>
    withList(state, pane, (list) => {
      const ids = shownColumns(pane, list.columns).map(({ id }) => id);
      const at = list.column === null ? -1 : ids.indexOf(list.column);
      if (at < 0) return { ...list, column: (step === 1 ? ids[0] : ids.at(-1)) ?? null };
      return { ...list, column: at + step < 0 ? null : (ids[Math.min(ids.length - 1, at + step)] ?? null) };
    }),
  );
}

/** Takes the column cursor away; false where there was none. */
export function leaveColumn(console: Console): boolean {
  const pane = listInFront(console);
  if (pane === null || console.store.getState().lists[pane].column === null) return false;
  console.set((state) => withList(state, pane, (list) => ({ ...list, column: null })));
  return true;
}

/** The value under both cursors of the list in front; null where no column has one, or the keys are elsewhere. */
export function valueUnderCursors(
  state: ConsoleState,
): { readonly pane: ListPaneId; readonly id: string; readonly value: string | null } | null {
  const { pane, focus, lane } = state;
  if (pane === 'statistics' || focus === 'detail' || lane !== null) return null;
  const { column: id, window, place } = state.lists[pane];
  const row = selectedRow(window, place);
  return id === null || row === null ? null : { pane, id, value: columnValue(pane, id, row) };
}

/** The same as something to go on with. */
export function pivotUnderCursors(state: ConsoleState): Pivot | null {
  const under = valueUnderCursors(state);
  if (under === null || under.value === null || under.value.includes(MASK)) return null;
  const field = columnField(under.pane, under.id);
  return field === null ? null : { field, value: under.value };
}

export function openColumns(console: Console): void {
  const pane = listInFront(console);
  if (pane === null) return;
  console.set((state) => {
    const { columns, column } = state.lists[pane];
    return { ...state, overlay: chooser.chooserOf(pane, columns, column) };
  });
}

function change(console: Console, with_: (now: chooser.Chooser) => chooser.Chooser): void {
  console.set((state) =>
    state.overlay?.kind === 'columns' ? { ...state, overlay: with_(state.overlay) } : state,
  );
}

export const moveChooser = (console: Console, step: 1 | -1): void =>
  change(console, (now) => chooser.moved(now, step));
export const toggleColumn = (console: Console): void => change(console, chooser.toggled);
export const shiftColumn = (console: Console, step: 1 | -1): void =>
  change(console, (now) => chooser.shifted(now, step));
export const widenColumn = (console: Console, step: 1 | -1): void =>
  change(console, (now) => chooser.widened(now, step));
export const resetColumns = (console: Console): void => change(console, chooser.reset);
export const askPath = (console: Console): void =>
  change(console, (now) => ({ ...now, typing: lineOf('@'), problem: null }));
export const leavePath = (console: Console): void =>
  change(console, (now) => ({ ...now, typing: null, problem: null }));
export const addPath = (console: Console): void =>
  change(console, (now) => (now.typing === null ? now : chooser.withPath(now, now.typing.text)));

/** A key in the line of a path being typed. */
export function typeColumn(console: Console, key: string, text: string | null): void {
  change(console, (now) => {
    if (now.typing === null) return now;
    const line = editLine(now.typing, key) ?? (text === null ? null : insert(now.typing, text));
    return line === null ? now : { ...now, typing: line, problem: null };
  });
}

/** Enter: the list has these columns from now on, here and in later runs. */
export function keepColumns(console: Console): void {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'columns') return;
  console.set((state) => ({ ...state, overlay: null }));
  setColumns(console, overlay.pane, chooser.chosenOf(overlay));
}

export function setColumns(console: Console, pane: ListPaneId, columns: ChosenColumns): void {
  const before = console.store.getState().lists[pane];
  const isShown = (id: string | null) => shownColumns(pane, columns).some((one) => one.id === id);
  console.set((state) =>
    withList(state, pane, (list) => ({
      ...list,
      columns,
      // Chosen by hand they stay, whatever view is in front.
      before: list.before && { ...list.before, columns },
      column: isShown(list.column) ? list.column : null,
    })),
  );
  const kept: Json = columns?.map((one) => ({ ...one })) ?? null;
  // What cannot be kept (a read-only cache) holds for this run.
  void console.services.cache.remember(`columns:${pane}`, kept).catch(() => undefined);
  const missing = pathsOf(columns).some((id) => !pathsOf(before.columns).includes(id));
  const { selected } = before.place;
  if (missing) console.rows[pane].open(selected === null ? 'start' : { around: selected });
}
