/** What the header says: counts of the panes, the three numbers of the daily check, the platforms. */

import type { Selection } from '../../src/cache/ask.ts';
import type { CacheReader } from '../../src/cache/port.ts';
import type { StreamState } from '../../src/cache/stored.ts';
import { DAILY_CHECK } from '../../src/sync/daily-check.ts';
import type { SyncEvent } from '../../src/sync/events.ts';
import { waitingMarks } from '../../src/sync/waiting-marks.ts';
import type { Context } from '../context.ts';
import { say, withList } from '../context.ts';
import type { Tally } from '../list-state.ts';
import { LIST_PANE_IDS } from '../panes.ts';
import { platformState } from '../platforms.ts';
import type { ConsoleState } from '../state.ts';
import { selectionOf } from './rows.ts';
import { withArrivals } from './shown.ts';
import { loadTargets } from './targets.ts';
import { createUnkept } from './unkept.ts';

/** Counting again while a sync writes page after page would keep the reader busy for nothing (ms). */
const PAUSE = 500;

export interface OverviewLoader {
  /** Asks soon, and at most once a pause however often it is told. */
  refresh(): void;
  /** Counts one pane again at once: its query has changed. */
  count(pane: (typeof LIST_PANE_IDS)[number]): void;
  /**
   * The end of a poll counts from the next `refresh` on, which knows what it brought. `again`: milliseconds until
   * the stream is asked again, where that is known.
   */
  polling(platform: string, stream: string, busy: boolean, again?: number | null): void;
  /** What a poll that ended failed of, where the cache cannot keep it. */
  ended(event: Extract<SyncEvent, { readonly kind: 'ended' }>): void;
  /** Whether something is being fetched or is due soon. */
  busy(): boolean;
  close(): void;
}

/** The rows of the daily check that the header counts, by their names there. */
const COUNTED: Readonly<Record<keyof ConsoleState['daily'], string>> = {
  unreadErrors: 'unread_errors',
  failedJobs: 'failed_jobs',
  longRunning: 'long_running_jobs',
};
const DAILY = Object.entries(COUNTED).flatMap(([key, name]) =>
  DAILY_CHECK.filter((row) => row.name === name).map(({ kind, query }) => ({
    key: key as keyof ConsoleState['daily'],
    kind,
    query: query(null),
  })),
);

export function createOverviewLoader(context: Context, onIdle: () => void): OverviewLoader {
  const { services, requests } = context;
  const { cache, clock, after, longRunningAfter } = services;
  const polling = new Map<string, Set<string>>();
  const tries = new Map<string, Map<string, number>>();
  const asked = (platform: string): ReadonlySet<string> => polling.get(platform) ?? new Set();
  /** Polls that have ended, until what they brought is known: a first sync must not look late in between. */
  let ended: (readonly [platform: string, stream: string])[] = [];
  const unkept = createUnkept();
  let running = false;
  let isFirst = true;
  let dirty = false;
  let stop: (() => void) | null = null;

  const platforms = (streams: readonly StreamState[], now: number) =>
    services.platforms.map((info) =>
      platformState(
        info,
        streams.filter((stream) => stream.platform === info.name),
        asked(info.name),
        services.sync !== null,
        now,
        tries.get(info.name),
      ),
    );
  const count = (pane: (typeof LIST_PANE_IDS)[number]): Promise<void> => countPane(context, cache, pane);
  const header = async (): Promise<void> => {
    const over = ended;
    const answer = await requests.ask('overview', async () => {
      const [streams, known, outbox, muted] = await Promise.all([
        cache.streams(),
        cache.known(),
        cache.outbox(),
        cache.muted(),
      ]);
      return { streams, known, waiting: waitingMarks(outbox), muted: muted.map(({ cause }) => cause) };
    });
    if (answer.kind !== 'value') return;
    const { known, waiting, muted } = answer.value;
    const streams = unkept.laidOn(answer.value.streams);
    // One that has begun again meanwhile has ended no more.
    for (const each of over.filter((one) => ended.includes(one))) polling.get(each[0])?.delete(each[1]);
    ended = ended.filter((each) => !over.includes(each));
    // None of these waits for its frame: what comes next has been asked by then.
    void context.outside((state) => ({
      ...state,
      streams,
      known,
      waiting,
      muted: same(state.muted, muted) ? state.muted : muted,
      platforms: platforms(streams, clock()),
    }));
    void loadTargets(context);
  };
  const daily = async ({ key, kind, query }: (typeof DAILY)[number]): Promise<void> => {
    const selection: Selection = { kind, query, now: clock(), longRunningAfter };
    const counted = await requests.ask(`daily:${key}`, (signal) => cache.count(selection, { signal }));
    if (counted.kind !== 'value') return;
    const { matched } = counted.value;
    void context.outside((state) =>
      state.daily[key] === matched ? state : { ...state, daily: { ...state.daily, [key]: matched } },
    );
  };
  const questions = [
    header,
    ...DAILY.map((row) => () => daily(row)),
    ...LIST_PANE_IDS.map((pane) => () => count(pane)),
  ];
  const run = async (): Promise<void> => {
    running = true;
    while (dirty) {
      dirty = false;
      // The first time all at once: nobody is there yet whom it could hold up, and they are answered while the rest loads.
      if (isFirst) await Promise.all(questions.map((ask) => ask()));
      else for (const ask of questions) await ask();
      isFirst = false;
      if (dirty) await new Promise<void>((resolve) => (stop = after(PAUSE, resolve)));
    }
    running = false;
    onIdle();
  };
  return {
    refresh() {
      dirty = true;
      if (!running) void run();
    },
    count: (pane) => void count(pane),
    polling(platform, stream, busy, again = null) {
      if (again !== null) {
        tries.set(platform, new Map(tries.get(platform)).set(stream, clock() + again));
      }
      if (!busy) {
        ended = [...ended, [platform, stream]];
        return;
      }
      ended = ended.filter((each) => each[0] !== platform || each[1] !== stream);
      polling.set(platform, new Set(asked(platform)).add(stream));
      void context.outside((state) => ({ ...state, platforms: platforms(state.streams, clock()) }));
    },
    ended(event) {
      const failure = unkept.ended(event);
      if (failure !== null) say(context, `${failure.what}. ${failure.next}`, 'error');
    },
    busy: () => running,
    close: () => stop?.(),
  };
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');

async function countPane(
  context: Context,
  cache: CacheReader,
  pane: (typeof LIST_PANE_IDS)[number],
): Promise<void> {
  const asked = context.store.getState().lists[pane];
  const selection = { ...selectionOf(context, pane, asked), now: context.services.clock() };
  const answer = await context.requests.ask(`count:${pane}`, (signal) => cache.count(selection, { signal }));
  if (answer.kind !== 'value') return;
  const tally: Tally = answer.value;
  void context.outside((state) =>
    withList(state, pane, (list) => {
      if (list.query !== asked.query) return list;
      const same = list.tally?.matched === tally.matched && list.tally.exact === tally.exact;
      return same ? list : withArrivals({ ...list, tally });
    }),
  );
}
