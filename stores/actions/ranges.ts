/** The time range picker: another time bound in the query, everything else as typed. */
import { boundCount, withBounds } from '../../src/query/bounds.ts';
import type { Console } from '../console.ts';
import { PANES } from '../panes.ts';
import { RANGES } from '../ranges.ts';
import { applyQuery, listInFront } from './lists.ts';
import { openFilter } from './prompts.ts';

export function openRanges(console: Console): void {
  const pane = listInFront(console);
  if (pane === null) return;
  const { query } = console.store.getState().lists[pane];
  const at = RANGES.findIndex(
    ({ terms }) => terms !== null && withBounds(query, PANES[pane].kind, terms) === query,
  );
  console.set((state) => ({ ...state, overlay: { kind: 'ranges', cursor: Math.max(0, at) } }));
}

export function moveRange(console: Console, step: 1 | -1): void {
  console.set((state) => {
    if (state.overlay?.kind !== 'ranges') return state;
    const cursor = Math.max(0, Math.min(RANGES.length - 1, state.overlay.cursor + step));
    return { ...state, overlay: { ...state.overlay, cursor } };
  });
}

/** Takes the range under the cursor, or the one of an index. */
export function pickRange(console: Console, index?: number): void {
  const { overlay } = console.store.getState();
  const range = RANGES[index ?? (overlay?.kind === 'ranges' ? overlay.cursor : -1)];
  const pane = listInFront(console);
  console.set((state) => ({ ...state, overlay: null }));
  if (range === undefined || pane === null) return;
  const { query } = console.store.getState().lists[pane];
  if (range.terms === null) askRange(console, query);
  else applyQuery(console, pane, withBounds(query, PANES[pane].kind, range.terms));
}

/** The filter prompt with the cursor where the time goes. */
function askRange(console: Console, query: string): void {
  const pane = listInFront(console);
  if (pane === null) return;
  const { kind } = PANES[pane];
  // With several bounds in several alternatives there is no one place to type it.
  const text = boundCount(query, kind) > 1 ? `${query} since:` : withBounds(query, kind, 'since:');
  openFilter(console, text, text.lastIndexOf('since:') + 'since:'.length);
}
