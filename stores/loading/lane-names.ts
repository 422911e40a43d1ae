/** Looks for all names of the lane's thing: what its first names find names it by others. */
import { isSame, type Known, namesOf, recognised } from '../../src/domain/entity/known.ts';
import { entityQuery } from '../../src/query/entity-query.ts';
import type { Context } from '../context.ts';
import { type ByPane, type LaneState, thingOf } from '../lane/state.ts';
import { LIST_PANE_IDS } from '../panes.ts';
import { put, selectionFor } from './into-lane.ts';

/** Rounds of looking for names by names found, and records of a kind looked at in each. */
const ROUNDS = 3;
const LOOKED_AT = 16;

export const queriesOf = (known: Known): ByPane<string | null> => ({
  alerts: entityQuery(known, 'alert'),
  jobs: entityQuery(known, 'job'),
  audit: entityQuery(known, 'audit'),
});

/** Looks for further names in what the names known so far find; says whether there were any. */
export async function recognise(context: Context): Promise<'more' | 'none'> {
  const asked = context.store.getState().lane;
  const first = asked === null ? null : thingOf(asked);
  if (asked === null || first === null) return 'none';
  const answer = await context.requests.ask('lane:names', async (signal) => {
    let known = first;
    for (let round = 0; round < ROUNDS; round++) {
      const before = namesOf(known).length;
      const queries = queriesOf(known);
      for (const pane of LIST_PANE_IDS) {
        const query = queries[pane];
        if (query === null) continue;
        const request = { selection: selectionFor(context, pane, query), limit: LOOKED_AT, whole: true };
        const { rows } = await context.services.cache.rows(request, { signal });
        known = recognised(
          known,
          rows.map(({ record }) => record),
        );
      }
      if (namesOf(known).length === before) break;
    }
    return known;
  });
  if (answer.kind === 'late') return 'none';
  // Without its other names it is still found by those it was opened with.
  const known = answer.kind === 'value' ? answer.value : first;
  const queries = queriesOf(known);
  await put(context, asked, (lane) => ({
    ...lane,
    ...amongst(lane, known),
    queries,
    recognising: false,
  }));
  return JSON.stringify(queries) === JSON.stringify(asked.queries) ? 'none' : 'more';
}

/** The thing in its place among the others; what turned out to be the same is it. */
function amongst({ things, at }: LaneState, known: Known): Pick<LaneState, 'things' | 'at'> {
  const kept = things.flatMap((other, index) =>
    index === at ? [known] : isSame(other, known) ? [] : [other],
  );
  return { things: kept, at: kept.indexOf(known) };
}
