/** Asks the watched queries again when the cache has changed, and tells what is new: at most once a minute a watch. */

import type { ChangeNotice } from '../../src/cache/stored.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { type Context, message } from '../context.ts';
import { type ListPaneId, PANES } from '../panes.ts';
import { Met, NEWEST, newsText, type Watch } from '../watching/watch.ts';

/** Milliseconds between two tellings of one watch. */
const REST = 60_000;

export interface WatchLoader {
  add(pane: ListPaneId, query: string): void;
  remove(id: number): void;
  changed(notice: ChangeNotice): void;
  close(): void;
}

interface Kept {
  readonly met: Met;
  /** New and not told yet. */
  waiting: { count: number; latest: AnyRecord } | null;
  /** Ends the rest before the next telling; null when it may be told at once. */
  resting: (() => void) | null;
}

export function createWatchLoader(context: Context): WatchLoader {
  const { store, services, requests } = context;
  const kept = new Map<number, Kept>();
  let last = 0;

  const tell = (id: number): void => {
    const own = kept.get(id);
    const watch = store.getState().watches.find((one) => one.id === id);
    if (own === undefined || watch === undefined || own.resting !== null || own.waiting === null) return;
    const text = newsText(PANES[watch.pane].title, watch, own.waiting.count, own.waiting.latest);
    own.waiting = null;
    own.resting = services.after(REST, () => {
      own.resting = null;
      tell(id);
    });
    services.notify?.(text);
    void context.outside((state) => ({
      ...state,
      message: message(text, 'warning', services.clock()),
      watches: state.watches.map((one) => (one.id === id ? { ...one, told: one.told + 1 } : one)),
    }));
  };
  const look = async ({ id, pane, query }: Watch): Promise<void> => {
    const own = kept.get(id);
    if (own === undefined) return;
    const { kind } = PANES[pane];
    const { clock, longRunningAfter } = services;
    const selection = { kind, query, now: clock(), longRunningAfter };
    const answer = await requests.ask(`watch:${id}`, (signal) =>
      services.cache.rows(
        { selection, sort: [{ field: 'time', descending: true }], limit: NEWEST },
        { signal },
      ),
    );
    if (answer.kind !== 'value') return;
    const fresh = own.met.news(answer.value.rows);
    const [first] = fresh;
    if (first === undefined) return;
    own.waiting = { count: Math.min(NEWEST, (own.waiting?.count ?? 0) + fresh.length), latest: first.record };
    tell(id);
  };
  return {
    add(pane, query) {
      const watch = { id: ++last, pane, query, told: 0 };
      kept.set(watch.id, { met: new Met(), waiting: null, resting: null });
      context.set((state) => ({ ...state, watches: [...state.watches, watch] }));
      void look(watch);
    },
    remove(id) {
      kept.get(id)?.resting?.();
      kept.delete(id);
      requests.cancel(`watch:${id}`);
      context.set((state) => ({ ...state, watches: state.watches.filter((one) => one.id !== id) }));
    },
    changed({ kinds }) {
      for (const watch of store.getState().watches)
        if (kinds.includes(PANES[watch.pane].kind)) void look(watch);
    },
    close() {
      for (const { resting } of kept.values()) resting?.();
    },
  };
}
