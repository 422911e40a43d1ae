/** Retention and the sync: what was dropped is not fetched again, and rounds come when they are due. */
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Keeping, Retained } from '../../src/cache/stored.ts';
import { ok } from '../../src/domain/failure.ts';
import type { Json } from '../../src/domain/json.ts';
import { NO_BOUNDS, type Retention } from '../../src/domain/retention.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { coverageOf } from '../../src/sync/coverage.ts';
import { ageEdge, createRetention, keepingOf } from '../../src/sync/retention.ts';
import { retain } from '../cache/retention.ts';
import { bench, hands } from './bench.ts';
import { alert, changingOf, entries, logOf, platformOf, source } from './fake-platform.ts';

const NOW = Date.UTC(2026, 7, 20, 12);
const EDGE = Math.floor((NOW - 10 * DAY) / DAY) * DAY;
const TEN_DAYS: Retention = { all: { ...NO_BOUNDS, age: 10 * DAY }, kinds: {} };
/** Every six hours of thirty days. */
const month = () => entries(...Array.from({ length: 120 }, (_, index) => NOW - index * 6 * HOUR - 1));

function setUp(retention: Retention = TEN_DAYS) {
  const cache = openDirect({ memory: true });
  const from = source(month(), 10);
  const platform = platformOf([logOf(from)]);
  const keeping = keepingOf(platform, retention);
  const time = hands(NOW);
  const { sync } = bench(cache, [platform], time, { since: 90 * DAY, keeping });
  const state = async () => (await cache.streams())[0];
  const count = async () => (await cache.known()).audit;
  return { cache, from, keeping, time, sync, state, count };
}

describe('a sync', () => {
  test('asks for nothing before the edge, and is complete without it', async () => {
    const { from, sync, state, cache, keeping, count } = setUp();
    const [outcome] = await sync.catchUp();
    expect(outcome?.streams[0]).toMatchObject({ complete: true, failure: null });
    expect(from.asks.map((ask) => ask.from)).toEqual(from.asks.map(() => EDGE));
    await retain(cache, keeping, NOW);
    expect(await state()).toMatchObject({ keptFrom: EDGE, covered: [{ from: EDGE, to: NOW }] });
    // The last page brought rows from before the edge: they are gone, and do not come again.
    const held = month().filter(({ timestamp }) => (timestamp ?? 0) >= EDGE).length;
    expect(await count()).toBe(held);
    const again = await sync.catchUp();
    expect(again[0]?.streams[0]).toMatchObject({ complete: true, added: 0, pages: 1 });
    expect(await count()).toBe(held);
  });

  test('begins at the edge that a size left', async () => {
    const { from, sync, cache, keeping, count } = setUp({ all: { ...NO_BOUNDS, records: 50 }, kinds: {} });
    await sync.catchUp();
    expect(await count()).toBe(120);
    await retain(cache, keeping, NOW);
    expect(await count()).toBe(50);
    from.asks.length = 0;
    const [outcome] = await sync.catchUp();
    expect(outcome?.streams[0]).toMatchObject({ complete: true, added: 0, pages: 1 });
    expect(await count()).toBe(50);
  });

  test('goes no further once a size has moved the edge past it', async () => {
    const { from, sync, cache, keeping, count, state } = setUp({
      all: { ...NO_BOUNDS, records: 30 },
      kinds: {},
    });
    from.onAsk = async (_ask, asked) => {
      if (asked === 7) await retain(cache, keeping, NOW);
      return null;
    };
    const [outcome] = await sync.catchUp();
    expect(outcome?.streams[0]).toMatchObject({ complete: true, failure: null });
    expect(from.asks.length).toBeLessThan(10);
    expect(await count()).toBe(30);
    expect(await state()).toMatchObject({ syncedAt: NOW, covered: [{ to: NOW }] });
    expect((await state())?.covered[0]?.from).toBe((await state())?.keptFrom);
  });

  test('fetches what a longer age lets in again', async () => {
    const { sync, cache, keeping, from } = setUp();
    await sync.catchUp();
    await retain(cache, keeping, NOW);
    const longer = keepingOf(platformOf([logOf(from)]), { all: { ...NO_BOUNDS, age: 20 * DAY }, kinds: {} });
    await retain(cache, longer, NOW);
    const { sync: later } = bench(cache, [platformOf([logOf(from)])], hands(NOW), {
      since: 90 * DAY,
      keeping: longer,
    });
    expect((await later.catchUp())[0]?.streams[0]).toMatchObject({ complete: true });
    const { covered = [] } = (await cache.streams())[0] ?? {};
    expect(covered).toEqual([{ from: Math.floor((NOW - 20 * DAY) / DAY) * DAY, to: NOW }]);
  });

  test('does not mark everything read where alerts are not let in', async () => {
    const marked: string[] = [];
    const cache = openDirect({ memory: true });
    const from = source(
      [
        ...Array.from({ length: 30 }, (_, index) => alert(`a${index}`, NOW - index)),
        alert('old', NOW - 60 * DAY),
      ],
      40,
    );
    const actions = {
      markRead: async (id: string) => ok(marked.push(id)),
      markAllRead: async () => {
        marked.push('all');
        return ok(null);
      },
    };
    const platform = platformOf([changingOf(from, 'alert')], { actions });
    const keeping = keepingOf(platform, TEN_DAYS);
    await retain(cache, keeping, NOW);
    const { sync } = bench(cache, [platform], hands(NOW), { since: 90 * DAY, keeping });
    await sync.catchUp();
    const refs = Array.from({ length: 30 }, (_, index) => `p/alert/a${index}`);
    await cache.markRead(refs, true, NOW, ['p']);
    await sync.flush();
    expect(marked).toHaveLength(30);
    expect(marked).not.toContain('all');
  });
});

describe('a query', () => {
  const asked = (query: string, keptFrom?: number) => {
    const { tree } = parseQuery(query, 'audit', { now: NOW, longRunningAfter: HOUR });
    const covered = [{ from: EDGE, to: NOW }];
    const state = {
      covered,
      syncedAt: NOW,
      notOffered: false,
      ...(keptFrom === undefined ? {} : { keptFrom }),
    };
    const stream = { platform: 'p', stream: 'audit', since: 90 * DAY, state };
    return coverageOf([stream], 'audit', tree ?? { kind: 'all' }, NOW)[0];
  };

  test('without a bound reaches as far as is kept', () => {
    expect(asked('', EDGE)).toMatchObject({ from: EDGE, complete: true, keptFrom: EDGE });
    expect(asked('')).toMatchObject({ from: NOW - 90 * DAY, complete: false, keptFrom: null });
  });

  test('of a time that was dropped has a hole there', () => {
    expect(asked('since:20d', EDGE)).toMatchObject({
      complete: false,
      holes: [{ from: NOW - 20 * DAY, to: EDGE - 1 }],
    });
    expect(asked('since:3d', EDGE)).toMatchObject({ complete: true });
  });
});

describe('what is kept', () => {
  const streams = [{ kinds: ['alert', 'job', 'audit', 'statistic'], mode: 'scan' }] as const;

  test('has the age of everything where a kind has none of its own', () => {
    const bounds = { ...NO_BOUNDS, age: 3 * DAY };
    const { kinds } = keepingOf({ name: 'p', streams: [] }, { ...TEN_DAYS, kinds: { job: bounds } });
    expect(Object.entries(kinds).map(([kind, { age }]) => [kind, (age ?? 0) / DAY])).toEqual([
      ['alert', 10],
      ['job', 3],
      ['audit', 10],
    ]);
  });

  test('is everything without bounds, and of a look at everything every alert', () => {
    expect(keepingOf({ name: 'p', streams }, undefined).kinds).toEqual({});
    expect(Object.keys(keepingOf({ name: 'p', streams }, TEN_DAYS).kinds)).toEqual(['job', 'audit']);
  });

  test('of a stream begins at the latest edge of what it brings', () => {
    const keeping = keepingOf({ name: 'p', streams: [] }, TEN_DAYS);
    expect(ageEdge(keeping, ['audit', 'statistic'], NOW)).toBe(EDGE);
    expect(ageEdge(keeping, ['statistic'], NOW)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('rounds', () => {
  const kept = (retention: Retention): Keeping => keepingOf({ name: 'p', streams: [] }, retention);

  /** A cache that answers a step when told to. */
  function steps() {
    const asked: { readonly now: number; readonly at: Json }[] = [];
    let answers: ((step: Retained) => void)[] = [];
    let listeners: (() => void)[] = [];
    return {
      asked,
      cache: {
        retain: (_keeping: Keeping, now: number, at: Json) => {
          asked.push({ now, at });
          for (const listener of listeners.splice(0)) listener();
          return new Promise<Retained>((resolve) => answers.push(resolve));
        },
      },
      answer(next: Json) {
        for (const resolve of answers.splice(0)) resolve({ removed: 1, next });
      },
      next: () => new Promise<void>((resolve) => listeners.push(resolve)),
      reset: () => {
        answers = [];
        listeners = [];
      },
    };
  }

  test.each([
    ['an age', TEN_DAYS, HOUR],
    ['a size', { all: { ...NO_BOUNDS, bytes: 2 ** 30 }, kinds: {} }, 5 * MINUTE],
  ])('by %s begin at once and then every so often, one at a time', async (_name, retention, again) => {
    const time = hands(NOW);
    const { cache, asked, answer } = steps();
    const rounds = createRetention({
      cache,
      keepings: [kept(retention)],
      clock: time.clock,
      timer: time.timer,
    });
    rounds.due('p');
    rounds.due('p');
    expect(asked).toEqual([{ now: NOW, at: null }]);
    answer(null);
    await rounds.run([], new AbortController().signal);
    await new Promise((resolve) => setImmediate(resolve));
    time.advance(again - 1);
    rounds.due('p');
    expect(asked).toHaveLength(1);
    time.advance(1);
    rounds.due('p');
    expect(asked).toHaveLength(2);
    answer(null);
    await rounds.stop();
  });

  test('go on where a step ended, with the instant they began at', async () => {
    const time = hands(NOW);
    const { cache, asked, answer, next } = steps();
    const rounds = createRetention({
      cache,
      keepings: [kept(TEN_DAYS)],
      clock: time.clock,
      timer: time.timer,
    });
    const done = rounds.run(['p'], new AbortController().signal);
    await new Promise((resolve) => setImmediate(resolve));
    time.now += 5;
    answer({ phase: 'age' });
    await next();
    answer(null);
    await done;
    expect(asked).toEqual([
      { now: NOW, at: null },
      { now: NOW, at: { phase: 'age' } },
    ]);
  });

  test("end within a step when they are stopped, and a failure is the next one's", async () => {
    const time = hands(NOW);
    const { cache, asked, answer } = steps();
    const rounds = createRetention({
      cache,
      keepings: [kept(TEN_DAYS)],
      clock: time.clock,
      timer: time.timer,
    });
    rounds.due('p');
    const stopped = rounds.stop();
    answer({ phase: 'age' });
    await stopped;
    expect(asked).toHaveLength(1);
    rounds.due('p');
    expect(asked).toHaveLength(1);
    const failing = { retain: () => Promise.reject(new Error('the disk is full')) };
    const other = createRetention({ cache: failing, keepings: [kept(TEN_DAYS)], clock: time.clock });
    await other.run(['p', 'unknown'], new AbortController().signal);
    await other.stop();
  });
});
