/** What happened since the console was last looked at: what is new, what goes on, what has recovered. */
import type { Context } from '../context.ts';
import { LIST_PANE_IDS, type ListPaneId, PANES } from '../panes.ts';
import { type AwayLine, awayLines, type Happened, LOOK_BACK, type Names } from '../watching/away.ts';

/** Jobs by name that are told apart; more of them fail only where everything does. */
const MOST_NAMES = 1_000;

/** When the console was last looked at (UTC ms); null when it never was. */
export function lastLook({ store }: Context): number | null {
  const { looked } = store.getState();
  const known = LIST_PANE_IDS.flatMap((id) => looked[id] ?? []);
  return known.length === 0 ? null : Math.max(...known);
}

/** Null when it could not be asked; the failure shows elsewhere. */
export async function askAway(context: Context, since: number): Promise<readonly AwayLine[] | null> {
  const { cache, clock, longRunningAfter } = context.services;
  const answer = await context.requests.ask('away', async (signal): Promise<Happened> => {
    const selection = (pane: ListPaneId, query: string) => ({
      kind: PANES[pane].kind,
      query,
      now: clock(),
      longRunningAfter,
    });
    const count = async (pane: ListPaneId, query: string): Promise<number> =>
      (await cache.count(selection(pane, query), { signal })).matched;
    const names = async (query: string): Promise<Names> => {
      const groups = await cache.groups(
        { selection: selection('jobs', query), field: 'name', limit: MOST_NAMES },
        { signal },
      );
      return groups.flatMap(({ value }) => value ?? []);
    };
    const at = new Date(since).toISOString();
    const before = `since:${new Date(since - LOOK_BACK).toISOString()} until:${at}`;
    return {
      since,
      newErrors: await count('alerts', `is:unread severity:error since:${at}`),
      oldErrors: await count('alerts', `is:unread severity:error until:${at}`),
      failedSince: await names(`status:failed since:${at}`),
      failedBefore: await names(`status:failed ${before}`),
      succeededSince: await names(`status:success since:${at}`),
      entries: await count('audit', `since:${at}`),
      failures: await count('audit', `outcome:failure since:${at}`),
    };
  });
  return answer.kind === 'value' ? awayLines(answer.value) : null;
}
