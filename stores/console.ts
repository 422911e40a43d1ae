/**
 * The console without its views: state, what feeds it, what keys do to it. Keys go in, state comes out;
 * nothing here knows how it is drawn.
 */
import { createStore } from 'zustand/vanilla';
import type { ChangeNotice } from '../src/cache/stored.ts';
import type { Ref } from '../src/domain/record.ts';
import { tellAway } from './actions/away.ts';
import { HISTORY_KEY } from './actions/prompts.ts';
import { takeOver } from './actions/settings.ts';
import { tellCacheGone, tellPoll } from './actions/telling.ts';
import { ticked } from './age.ts';
import { createBatch } from './batch.ts';
import { pathsOf } from './columns/chosen.ts';
import { type Context, message, type Update, withList } from './context.ts';
import { resettled, whyNot } from './derive.ts';
import { createDispatcher } from './dispatch.ts';
import { EFFECTS } from './effects.ts';
import type { Press } from './key-parser.ts';
import type { ActionId, Binding } from './keys.ts';
import type { Size } from './layout.ts';
import { createGrower } from './loading/growing.ts';
import { createLaneLoader, type LaneLoader } from './loading/lane.ts';
import { createMatchLoader } from './loading/matches.ts';
import { createOverviewLoader, type OverviewLoader } from './loading/overview.ts';
import { createOwnLoader } from './loading/own.ts';
import { createRowLoader, type RowLoader } from './loading/rows.ts';
import { createStatisticsLoader } from './loading/statistics.ts';
import { createStripLoader } from './loading/strip.ts';
import { createWatchLoader, type WatchLoader } from './loading/watches.ts';
import { keepLooked, restoreLooked } from './looked.ts';
import { isListPane, LIST_PANE_IDS, type ListPaneId, PANE_IDS, type PaneId } from './panes.ts';
import { restoreRemembered } from './remembered.ts';
import { createRequests } from './requests.ts';
import type { ConsoleServices } from './services.ts';
import { initialState, type Message } from './state.ts';
import { oldestOf } from './strip/strip.ts';
import { createTicker } from './ticking.ts';
import { leaving } from './views.ts';

export interface Console extends Context {
  readonly rows: Readonly<Record<ListPaneId, RowLoader>>;
  readonly overview: OverviewLoader;
  readonly lane: LaneLoader;
  readonly watching: WatchLoader;
  /** When Ctrl-C was pressed last (UTC ms). */
  armed: number | null;
  /** Settles when the choices for the line being typed are here. */
  suggesting: Promise<void>;
  /** Feeds the panes: asks the first questions at once; resolves when what was remembered is in place. */
  start(): Promise<void>;
  press(press: Press): void;
  resize(size: Size): void;
  /** Does what a key is bound to; a promise when the next key may be about the outcome. */
  run(binding: Binding & { readonly id: ActionId }): Promise<void> | undefined;
  goTo(pane: PaneId): void;
  /** Brings everything shown up to date; what is not shown is marked and follows when it is. */
  refreshAll(): void;
  /** Brings the pane in front up to date. */
  refreshPane(): void;
  /** Puts an earlier query back, the cursor on a record of it, without making that undoable again. */
  restoreQuery(pane: ListPaneId, query: string, selected?: Ref | null): void;
  say(text: string, tone?: Message['tone']): void;
  /** True when nothing is being asked and nothing waits to be shown. */
  idle(): boolean;
  onIdle(listener: () => void): () => void;
  close(): void;
}

export function createConsole(services: ConsoleServices, size: Size): Console {
  const { cache, clock, after } = services;
  const store = createStore(() =>
    initialState({ now: ticked(clock()), size, readOnly: services.readOnly, settings: services.settings }),
  );
  const idlers = new Set<() => void>();
  // After whoever asked has taken the answer: what follows from it may ask again.
  const settle = (): void => {
    setImmediate(() => {
      if (idle()) for (const listener of idlers) listener();
    });
  };
  const requests = createRequests(settle);
  const apply = (update: Update): void => {
    store.setState(update, true);
    settle();
  };
  const batch = createBatch({ apply, clock, after });
  const idle = (): boolean =>
    requests.count() === 0 &&
    !batch.waiting() &&
    ![dispatcher, overview, statistics, growing].some((part) => part.busy());
  const stops: (() => void)[] = [];
  const dirty = new Set<PaneId>();

  const set = (update: Update): void => {
    batch.flush();
    store.setState(update, true);
  };
  const context: Context = { store, services, requests, set, outside: (update) => batch.add(update) };
  const rows = Object.fromEntries(LIST_PANE_IDS.map((id) => [id, createRowLoader(context, id)]));
  const overview = createOverviewLoader(context, settle);
  const statistics = createStatisticsLoader(context, settle);
  const growing = createGrower(context, settle);
  const lane = createLaneLoader(context);
  const watching = createWatchLoader(context);
  const matches = createMatchLoader(context);
  const own = createOwnLoader(context);
  const strip = createStripLoader(context, (now) => oldestOf(services.platforms, now));

  const refreshPane = (pane: PaneId): void => {
    dirty.delete(pane);
    if (isListPane(pane)) {
      console.rows[pane].refresh();
      strip.refresh();
    } else statistics.refresh();
  };
  const refresh = (panes: readonly PaneId[]): void => {
    const { pane } = store.getState();
    for (const id of panes) dirty.add(id);
    if (dirty.has(pane)) refreshPane(pane);
    lane.refresh();
    own.refresh();
    overview.refresh();
  };
  const changed = (notice: ChangeNotice): void => {
    watching.changed(notice);
    // Where no record changed it was the state of a stream: the lists stand as they are.
    if (!store.getState().frozen) refresh(notice.kinds.length === 0 ? ['statistics'] : PANE_IDS);
  };
  const ticker = createTicker(context, () => {
    console.refreshAll();
    keepLooked(context);
  });

  const console: Console = {
    ...context,
    rows: rows as Record<ListPaneId, RowLoader>,
    overview,
    lane,
    watching,
    armed: null,
    suggesting: Promise.resolve(),
    idle,
    refreshAll: () => !store.getState().frozen && refresh(PANE_IDS),
    refreshPane: () => !store.getState().frozen && refreshPane(store.getState().pane),
    say: (text, tone = 'info') => set((state) => ({ ...state, message: message(text, tone, clock()) })),
    onIdle(listener) {
      idlers.add(listener);
      return () => idlers.delete(listener);
    },
    async start() {
      // Before the first wait: a poll that begins meanwhile would never be heard of.
      if (services.sync !== null) {
        stops.push(services.sync.onEvent((event) => tellPoll(console, event)));
      }
      stops.push(cache.onChange(changed));
      if (services.onSettings !== undefined)
        stops.push(services.onSettings((news) => takeOver(console, news)));
      if (services.onCacheGone !== undefined) stops.push(services.onCacheGone(() => tellCacheGone(console)));
      // In the usual order, before it is known whether another was kept: that is rare, and asked anew then.
      const [front] = LIST_PANE_IDS;
      console.rows[front].open();
      for (const id of ['jobs', 'audit', 'statistics'] as const) dirty.add(id);
      overview.refresh();
      ticker.start();
      const { sort, columns } = store.getState().lists[front];
      await Promise.all([restoreRemembered(context, HISTORY_KEY), restoreLooked(context)]);
      void tellAway(context);
      own.refresh();
      const kept = store.getState().lists[front];
      if (kept.sort !== sort || (kept.columns !== columns && pathsOf(kept.columns).length > 0))
        console.rows[front].open();
    },
    press: (press) => dispatcher.press(press),
    run(row) {
      const reason = whyNot(store.getState(), row);
      if (reason === null) return EFFECTS[row.id](console) ?? undefined;
      console.say(reason, 'warning');
      return undefined;
    },
    resize(next) {
      set((state) => {
        return resettled({ ...state, size: next });
      });
      for (const id of LIST_PANE_IDS) console.rows[id].check();
      lane.check();
    },
    goTo(pane) {
      keepLooked(context);
      set((state) => ({
        ...leaving(state, pane, null),
        pane,
        detail: null,
        detailMode: 'closed',
        focus: 'list',
        lane: null,
      }));
      lane.close();
      if (isListPane(pane) && store.getState().lists[pane].freshness === 'none') {
        dirty.delete(pane);
        console.rows[pane].open();
      } else if (dirty.has(pane) && !store.getState().frozen) {
        // What stands there is of an older day until the answer is here, and says so.
        if (isListPane(pane))
          set((state) => withList(state, pane, (list) => ({ ...list, freshness: 'stale' })));
        refreshPane(pane);
      }
    },
    restoreQuery(pane, query, selected = null) {
      set((state) =>
        withList(leaving(state, pane, query), pane, (list) => ({
          ...list,
          query,
          allOf: null,
          tally: null,
          pending: true,
        })),
      );
      if (store.getState().pane !== pane) console.goTo(pane);
      console.rows[pane].open(selected === null ? 'start' : { around: selected });
      overview.count(pane);
    },
    close() {
      ticker.close();
      for (const stop of stops) stop();
      overview.close();
      statistics.close();
      strip.close();
      lane.close();
      watching.close();
      growing.close();
      batch.close();
      requests.close();
    },
  };
  const dispatcher = createDispatcher(console, settle);
  stops.push(store.subscribe(() => dispatcher.changed()));
  stops.push(store.subscribe(() => strip.check()));
  stops.push(store.subscribe(() => growing.check()));
  stops.push(store.subscribe(() => matches.check()));
  return console;
}
