/**
 * Counts what the histogram shows. It asks when the rows are there, stops as soon as others are wanted, and
 * a move of the cursor is nothing to it.
 */
import type { Histogram, Selection } from '../../src/cache/ask.ts';
import type { Context } from '../context.ts';
import { layoutOfState } from '../derive.ts';
import { isListPane, PANES } from '../panes.ts';
import type { ConsoleState } from '../state.ts';
import { type Counted, type StripAsk, stripAsk } from '../strip/strip.ts';

const KEY = 'strip';
/** New data is counted after a pause (ms), and no sooner than so many times as long as counting takes. */
const PAUSE = 500;
const SHARE = 4;

export interface StripLoader {
  /** There may be something new to count. */
  refresh(): void;
  /** Called after every change of the state. */
  check(): void;
  close(): void;
}

/** `oldest` is the instant from which on the cache is filled at all. */
export function createStripLoader(context: Context, oldest: (now: number) => number): StripLoader {
  const { store, services, requests } = context;
  const { cache, clock, after, longRunningAfter } = services;
  let asked: readonly unknown[] = [];
  let dirty = false;
  let running = false;
  let rested = Number.NEGATIVE_INFINITY;
  let stop: (() => void) | null = null;

  const rest = (): void => {
    stop?.();
    stop = null;
  };
  const run = async (): Promise<void> => {
    rest();
    dirty = false;
    const state = store.getState();
    const ask = stripAsk(state, longRunningAfter, oldest(state.now));
    if (ask === null) return;
    const began = clock();
    running = true;
    const { from, width, buckets } = ask.axis;
    const { kind, failing } = PANES[ask.pane];
    const { now } = state.lists[ask.pane];
    const newSince = state.looked[ask.pane];
    const selection: Selection = { kind, query: ask.query, now, longRunningAfter, newSince };
    const request = {
      selection,
      from,
      to: from + width * buckets,
      buckets,
      by: failing?.field ?? 'platform',
    };
    const answer = await requests.ask(KEY, (signal) =>
      cache.histogram({ ...request, roughly: true }, { signal }),
    );
    if (answer.kind === 'late') return;
    running = false;
    rested = clock() + Math.max(PAUSE, SHARE * (clock() - began));
    if (answer.kind === 'value') await context.outside((now) => withCounted(now, state, ask, answer.value));
    check();
  };
  const check = (): void => {
    const state = store.getState();
    const next = inputsOf(state);
    if (next === null) {
      rest();
      if (running || asked.length > 0) requests.cancel(KEY);
      running = false;
      asked = [];
      return;
    }
    if (!next.every((value, index) => Object.is(value, asked[index]))) {
      asked = next;
      void run();
    } else if (dirty && !running && stop === null) {
      stop = after(Math.max(0, rested - clock()), () => void run());
    }
  };
  return {
    check,
    refresh() {
      dirty = true;
      check();
    },
    close: rest,
  };
}

/** What the question depends on; null while nothing is to be counted. */
function inputsOf(state: ConsoleState): readonly unknown[] | null {
  const { pane, timeMode, focus, strip } = state;
  const area = layoutOfState(state).strip;
  if (area === null || !isListPane(pane)) return null;
  const { query, pending, progress, freshness } = state.lists[pane];
  if (pending || progress !== null || freshness !== 'fresh') return null;
  return [pane, query, area.width, area.height, timeMode, focus === 'strip' ? strip.shown : null];
}

function withCounted(now: ConsoleState, then: ConsoleState, ask: StripAsk, answer: Histogram): ConsoleState {
  const { pane, axis } = ask;
  const { failing } = PANES[pane];
  const { query } = then.lists[pane];
  if (now.pane !== pane || now.lists[pane].query !== query) return now;
  const totals = new Array<number>(axis.buckets).fill(0);
  for (const { counts } of answer.series)
    for (const [bucket, count] of counts.entries()) totals[bucket] = (totals[bucket] ?? 0) + count;
  const failed = answer.series.find(({ value }) => failing !== null && value === failing.value)?.counts;
  const counted: Counted = {
    pane,
    query,
    axis,
    totals,
    failing: failed ?? totals.map(() => 0),
    exact: answer.exact,
  };
  const same = JSON.stringify(counted) === JSON.stringify(now.strip.counted);
  return same ? now : { ...now, strip: { ...now.strip, counted } };
}
