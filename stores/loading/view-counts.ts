/** Counts what views match, one after the other, as long as their picker is open. */
import { type SavedView, VIEW_PANES } from '../../src/query/saved-view.ts';
import type { Context } from '../context.ts';

export async function countViews(context: Context, views: readonly SavedView[]): Promise<void> {
  const { cache, clock, longRunningAfter } = context.services;
  for (const { name, pane, query } of views) {
    if (pane === 'statistics') continue;
    if (context.store.getState().overlay?.kind !== 'views') return;
    const newSince = context.store.getState().looked[pane];
    const selection = { kind: VIEW_PANES[pane], query, now: clock(), longRunningAfter, newSince };
    const answer = await context.requests.ask('views:count', (signal) => cache.count(selection, { signal }));
    if (answer.kind === 'late') return;
    if (answer.kind === 'failed') continue;
    await context.outside((state) => {
      const { overlay } = state;
      if (overlay?.kind !== 'views') return state;
      return { ...state, overlay: { ...overlay, counts: { ...overlay.counts, [name]: answer.value } } };
    });
  }
}
