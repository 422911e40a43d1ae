/** The panel of values with their counts: Space puts one into the query, or takes it out. */
import { chipsOf, chosenValues, includes, withoutChip, withValues } from '../../src/query/field-terms.ts';
import type { Console } from '../console.ts';
import { FACETS, type FacetLine, foundFacetLines, sameLine } from '../finding/facets.ts';
import { lineOf } from '../line-editor.ts';
import { loadFacets } from '../loading/facets.ts';
import { PANES } from '../panes.ts';
import { applyQuery, listInFront } from './lists.ts';
import { typePicker } from './palette.ts';

/** Resolves when the values are counted: a key typed ahead is about one of them. */
export async function openFacets(console: Console): Promise<void> {
  const pane = listInFront(console);
  if (pane === null) return;
  const fields = FACETS[pane].map((field) => ({ field, values: null, exact: true, failure: null }));
  console.set((state) => ({ ...state, overlay: { kind: 'facets', line: lineOf(''), cursor: 0, fields } }));
  await loadFacets(console, pane);
}

/** The value under the cursor into the query, or out of it again; a comma joins those of one field. */
export function toggleFacet(console: Console): void {
  const state = console.store.getState();
  const pane = listInFront(console);
  if (state.overlay?.kind !== 'facets' || pane === null) return;
  const line = foundFacetLines(state, state.overlay)[state.overlay.cursor];
  if (line === undefined) return;
  const { query } = state.lists[pane];
  const { kind } = PANES[pane];
  const { field, value } = line;
  const before = chosenValues(query, kind, field) ?? [];
  const next = line.chosen
    ? before.filter((each) => !includes([each], value.value))
    : [...before, value.value];
  applyQuery(console, pane, withValues(query, kind, field, next.length === 0 ? null : next));
  keepCursor(console, line);
  void loadFacets(console, pane);
}

/** What was chosen comes into sight, so lines move: the cursor stays on its value. */
function keepCursor(console: Console, line: FacetLine): void {
  console.set((state) => {
    if (state.overlay?.kind !== 'facets') return state;
    const lines = foundFacetLines(state, state.overlay);
    const cursor = lines.findIndex((each) => sameLine(each, line));
    return { ...state, overlay: { ...state.overlay, cursor: Math.max(0, cursor) } };
  });
}

/** Backspace: a character of what was typed; where nothing was, the last term of the query. */
export function dropChip(console: Console): void {
  const { overlay, lists } = console.store.getState();
  const pane = listInFront(console);
  if (overlay?.kind !== 'facets' || pane === null) return;
  if (overlay.line.text !== '') {
    typePicker(console, 'Backspace', null);
    return;
  }
  const { query } = lists[pane];
  const { kind } = PANES[pane];
  const last = chipsOf(query, kind).length - 1;
  if (last < 0) return;
  applyQuery(console, pane, withoutChip(query, kind, last));
  void loadFacets(console, pane);
}
