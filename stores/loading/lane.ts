/**
 * Feeds the lane: looks for the names of its thing, then its newest rows, then what is told about them. Each
 * question has a key of its own, so that a lane that was left, or a later question, ends the one before.
 */
import type { Row, RowsAnswer, RowsRequest } from '../../src/cache/port.ts';
import { isSame, type Known, namesOf, recognised } from '../../src/domain/entity/known.ts';
import { entityQuery } from '../../src/query/entity-query.ts';
import { narrowed } from '../../src/query/print.ts';
import type { Context } from '../context.ts';
import { kept, laneLayout, placedAt, standing } from '../lane/layout.ts';
import { cursorIndex, laneLinesOf } from '../lane/lines.ts';
import { endingIt } from '../lane/merged.ts';
import { type ByPane, type LaneState, none, thingOf } from '../lane/state.ts';
import { LIST_PANE_IDS, PANES } from '../panes.ts';
import { EMPTY_WINDOW, extended, type RowWindow, windowOf } from '../window.ts';
import { put, selectionFor } from './into-lane.ts';
import { tellLane } from './lane-telling.ts';

/** Rounds of looking for names by names found, and records of a kind looked at in each. */
const ROUNDS = 3;
const LOOKED_AT = 16;
const AHEAD_SCREENS = 3;
/** Rows of a kind kept in memory. */
const KEPT = 800;
/** New data is asked for no sooner than this after the last time (ms). */
const PAUSE = 1_000;

export interface LaneLoader {
  /** Asks for the thing of the lane anew. */
  open(): Promise<void>;
  /** There may be something new to show. */
  refresh(): void;
  /** Reads on when the cursor has come near an edge. */
  check(): void;
  /** Shows the rows at and before an instant, the cursor on one of them. */
  goTo(at: number, key: string): Promise<void>;
  /** The newest rows again, or the oldest. */
  jump(to: 'start' | 'end'): Promise<void>;
  /** Asks anew what is told besides the rows. */
  tell(): Promise<void>;
  close(): void;
}

const KEYS = [
  'lane:names',
  'lane:rows',
  'lane:more',
  'lane:telling',
  'lane:changes',
  'lane:counts',
  'lane:picture',
];

export function createLaneLoader(context: Context): LaneLoader {
  const { store, services, requests } = context;
  let stopPause: (() => void) | null = null;
  let dirty = false;
  const lane = (): LaneState | null => store.getState().lane;
  const height = (): number => laneLayout(store.getState().size).list;

  const close = (): void => {
    for (const key of KEYS) requests.cancel(key);
    stopPause?.();
    stopPause = null;
    dirty = false;
  };
  /** Puts the first rows of a question into the lane. */
  const show = async (
    at: RowsRequest['at'],
    upTo: number | null,
    place: (lane: LaneState) => LaneState['cursor'],
  ): Promise<boolean> => {
    const now = lane();
    if (now === null) return false;
    const answer = await requests.ask('lane:rows', (signal) =>
      pages(context, now.queries, { at, upTo, limit: AHEAD_SCREENS * height() }, signal),
    );
    if (answer.kind === 'late') return false;
    await put(context, now, (old) => {
      if (answer.kind === 'failed') return { ...old, pending: false, failure: answer.failure };
      const next = { ...old, windows: answer.value, upTo, pending: false, failure: null };
      return { ...next, cursor: place(next) };
    });
    return answer.kind === 'value';
  };
  const loader: LaneLoader = {
    close,
    async open() {
      close();
      const first = lane();
      const known = first === null ? null : thingOf(first);
      if (first === null || known === null) return;
      context.set((state) => ({ ...state, lane: { ...first, queries: queriesOf(known) } }));
      // What its first names find is shown before its other names are known.
      if (!(await show('start', null, (next) => atTop(next, height())))) return;
      if ((await recognise(context)) === 'more') await renew(context, height(), 'top');
      loader.check();
      void loader.tell();
    },
    async goTo(at, key) {
      if (await show('start', at, (next) => placedAt(next, key, height()))) {
        loader.check();
      }
    },
    async jump(to) {
      if (
        await show(to, null, (next) => (to === 'start' ? atTop(next, height()) : atBottom(next, height())))
      ) {
        loader.check();
      }
    },
    tell: () => tellLane(context),
    check() {
      const now = lane();
      if (now === null || now.pending) return;
      const side = needsMore(now, height());
      if (side !== null) void further(context, side, height()).then((read) => read && loader.check());
    },
    refresh() {
      if (lane() === null) return;
      dirty = true;
      if (stopPause !== null) return;
      const again = (): void => {
        stopPause = null;
        const now = lane();
        if (!dirty || now === null || now.recognising) return;
        dirty = false;
        stopPause = services.after(PAUSE, again);
        void renew(context, height(), 'row').then(() => loader.tell());
      };
      again();
    },
  };
  return loader;
}

const queriesOf = (known: Known): ByPane<string | null> => ({
  alerts: entityQuery(known, 'alert'),
  jobs: entityQuery(known, 'job'),
  audit: entityQuery(known, 'audit'),
});

/** Looks for further names in what the names known so far find; says whether there were any. */
async function recognise(context: Context): Promise<'more' | 'none'> {
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

interface PageAsk {
  readonly at: RowsRequest['at'];
  /** Nothing later than this (UTC ms). */
  readonly upTo: number | null;
  readonly limit: number;
}

/** A page of each kind. */
async function pages(
  context: Context,
  queries: ByPane<string | null>,
  { at = 'start', upTo, limit }: PageAsk,
  signal: AbortSignal,
): Promise<ByPane<RowWindow>> {
  const found = await Promise.all(
    LIST_PANE_IDS.map(async (pane) => {
      const query = queries[pane];
      if (query === null) return [pane, EMPTY_WINDOW] as const;
      const bound = upTo === null ? '' : `until:${new Date(upTo).toISOString()}`;
      const text = upTo === null ? query : narrowed(query, PANES[pane].kind, bound);
      const answer = await context.services.cache.rows(
        { selection: selectionFor(context, pane, text), limit, at },
        { signal },
      );
      // What is newer than the bound was not asked for.
      return [pane, windowOf(upTo === null ? answer : { ...answer, atStart: false }, null)] as const;
    }),
  );
  return { ...none(EMPTY_WINDOW), ...Object.fromEntries(found) };
}

/** Whether the cursor has come so near an edge that the next page should be read. */
function needsMore(lane: LaneState, height: number): 'after' | 'before' | null {
  const lines = laneLinesOf(lane);
  const index = cursorIndex(lines, lane.cursor.key);
  if (lines.length - index < 2 * height && endingIt(lane, 'after').length > 0) return 'after';
  return index < height && endingIt(lane, 'before').length > 0 ? 'before' : null;
}

/** Reads the next page of the kinds that end the list there. True when it got longer or knows its end. */
async function further(context: Context, side: 'after' | 'before', height: number): Promise<boolean> {
  const asked = context.store.getState().lane;
  if (asked === null) return false;
  const answer = await context.requests.ask('lane:more', async (signal) => {
    const found = await Promise.all(
      endingIt(asked, side).map(async (pane) => {
        const edge = side === 'after' ? asked.windows[pane].rows.at(-1) : asked.windows[pane].rows[0];
        const answer = await context.services.cache.rows(
          {
            selection: selectionFor(context, pane, asked.queries[pane] ?? ''),
            limit: AHEAD_SCREENS * height,
            // Of a kind that has nothing so old, all there is comes before.
            at:
              edge === undefined
                ? 'end'
                : side === 'after'
                  ? { after: edge.cursor }
                  : { before: edge.cursor },
          },
          { signal },
        );
        return [pane, answer] as const;
      }),
    );
    return found;
  });
  if (answer.kind !== 'value') return false;
  await put(context, asked, (lane) => {
    let { windows } = lane;
    for (const [pane, page] of answer.value)
      windows = { ...windows, [pane]: joined(windows[pane], page, side) };
    return kept(lane, { ...lane, windows }, height);
  });
  return true;
}

function joined(window: RowWindow, page: RowsAnswer, side: 'after' | 'before'): RowWindow {
  return window.rows.length === 0 ? windowOf(page, null) : extended(window, page, side, KEPT);
}

/**
 * The same stretch again, with what came and what changed. The cursor keeps its record and its line; `top`: one
 * that has not left the newest row stays on the newest row.
 */
async function renew(context: Context, height: number, keep: 'row' | 'top'): Promise<void> {
  const asked = context.store.getState().lane;
  if (asked === null) return;
  const atStart = LIST_PANE_IDS.every((pane) => asked.windows[pane].atStart);
  if (!atStart) return;
  const most = Math.max(
    AHEAD_SCREENS * height,
    ...LIST_PANE_IDS.map((pane) => asked.windows[pane].rows.length),
  );
  const answer = await context.requests.ask('lane:rows', (signal) =>
    pages(context, asked.queries, { at: 'start', upTo: null, limit: Math.min(KEPT, most) }, signal),
  );
  if (answer.kind !== 'value') return;
  await put(context, asked, (lane) => {
    const next = { ...lane, windows: answer.value };
    const atFirst = cursorIndex(laneLinesOf(lane), lane.cursor.key) === cursorIndex(laneLinesOf(lane), null);
    return keep === 'top' && atFirst ? { ...next, cursor: atTop(next, height) } : kept(lane, next, height);
  });
}

function atTop(lane: LaneState, height: number): LaneState['cursor'] {
  const lines = laneLinesOf(lane);
  return standing(lines, cursorIndex(lines, null), 0, height);
}

function atBottom(lane: LaneState, height: number): LaneState['cursor'] {
  const lines = laneLinesOf(lane);
  const last = lines.findLastIndex((line): line is Extract<typeof line, { row: Row }> => 'row' in line);
  return last < 0 ? lane.cursor : standing(lines, last, height - 1, height);
}
