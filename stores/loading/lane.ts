/**
 * Feeds the lane: looks for the names of its thing, then its newest rows, then what is told about them. Each
 * question has a key of its own, so that a lane that was left, or a later question, ends the one before.
 */
import type { RowsRequest } from '../../src/cache/ask.ts';
import type { Context } from '../context.ts';
import { laneLayout, placedAt } from '../lane/layout.ts';
import { type LaneState, thingOf } from '../lane/state.ts';
import { put } from './into-lane.ts';
import { queriesOf, recognise } from './lane-names.ts';
import { atBottom, atTop, further, needsMore, pageOf, pages, renew } from './lane-rows.ts';
import { tellLane } from './lane-telling.ts';

/** New data is asked for after a pause (ms), and no sooner than so many times as long as asking takes. */
const PAUSE = 1_000;
const SHARE = 4;

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
  /** What is under way for the lane in front; another number means another lane. */
  let turn = 0;
  let running = false;
  let reading = false;
  const lane = (): LaneState | null => store.getState().lane;
  const height = (): number => laneLayout(store.getState().size).list;

  const close = (): void => {
    for (const key of KEYS) requests.cancel(key);
    stopPause?.();
    stopPause = null;
    dirty = false;
    running = false;
    reading = false;
    turn += 1;
  };
  /** Brings everything up to date, one time after the other: the time it takes is not to be its whole life. */
  const pump = (): void => {
    const now = lane();
    if (!dirty || running || stopPause !== null || now === null || now.recognising) return;
    const mine = turn;
    const began = services.clock();
    dirty = false;
    running = true;
    const ended = (): void => {
      if (mine !== turn) return;
      running = false;
      stopPause = services.after(Math.max(PAUSE, SHARE * (services.clock() - began)), () => {
        stopPause = null;
        pump();
      });
    };
    void renew(context, height(), 'row')
      .then(() => tellLane(context))
      .then(ended);
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
      pages(context, now.queries, { at, upTo, limit: pageOf(height()) }, signal),
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
      void loader.tell().then(pump);
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
      if (now === null || now.pending || reading) return;
      const side = needsMore(now, height());
      if (side === null) return;
      const mine = turn;
      reading = true;
      void further(context, side, height()).then((read) => {
        if (mine !== turn) return;
        reading = false;
        if (read) loader.check();
      });
    },
    refresh() {
      dirty = true;
      pump();
    },
  };
  return loader;
}
