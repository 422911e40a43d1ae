/** Questions of the lane, and their answers on the way into it. */
import type { Selection } from '../../src/cache/ask.ts';
import type { Context } from '../context.ts';
import type { LaneState } from '../lane/state.ts';
import { type ListPaneId, PANES } from '../panes.ts';

/** Changes the lane if it is still the one that was asked for. */
export async function put(
  context: Context,
  asked: LaneState,
  change: (lane: LaneState) => LaneState,
): Promise<void> {
  await context.outside((state) => {
    const { lane } = state;
    const same = lane !== null && lane.from.ref === asked.from.ref && lane.at === asked.at;
    return same ? { ...state, lane: change(lane) } : state;
  });
}

export function selectionFor({ services, store }: Context, pane: ListPaneId, query: string): Selection {
  const { clock, longRunningAfter } = services;
  const newSince = store.getState().looked[pane];
  return { kind: PANES[pane].kind, query, now: clock(), longRunningAfter, newSince };
}
