/** Menus of a few lines: what to copy, what to sort by. Each line is data; a digit takes it at once. */
import { refOf } from '../../src/domain/record.ts';
import { safeLine } from '../../src/domain/text.ts';
import { withInstants } from '../../src/query/bounds.ts';
import { columnTitle, exportColumns, sortsOf } from '../columns/chosen.ts';
import { commandLine } from '../command-line.ts';
import type { Console } from '../console.ts';
import { currentRow } from '../derive.ts';
import type { LaneState } from '../lane/state.ts';
import type { MenuItem } from '../overlay.ts';
import { LIST_PANE_IDS, PANES } from '../panes.ts';
import { copyRecord, copyText } from './copying.ts';
import { listInFront, sortByField } from './lists.ts';
import { jumpTo } from './views.ts';

export function openCopyMenu(console: Console): void {
  const state = console.store.getState();
  const pane = listInFront(console);
  const { query, sort } = pane === null ? PANES.statistics : state.lists[pane];
  // A shell does not know what this console holds for new.
  const known = pane === null ? query : withInstants(query, PANES[pane].kind, state.looked[pane]);
  const row = currentRow(state);
  const program = console.services.program ?? 'certdeck';
  // What a pane shows by itself is what the command prints by itself.
  const chosen = pane === null ? null : exportColumns(pane, state.lists[pane].columns);
  const line = commandLine(
    program,
    state.pane,
    known,
    sort,
    chosen?.map(({ path }) => path),
  );
  const ofPane = [
    ...(pane === null ? [] : [copyItem('Query', query === '' ? '*' : query, 'the query')]),
    copyItem('Command line', line, 'the command line of this view'),
  ];
  const items: MenuItem[] = [
    ...(state.lane === null ? ofPane : ofLane(state.lane, program)),
    ...(row === null
      ? []
      : [
          { label: 'Record as JSON', about: '', choice: { kind: 'copy-record' } } as const,
          copyItem('Reference', refOf(row.record), 'the reference'),
        ]),
  ];
  open(console, 'Copy', items, 0);
}

/** A query and a command line for each kind: the lane is several lists in one. */
function ofLane({ queries }: LaneState, program: string): readonly MenuItem[] {
  return LIST_PANE_IDS.flatMap((pane) => {
    const query = queries[pane];
    if (query === null) return [];
    const { title } = PANES[pane];
    return [
      copyItem(`Query: ${title}`, query, `the query for its ${title.toLowerCase()}`),
      copyItem(
        `Line: ${title}`,
        commandLine(program, pane, query, []),
        `the command line for its ${title.toLowerCase()}`,
      ),
    ];
  });
}

function copyItem(label: string, text: string, what: string): MenuItem {
  return { label, about: safeLine(text), choice: { kind: 'copy', text, what } };
}

export function openSortMenu(console: Console): void {
  const pane = listInFront(console);
  if (pane === null) return;
  const { sort, columns, column: here } = console.store.getState().lists[pane];
  const sorts = sortsOf(pane, columns);
  const items = sorts.map(({ column, field }): MenuItem => {
    const now = sort[0]?.field === field ? (sort[0].descending ? 'now, downwards' : 'now, upwards') : '';
    return { label: columnTitle(pane, column), about: now, choice: { kind: 'sort', field } };
  });
  const at = sorts.findIndex(({ column, field }) =>
    here === null ? field === sort[0]?.field : column === here,
  );
  open(console, 'Sort by; the same again turns it round', items, Math.max(0, at));
}

function open(console: Console, title: string, items: readonly MenuItem[], cursor: number): void {
  console.set((state) => ({ ...state, overlay: { kind: 'menu', title, items, cursor } }));
}

export function moveMenu(console: Console, step: 1 | -1): void {
  console.set((state) => {
    if (state.overlay?.kind !== 'menu' && state.overlay?.kind !== 'pivots') return state;
    const { items, cursor } = state.overlay;
    const next = Math.max(0, Math.min(items.length - 1, cursor + step));
    return { ...state, overlay: { ...state.overlay, cursor: next } };
  });
}

/** Takes the line under the cursor, or the one of an index. */
export function pickMenu(console: Console, index?: number): void {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'menu') return;
  const item = overlay.items[index ?? overlay.cursor];
  if (item === undefined) return;
  console.set((state) => ({ ...state, overlay: null }));
  const { choice } = item;
  switch (choice.kind) {
    case 'copy':
      copyText(console, choice.text, choice.what);
      return;
    case 'copy-record':
      copyRecord(console);
      return;
    case 'sort':
      sortByField(console, choice.field);
      return;
    case 'unwatch':
      console.watching.remove(choice.id);
      return;
    case 'go':
      jumpTo(console, choice.pane, choice.query);
      return;
  }
}
