/**
 * Keeps the window of one list pane filled. One question runs at a time a pane: opening ends whatever ran,
 * refreshing and reading ahead wait for each other, so no answer is ever laid over a newer one.
 */
import type { Row, RowsAnswer, Selection } from '../../src/cache/ask.ts';
import { pathsOf } from '../columns/chosen.ts';
import type { Context } from '../context.ts';
import { withList } from '../context.ts';
import { listHeight } from '../derive.ts';
import type { ListState } from '../list-state.ts';
import { type ListPaneId, PANES } from '../panes.ts';
import type { ConsoleState } from '../state.ts';
import { EMPTY_WINDOW, extended, moved, needsMore, selectedRow, TOP } from '../window.ts';
import { merged, type OpenAt, shown } from './shown.ts';

/** Screens of rows kept in memory around the cursor. */
const KEPT_SCREENS = 8;
const AHEAD_SCREENS = 3;

export interface RowLoader {
  /** Asks the pane's query anew and goes to its first or last row, or to a record; settles when that is done. */
  open(at?: OpenAt): Promise<void>;
  /** Brings the rows up to date around the cursor. */
  refresh(): void;
  /** Reads ahead when the cursor has come near an edge. */
  check(): void;
}

type Work =
  | { readonly kind: 'open'; readonly at: OpenAt }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'more' };

export function createRowLoader(context: Context, pane: ListPaneId): RowLoader {
  const { store, services, requests } = context;
  const key = `rows:${pane}`;
  let busy = false;
  let dirty = false;
  let turn = 0;
  const list = (): ListState => store.getState().lists[pane];
  const height = (): number => listHeight(store.getState(), pane);

  const next = (): Work | null => {
    if (dirty) return { kind: 'refresh' };
    return needsMore(list().window, list().place, height()) === null ? null : { kind: 'more' };
  };
  const pump = async (first: Work): Promise<void> => {
    turn += 1;
    const mine = turn;
    busy = true;
    for (let work: Work | null = first; work !== null && mine === turn; work = next()) {
      if (work.kind !== 'more') dirty = false;
      const done = await run(work);
      // A failed question is not repeated by itself: the next change or key asks again.
      if (!done) break;
    }
    if (mine === turn) busy = false;
  };
  const run = async (work: Work): Promise<boolean> => {
    if (work.kind === 'open') return opened(context, pane, key, work.at, height());
    if (work.kind === 'more') return further(context, pane, key, height());
    return refreshed(context, pane, key, height());
  };
  return {
    open(at = 'start') {
      requests.cancel(key);
      context.set((state) =>
        withList(state, pane, (now) => ({
          ...now,
          now: services.clock(),
          pending: true,
          freshness: now.freshness === 'none' ? 'none' : 'stale',
          failure: null,
          progress: null,
        })),
      );
      return pump({ kind: 'open', at });
    },
    refresh() {
      dirty = true;
      if (!busy) void pump({ kind: 'refresh' });
    },
    check() {
      if (!busy && needsMore(list().window, list().place, height()) !== null) void pump({ kind: 'more' });
    },
  };
}

/** The values of documents that its columns show. */
function pathsAsked({ columns }: ListState): { readonly paths?: readonly string[] } {
  const paths = pathsOf(columns);
  return paths.length === 0 ? {} : { paths };
}

/** What a pane shows, as a question. */
export function selectionOf(context: Context, pane: ListPaneId, list: ListState): Selection {
  return {
    kind: PANES[pane].kind,
    query: list.query,
    now: list.now,
    longRunningAfter: context.services.longRunningAfter,
    newSince: context.store.getState().looked[pane],
  };
}

/** The rows there are to look at: what the query means, or everything where it only marks. */
export function shownSelection(context: Context, pane: ListPaneId, list: ListState): Selection {
  const selection = selectionOf(context, pane, list);
  return list.marking ? { ...selection, query: '' } : selection;
}

async function opened(
  context: Context,
  pane: ListPaneId,
  key: string,
  at: OpenAt,
  height: number,
  /** The answer is dropped where this no longer holds, and the rows are brought up to date around the cursor. */
  provided: (state: ConsoleState) => boolean = () => true,
): Promise<boolean> {
  const { cache } = context.services;
  const list = context.store.getState().lists[pane];
  const request = {
    selection: shownSelection(context, pane, list),
    sort: list.sort,
    limit: AHEAD_SCREENS * height,
    at,
    ...pathsAsked(list),
  };
  const answer = await context.requests.ask(key, (signal) =>
    cache.rows(request, {
      signal,
      onProgress: ({ rows, ...progress }) => {
        if (signal.aborted) return;
        const partial: RowsAnswer | null = rows === undefined ? null : { rows, atStart: true, atEnd: false };
        void context.outside((state) =>
          withList(state, pane, (now) =>
            signal.aborted || !provided(state)
              ? now
              : { ...(partial ? shown(now, partial, 'start', height) : now), progress },
          ),
        );
      },
    }),
  );
  if (answer.kind === 'late') return false;
  let taken = true;
  await context.outside((state) =>
    withList(state, pane, (now) => {
      taken = provided(state);
      if (!taken) return now;
      if (answer.kind === 'failed')
        return { ...now, pending: false, progress: null, failure: answer.failure };
      return { ...shown(now, answer.value, at, height), progress: null };
    }),
  );
  return taken ? answer.kind === 'value' : refreshed(context, pane, key, height);
}

/** While a first sync fills the cache, lists that nobody has touched show their newest rows. */
const isFilling = ({ touched, platforms }: ConsoleState): boolean =>
  !touched && platforms.some(({ syncedAt }) => syncedAt === null);

async function further(context: Context, pane: ListPaneId, key: string, height: number): Promise<boolean> {
  const list = context.store.getState().lists[pane];
  const side = needsMore(list.window, list.place, height);
  const edge = side === 'after' ? list.window.rows.at(-1) : list.window.rows[0];
  if (side === null || edge === undefined) return false;
  const answer = await context.requests.ask(key, (signal) =>
    context.services.cache.rows(
      {
        selection: shownSelection(context, pane, list),
        sort: list.sort,
        limit: AHEAD_SCREENS * height,
        at: side === 'after' ? { after: edge.cursor } : { before: edge.cursor },
        ...pathsAsked(list),
      },
      { signal },
    ),
  );
  if (answer.kind === 'late') return false;
  await context.outside((state) =>
    withList(state, pane, (now) => {
      if (answer.kind === 'failed') return { ...now, failure: answer.failure };
      const window = extended(now.window, answer.value, side, KEPT_SCREENS * height);
      const place = now.place.owed === 0 ? now.place : moved(window, now.place, 0, height);
      return { ...now, window, place };
    }),
  );
  return answer.kind === 'value';
}

async function refreshed(context: Context, pane: ListPaneId, key: string, height: number): Promise<boolean> {
  const { cache, clock } = context.services;
  const list = context.store.getState().lists[pane];
  const anchor = selectedRow(list.window, list.place);
  const now = clock();
  const filling = isFilling(context.store.getState());
  if (anchor === null || list.follow || filling) {
    context.set((state) => withList(state, pane, (old) => ({ ...old, now })));
    return opened(context, pane, key, 'start', height, filling ? isFilling : undefined);
  }
  const selection = { ...shownSelection(context, pane, list), now };
  const base = { selection, sort: list.sort, ...pathsAsked(list) };
  const answer = await context.requests.ask(key, async (signal) => {
    const asking = { signal };
    const ahead = list.place.line + AHEAD_SCREENS * height;
    // The anchor by its ref alone: whether it still matches or not, its row shows what is true now.
    const itself: Selection = { ...selection, query: `ref=${JSON.stringify(anchor.ref)}` };
    const [before, found, after] = await Promise.all([
      cache.rows({ ...base, limit: list.place.line + height, at: { before: anchor.cursor } }, asking),
      cache.rows({ ...base, selection: itself, limit: 1 }, asking),
      cache.rows({ ...base, limit: ahead, at: { after: anchor.cursor } }, asking),
    ]);
    return { before, itself: found.rows[0] ?? null, after };
  });
  if (answer.kind === 'late') return false;
  await context.outside((state) =>
    withList(state, pane, (old) => {
      if (answer.kind === 'failed') return { ...old, failure: answer.failure };
      const { before, itself, after } = answer.value;
      const row: Row = itself === null ? anchor : { ...itself, cursor: anchor.cursor };
      return merged({ ...old, now }, before, row, after, height);
    }),
  );
  return answer.kind === 'value';
}

/** The window of a pane whose query is not answered yet. */
export const UNANSWERED = { window: EMPTY_WINDOW, place: TOP } as const;
