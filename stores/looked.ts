/**
 * Up to when each list was looked at: what came later is new, until the console is left. Kept in the cache, so that
 * the next run knows.
 */
import { timeOf } from '../src/domain/kinds.ts';
import type { AnyRecord } from '../src/domain/record.ts';
import type { Context } from './context.ts';
import { isListPane, LIST_PANE_IDS, type ListPaneId } from './panes.ts';

/** UTC ms by list; null where nobody has looked yet. */
export type Looked = Readonly<Record<ListPaneId, number | null>>;

export const NEVER_LOOKED: Looked = { alerts: null, jobs: null, audit: null };

const keyOf = (pane: ListPaneId): string => `looked:${pane}`;

/** Whether a record is later than the last look at its list. */
export function isNew(record: AnyRecord, looked: number | null): boolean {
  const at = timeOf(record);
  return looked !== null && at !== null && at > looked;
}

export async function restoreLooked({ services, set }: Context): Promise<void> {
  const kept = await Promise.all(
    LIST_PANE_IDS.map(async (id) => [id, await services.cache.recall(keyOf(id)).catch(() => null)] as const),
  );
  const { clock } = services;
  // A time that has not come yet was written by a clock that was wrong: nothing would ever be new.
  const looked = kept.map(([id, at]) => [id, typeof at === 'number' && at <= clock() ? at : null] as const);
  set((state) => ({ ...state, looked: Object.fromEntries(looked) as Record<ListPaneId, number | null> }));
}

/** The list in front is being looked at, by somebody who presses keys. */
export function keepLooked({ store, services }: Context): void {
  const { pane, touched, readOnly } = store.getState();
  if (!isListPane(pane) || !touched || readOnly) return;
  // A cache that cannot be written now is no reason to disturb anyone: it is kept with the next look.
  void services.cache.remember(keyOf(pane), services.clock()).catch(() => undefined);
}
