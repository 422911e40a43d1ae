/** Counts the values of the fields of a pane, one field after the other, as long as the panel is open. */
import type { Group } from '../../src/cache/ask.ts';
import { withValues } from '../../src/query/field-terms.ts';
import { type Context, withList } from '../context.ts';
import { FACETS, facetPath, foundFacetLines, knowsNone, sameLine } from '../finding/facets.ts';
import type { FacetField, FacetsOverlay } from '../overlays/finding.ts';
import { type ListPaneId, PANES } from '../panes.ts';
import type { ConsoleState } from '../state.ts';

/** Values asked of a field: more are found by typing a filter. */
const MOST = 200;
/** Work for a field whose values lie in no dictionary, ms; what is counted by then is a floor. */
const PATIENCE = 400;

export async function loadFacets(context: Context, pane: ListPaneId): Promise<void> {
  const { cache, clock, longRunningAfter } = context.services;
  const { kind } = PANES[pane];
  const { lists, looked } = context.store.getState();
  const { query } = lists[pane];
  const asked = { kind, longRunningAfter, newSince: looked[pane] };
  const answer = await context.requests.ask('facets', async (signal) => {
    for (const field of FACETS[pane]) {
      // Without its own term: the values beside the chosen ones are there to be chosen, too.
      const selection = { ...asked, query: withValues(query, kind, field, null), now: clock() };
      const request = { selection, field: facetPath(pane, field), limit: MOST, within: PATIENCE };
      const told = await cache.groups(request, { signal }).then(
        (groups) => counted(pane, field, groups),
        (thrown: unknown) => {
          if (signal.aborted) throw thrown;
          return { field, values: [], exact: false, failure: thrown instanceof Error ? thrown.message : '?' };
        },
      );
      if (signal.aborted) return;
      await context.outside((state) => {
        const { overlay } = state;
        if (overlay?.kind !== 'facets' || signal.aborted) return state;
        return { ...state, overlay: onItsLine(state, overlay, withField(overlay, told)) };
      });
    }
  });
  if (answer.kind === 'failed') {
    await context.outside((state) => withList(state, pane, (list) => ({ ...list, failure: answer.failure })));
  }
}

function counted(pane: ListPaneId, field: string, groups: readonly Group[]): FacetField {
  const values = groups
    .filter(({ value, count }) => count > 0 && (value !== null || knowsNone(pane, field)))
    .map(({ value, count }) => ({ value, count }));
  return { field, values, exact: !groups.some(({ atLeast }) => atLeast), failure: null };
}

function withField(overlay: FacetsOverlay, told: FacetField): FacetsOverlay {
  return { ...overlay, fields: overlay.fields.map((each) => (each.field === told.field ? told : each)) };
}

/** Counts come field by field and move the lines below them: the cursor stays on its value. */
function onItsLine(state: ConsoleState, before: FacetsOverlay, after: FacetsOverlay): FacetsOverlay {
  const line = foundFacetLines(state, before)[before.cursor];
  const lines = foundFacetLines(state, after);
  const at = line === undefined ? -1 : lines.findIndex((each) => sameLine(each, line));
  const cursor = at >= 0 ? at : Math.max(0, Math.min(after.cursor, lines.length - 1));
  return { ...after, cursor };
}
