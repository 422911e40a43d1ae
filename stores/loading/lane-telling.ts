/** What the lane tells besides its rows: how many there are, when, since when it fails, what changed before that. */
import type { Row } from '../../src/cache/ask.ts';
import { SECOND } from '../../src/domain/time.ts';
import { narrowed } from '../../src/query/print.ts';
import type { Context } from '../context.ts';
import { changeQuery, likeOf, ranked } from '../lane/changes.ts';
import { kept, laneLayout } from '../lane/layout.ts';
import { whenOf } from '../lane/merged.ts';
import { type Picture, pictureOf, type Track } from '../lane/picture.ts';
import type { ByPane, LaneState } from '../lane/state.ts';
import { troubleOf } from '../lane/trouble.ts';
import { LIST_PANE_IDS, type ListPaneId, PANES } from '../panes.ts';
import { type Axis, axisOf } from '../strip/axis.ts';
import { put, selectionFor } from './into-lane.ts';

/** Failures, and successes, of a kind that are looked through for the first failure. */
const LOOKED_THROUGH = 200;
/** Changes before a failure that are ranked, the nearest. */
const MOST_CHANGES = 200;
/** Sorts of changes that are counted. */
const MOST_SORTS = 40;
/** Buckets of the axis: more than any screen has cells for. */
const BUCKETS = 240;

const SUCCEEDING: Readonly<Partial<Record<ListPaneId, string>>> = {
  jobs: 'status:success',
  audit: 'outcome:success',
};

export async function tellLane(context: Context): Promise<void> {
  const asked = context.store.getState().lane;
  if (asked === null) return;
  const rows = wholeOf(asked);
  if (rows !== null) {
    await tellWhole(context, asked, rows);
    return;
  }
  await Promise.all([tellTrouble(context), tellPicture(context).then(() => tellCounts(context))]);
}

/** All the rows there are, where all of them are loaded: they tell everything without a further question. */
function wholeOf({ windows }: LaneState): readonly Row[] | null {
  const all = LIST_PANE_IDS.map((pane) => windows[pane]);
  return all.every(({ atStart, atEnd }) => atStart && atEnd) ? all.flatMap(({ rows }) => rows) : null;
}

async function tellWhole(context: Context, asked: LaneState, rows: readonly Row[]): Promise<void> {
  const count = (pane: ListPaneId) => ({ matched: asked.windows[pane].rows.length, exact: true });
  const counts = { alerts: count('alerts'), jobs: count('jobs'), audit: count('audit') };
  const picture = pictureOf(rows, context.services.clock());
  const trouble = troubleOf(rows);
  for (const key of ['lane:telling', 'lane:picture', 'lane:counts']) context.requests.cancel(key);
  await put(context, asked, (lane) =>
    kept(lane, { ...lane, counts, picture, trouble, told: true }, height(context)),
  );
  await tellChanges(context);
}

const height = (context: Context): number => laneLayout(context.store.getState().size).list;

async function tellTrouble(context: Context): Promise<void> {
  const asked = context.store.getState().lane;
  if (asked === null) return;
  const answer = await context.requests.ask('lane:telling', async (signal) => {
    const ask = async (pane: ListPaneId, term: string | undefined): Promise<readonly Row[]> => {
      const query = asked.queries[pane];
      if (query === null || term === undefined) return [];
      const selection = selectionFor(context, pane, narrowed(query, PANES[pane].kind, term));
      return (await context.services.cache.rows({ selection, limit: LOOKED_THROUGH }, { signal })).rows;
    };
    const failures = await Promise.all(LIST_PANE_IDS.map((pane) => ask(pane, failing(pane))));
    const successes = await Promise.all(LIST_PANE_IDS.map((pane) => ask(pane, SUCCEEDING[pane])));
    const full = failures.filter((rows) => rows.length === LOOKED_THROUGH);
    // Older than the oldest failure looked at nothing is known of that kind.
    const from = Math.max(Number.NEGATIVE_INFINITY, ...full.map((rows) => whenOf(rows.at(-1) as Row)));
    return troubleOf(
      [...failures, ...successes].flat().filter((row) => whenOf(row) >= from),
      full.length > 0,
    );
  });
  if (answer.kind !== 'value') return;
  await put(context, asked, (lane) =>
    kept(lane, { ...lane, trouble: answer.value, told: true }, height(context)),
  );
  await tellChanges(context);
}

function failing(pane: ListPaneId): string | undefined {
  const term = PANES[pane].failing;
  return term === null ? undefined : `${term.field}:${term.value}`;
}

/** What changed before the failure that is asked about, on whichever platform. */
export async function tellChanges(context: Context): Promise<void> {
  const asked = context.store.getState().lane;
  const before = asked?.anchor ?? asked?.trouble?.first ?? null;
  if (asked === null || before === null || !Number.isFinite(whenOf(before))) return;
  const at = whenOf(before);
  const { cache } = context.services;
  const query = changeQuery(at - asked.lookBack, at);
  const answer = await context.requests.ask('lane:changes', async (signal) => {
    const selection = selectionFor(context, 'audit', query);
    const { rows, atEnd } = await cache.rows({ selection, limit: MOST_CHANGES }, { signal });
    const own = asked.queries.audit;
    const naming =
      own === null
        ? []
        : await cache.refs(
            selectionFor(context, 'audit', narrowed(query, 'audit', `(${own})`)),
            MOST_CHANGES,
            {
              signal,
            },
          );
    const sorts = [
      ...new Set(rows.flatMap(({ record }) => (record.kind === 'audit' ? [likeOf(record)] : []))),
    ];
    const times = await Promise.all(
      sorts
        .slice(0, MOST_SORTS)
        .map(
          async (like) =>
            [like, (await cache.count(selectionFor(context, 'audit', like), { signal })).matched] as const,
        ),
    );
    const list = ranked(
      rows.filter(({ ref }) => ref !== before.ref),
      new Map(times),
      new Set(naming),
    );
    return { before, list, count: { matched: list.length, exact: atEnd } };
  });
  if (answer.kind !== 'value') return;
  await put(context, asked, (lane) => kept(lane, { ...lane, changes: answer.value }, height(context)));
}

async function tellCounts(context: Context): Promise<void> {
  const asked = context.store.getState().lane;
  if (asked === null) return;
  await context.requests.ask('lane:counts', async (signal) => {
    for (const pane of LIST_PANE_IDS) {
      const query = asked.queries[pane];
      if (query === null) continue;
      const count = await context.services.cache.count(selectionFor(context, pane, query), { signal });
      await put(context, asked, (lane) => ({ ...lane, counts: { ...lane.counts, [pane]: count } }));
    }
  });
}

/** The whole time in which the thing was named, in equal parts. */
async function tellPicture(context: Context): Promise<void> {
  const asked = context.store.getState().lane;
  if (asked === null) return;
  const answer = await context.requests.ask('lane:picture', async (signal): Promise<Picture | null> => {
    const now = context.services.clock();
    const oldest = await Promise.all(LIST_PANE_IDS.map((pane) => oldestOf(context, asked, pane, signal)));
    const from = Math.min(...oldest.flatMap((at) => (at === null ? [] : [at])));
    if (!Number.isFinite(from)) return null;
    const axis = axisOf({ from: Math.max(0, Math.min(from, now - SECOND)), to: now + 1 }, BUCKETS);
    const tracks: Partial<Record<ListPaneId, Track>> = {};
    for (const pane of LIST_PANE_IDS) tracks[pane] = await track(context, asked, pane, axis, signal);
    return [{ from: axis.from, to: axis.from + axis.width * axis.buckets, tracks: tracks as ByPane<Track> }];
  });
  if (answer.kind !== 'value') return;
  await put(context, asked, (lane) => ({ ...lane, picture: answer.value }));
}

async function oldestOf(
  context: Context,
  { queries, windows }: LaneState,
  pane: ListPaneId,
  signal: AbortSignal,
): Promise<number | null> {
  const query = queries[pane];
  if (query === null) return null;
  const { rows, atEnd } = windows[pane];
  const known = atEnd ? rows.at(-1) : undefined;
  const request = { selection: selectionFor(context, pane, query), limit: 1, at: 'end' } as const;
  const last =
    known ?? (atEnd ? undefined : (await context.services.cache.rows(request, { signal })).rows[0]);
  const at = last === undefined ? Number.NaN : whenOf(last);
  return Number.isFinite(at) ? at : null;
}

async function track(
  context: Context,
  { queries }: LaneState,
  pane: ListPaneId,
  { from, width, buckets }: Axis,
  signal: AbortSignal,
): Promise<Track> {
  const query = queries[pane];
  const empty = new Array<number>(buckets).fill(0);
  if (query === null) return { totals: empty, failing: empty };
  const { failing: term } = PANES[pane];
  const histogram = await context.services.cache.histogram(
    {
      selection: selectionFor(context, pane, query),
      from,
      to: from + width * buckets,
      buckets,
      by: term?.field ?? 'platform',
      roughly: true,
    },
    { signal },
  );
  const sum = (wanted: (value: string | null) => boolean): readonly number[] =>
    empty.map((_, at) =>
      histogram.series.reduce((all, { value, counts }) => all + (wanted(value) ? (counts[at] ?? 0) : 0), 0),
    );
  return { totals: sum(() => true), failing: sum((value) => value === term?.value) };
}
