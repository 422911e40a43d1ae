/** The pivot menu: from a value under the cursor to everything that has it, or has it not. */
import { safeLine } from '../../src/domain/text.ts';
import { narrowed, pivotTerm } from '../../src/query/print.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { currentRow, keyOf } from '../derive.ts';
import { LIST_PANE_IDS, type ListPaneId, PANES } from '../panes.ts';
import { pivotOfLine, pivotQuery, pivotsOf } from '../pivots.ts';
import { pivotUnderCursors } from './columns.ts';
import { lineUnderCursor } from './details.ts';
import { jumpTo } from './views.ts';

/** The values of the record; in a detail the one under the cursor comes first. */
export function openPivots(console: Console): void {
  const state = console.store.getState();
  const row = currentRow(state);
  if (row === null) return;
  const all = pivotsOf(row.record);
  const line = state.focus === 'detail' ? lineUnderCursor(console) : null;
  const under = pivotUnderCursors(state);
  const known = all.find(({ field, value }) => field === under?.field && value === under.value);
  const here = known ?? under ?? pivotOfLine(line, state.detail?.tab ?? '', all);
  const items = here === null || all.includes(here) ? all : [here, ...all];
  if (items.length === 0) {
    say(console, 'Nothing in this record can be asked for');
    return;
  }
  const cursor = here === null ? 0 : items.indexOf(here);
  console.set((now) => ({ ...now, overlay: { kind: 'pivots', of: row.record.kind, items, cursor } }));
}

/** Narrows the record's own pane to the value, or leaves it out. */
export function pivotHere(console: Console, negated: boolean): void {
  const taken = take(console);
  if (taken === null) return;
  const { pivot, pane } = taken;
  const term = pivotTerm(pivot.field, pivot.value, negated);
  const { query } = console.store.getState().lists[pane];
  jumpTo(console, pane, narrowed(query, PANES[pane].kind, term));
  say(
    console,
    `${negated ? 'Without' : 'Only'} ${safeLine(term.replace(/^-/, ''))} (${keyOf(console.store.getState(), 'view.back')} goes back)`,
  );
}

/** Everything in a pane that has the value, whatever was asked there before. */
export function pivotTo(console: Console, pane: ListPaneId): void {
  const taken = take(console);
  if (taken === null) return;
  jumpTo(console, pane, pivotQuery(taken.pivot, pane));
  say(console, `${keyOf(console.store.getState(), 'view.back')} goes back`);
}

function take(console: Console) {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'pivots') return null;
  const pivot = overlay.items[overlay.cursor];
  const pane = LIST_PANE_IDS.find((id) => PANES[id].kind === overlay.of);
  console.set((state) => ({ ...state, overlay: null }));
  return pivot === undefined || pane === undefined ? null : { pivot, pane };
}
