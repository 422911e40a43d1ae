import { describe, expect, test } from 'vitest';
import { type Failure, fail, ok } from '../../src/domain/failure.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import type { Profile, ScanAsk, ScanStream } from '../../src/platforms/port.ts';
import { createSync } from '../../src/sync/engine.ts';
import { bench, hands } from './bench.ts';
import { alert, changingOf, entries, entry, logOf, platformOf, source } from './fake-platform.ts';
import { memoryCache } from './memory-cache.ts';

const NOW = 100 * HOUR;
const down = (code: Failure['code'] = 'UNREACHABLE', retryAfter?: number) =>
  fail({ code, what: `p: ${code}`, next: '', ...(retryAfter === undefined ? {} : { retryAfter }) });
const never = () => new Promise<never>(() => {});

describe('polling', () => {
  test('goes on at its interval, with what failed tried sooner and then later', async () => {
    const from = source(entries(NOW - 10));
    const time = hands(NOW);
    const cache = memoryCache();
    const { sync, next } = bench(cache, [platformOf([logOf(from)])], time);
    sync.start();
    expect(await next('ended')).toMatchObject({ again: MINUTE, outcome: { failure: null, complete: true } });
    from.onAsk = () => down();
    const waits: (number | null)[] = [];
    for (let poll = 0, wait = MINUTE; poll < 5; poll += 1) {
      time.advance(wait);
      const { again } = await next('ended');
      waits.push(again);
      wait = again ?? 0;
    }
    expect(waits).toEqual([5, 10, 20, 40, 80].map((seconds) => seconds * SECOND));
    expect(cache.state('audit')).toMatchObject({ failure: { code: 'UNREACHABLE' } });
    from.onAsk = () => null;
    time.advance(80 * SECOND);
    expect(await next('ended')).toMatchObject({ again: MINUTE, outcome: { failure: null } });
    expect(cache.state('audit')).toMatchObject({ failure: null });
    await sync.stop();
    expect(time.waiting()).toBe(0);
  });

  test('waits as long as the platform asks', async () => {
    const from = source([]);
    from.onAsk = () => down('RATE_LIMITED', 7 * MINUTE);
    const time = hands(NOW);
    const { sync, next } = bench(memoryCache(), [platformOf([logOf(from)])], time);
    sync.start();
    const { again } = await next('ended');
    expect(again).toBeGreaterThanOrEqual(7 * MINUTE);
    await sync.stop();
  });

  test('slows down when the key is refused', async () => {
    const from = source([]);
    from.onAsk = () => down('UNAUTHORISED');
    const { sync, next } = bench(memoryCache(), [platformOf([logOf(from)])], hands(NOW));
    sync.start();
    expect(await next('ended')).toMatchObject({
      again: 15 * MINUTE,
      outcome: { failure: { code: 'UNAUTHORISED' } },
    });
    await sync.stop();
  });

  test('a 404 on an optional stream means that it is not offered', async () => {
    const from = source([]);
    from.onAsk = () => down('NOT_FOUND');
    const cache = memoryCache();
    const streams = [logOf(from, { optional: true }), logOf(from, { name: 'other' })];
    const { sync } = bench(cache, [platformOf(streams)], hands(NOW));
    const [outcome] = await sync.catchUp();
    expect(outcome?.streams[0]).toMatchObject({ notOffered: true, failure: null, complete: true });
    expect(outcome?.streams[1]).toMatchObject({ notOffered: false, failure: { code: 'NOT_FOUND' } });
    expect(cache.state('audit')).toMatchObject({ notOffered: true, failure: null });
    from.onAsk = () => fail({ code: 'NOT_OFFERED', what: 'p: no', cause: 'Not in this licence.', next: '-' });
    expect((await sync.catchUp())[0]?.streams[0]).toMatchObject({
      notOffered: true,
      reason: 'Not in this licence.',
    });
    from.onAsk = () => down();
    await sync.catchUp();
    expect(cache.state('audit')).toMatchObject({ notOffered: true });
    from.onAsk = () => null;
    await sync.catchUp();
    expect(cache.state('audit')).toMatchObject({ notOffered: false });
  });

  test('a platform that never answers holds up no other, nor the stop', async () => {
    const slow = source([]);
    slow.onAsk = never;
    const quick = source(entries(NOW - 10));
    const cache = memoryCache();
    const { sync, next } = bench(
      cache,
      [platformOf([logOf(slow)], { name: 'slow' }), platformOf([logOf(quick)], { name: 'quick' })],
      hands(NOW),
    );
    sync.start();
    expect(await next('ended')).toMatchObject({ platform: 'quick', outcome: { complete: true } });
    await sync.stop();
    expect(cache.state('audit')?.failure).toBeNull();
  });

  test('a cache that fails is said, and tried again', async () => {
    const from = source(entries(NOW - 10));
    const cache = memoryCache();
    cache.beforeCommit = () => {
      throw new Error('disk full');
    };
    const time = hands(NOW);
    const { sync, next } = bench(cache, [platformOf([logOf(from)])], time);
    sync.start();
    expect(await next('ended')).toMatchObject({
      outcome: { failure: { what: 'disk full' } },
      again: 5 * SECOND,
    });
    cache.beforeCommit = () => {};
    time.advance(5 * SECOND);
    expect(await next('ended')).toMatchObject({ outcome: { failure: null, added: 1 } });
    await sync.stop();
  });

  test('stop leaves what was committed and nothing half', async () => {
    const from = source(entries(...Array.from({ length: 30 }, (_, index) => NOW - index - 1)));
    const cache = memoryCache();
    const { sync, next } = bench(cache, [platformOf([logOf(from)])], hands(NOW));
    sync.start();
    await next('progress', ({ pages }) => pages === 3);
    await sync.stop();
    const commits = cache.commits.length;
    expect(cache.records.size).toBe(commits * 3);
    expect(cache.state('audit')?.covered).toEqual([{ from: NOW - commits * 3 + 1, to: NOW }]);
    await Promise.resolve();
    expect(cache.commits.length).toBe(commits);
  });
});

describe('the lease', () => {
  test('a second process shows but does not poll, and takes over when the first is gone', async () => {
    const [mine, theirs] = [source([]), source([])];
    const cache = memoryCache();
    const time = hands(NOW);
    const first = bench(cache, [platformOf([logOf(mine)])], time, { owner: 'first' });
    const second = bench(cache, [platformOf([logOf(theirs)])], time, { owner: 'second' });
    first.sync.start();
    expect(await first.next('lease')).toMatchObject({ held: true });
    await first.next('ended');
    second.sync.start();
    expect(await second.next('lease')).toMatchObject({ held: false });
    expect(theirs.asks).toHaveLength(0);
    await first.sync.stop();
    time.advance(10 * SECOND);
    expect(await second.next('lease')).toMatchObject({ held: true });
    await second.next('ended');
    expect(theirs.asks).toHaveLength(1);
    await second.sync.stop();
  });

  test('a process that slept through its lease leaves the platform to the one that took it', async () => {
    const mine = source([]);
    const cache = memoryCache();
    const time = hands(NOW);
    const first = bench(cache, [platformOf([logOf(mine)])], time, { owner: 'first' });
    first.sync.start();
    await first.next('ended');
    // Asleep: the clock goes on, its timers do not.
    mine.onAsk = never;
    time.now += HOUR;
    expect(await cache.lease('p', 'second', 2 * HOUR, time.now)).toBe(true);
    time.advance(0);
    expect(await first.next('lease', ({ held }) => !held)).toMatchObject({ held: false });
    // What it had begun is given up, and said to be over.
    expect(await first.next('ended')).toMatchObject({ again: null });
    const asks = mine.asks.length;
    time.advance(HOUR);
    await Promise.resolve();
    expect(mine.asks).toHaveLength(asks);
    await first.sync.stop();
  });
});

describe('look-ups', () => {
  const profile = (id: string): Profile => ({
    type: 'user',
    id,
    status: 'found',
    name: id.toUpperCase(),
    email: null,
    actorType: 'user',
    body: {},
  });

  test('each person once, kept in the cache, before a catch-up ends', async () => {
    const from = source([entry('a', NOW - 1, 'ann'), entry('b', NOW - 2, 'bob'), entry('c', NOW - 3, 'ann')]);
    const cache = memoryCache();
    const asked: string[] = [];
    const lookUp = async ({ id }: { id: string }) => {
      asked.push(id);
      return ok(profile(id));
    };
    const { sync } = bench(cache, [platformOf([logOf(from)], { lookUp })], hands(NOW));
    await sync.catchUp();
    expect(asked.sort()).toEqual(['ann', 'bob']);
    expect(cache.profiles.get('ann')).toMatchObject({ name: 'ANN' });
  });

  test('stand behind pages: one at a time while a page is being fetched', async () => {
    const people = Array.from({ length: 9 }, (_, index) => entry(`e${index}`, NOW - index - 1, `u${index}`));
    const from = source(people);
    let [flying, most] = [0, 0];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const lookUp = async ({ id }: { id: string }) => {
      flying += 1;
      most = Math.max(most, flying);
      if (from.asks.length < 3) await held;
      flying -= 1;
      return ok(profile(id));
    };
    from.onAsk = (_, count) => {
      if (count === 3) {
        expect(most).toBeLessThanOrEqual(1);
        release();
      }
      return null;
    };
    const cache = memoryCache();
    const { sync } = bench(cache, [platformOf([logOf(from)], { lookUp })], hands(NOW));
    await sync.catchUp();
    expect(cache.profiles.size).toBe(9);
    expect(most).toBeLessThanOrEqual(4);
  });

  test('one that fails stops nothing and is asked again later', async () => {
    const from = source([entry('a', NOW - 1, 'ann')]);
    const cache = memoryCache();
    const time = hands(NOW);
    let asked = 0;
    const lookUp = async () => {
      asked += 1;
      return asked === 1 ? down('TIMED_OUT') : ok(profile('ann'));
    };
    const { sync, events } = bench(cache, [platformOf([logOf(from)], { lookUp })], time);
    expect((await sync.catchUp())[0]?.streams[0]).toMatchObject({ failure: null, complete: true });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'trouble', part: 'look-ups' }));
    await sync.catchUp();
    expect(asked).toBe(1);
    time.now += 5 * MINUTE;
    await sync.catchUp();
    expect(asked).toBe(2);
    expect(cache.profiles.has('ann')).toBe(true);
  });
});

describe('read marks', () => {
  test('are sent, before the list that would contradict them is read', async () => {
    const from = source([alert('a1', NOW - 5)]);
    const cache = memoryCache();
    cache.queue('p', ['a1']);
    const marked: string[] = [];
    const actions = {
      markRead: async (id: string) => {
        marked.push(id);
        expect(from.asks).toHaveLength(0);
        return ok(null);
      },
    };
    const { sync } = bench(cache, [platformOf([changingOf(from, 'alert')], { actions })], hands(NOW));
    expect(await sync.catchUp()).toMatchObject([{ marks: null }]);
    expect(marked).toEqual(['a1']);
    expect(await cache.outbox()).toEqual([]);
  });

  test('wait while the platform is out of reach, in their order, and are not lost', async () => {
    const from = source([]);
    const cache = memoryCache();
    cache.queue('p', ['a1']);
    cache.queue('p', ['a2']);
    let reach = false;
    const marked: string[] = [];
    const actions = {
      markRead: async (id: string) => {
        if (!reach) return down();
        marked.push(id);
        return ok(null);
      },
    };
    const time = hands(NOW);
    const { sync, next } = bench(cache, [platformOf([changingOf(from, 'alert')], { actions })], time);
    await sync.flush();
    expect(await next('trouble')).toMatchObject({ part: 'read marks', failure: { code: 'UNREACHABLE' } });
    expect(await cache.outbox()).toMatchObject([
      { ids: ['a1'], attempts: 1, failure: { code: 'UNREACHABLE' } },
      { ids: ['a2'], attempts: 0 },
    ]);
    reach = true;
    sync.start();
    await next('ended');
    expect(marked).toEqual(['a1', 'a2']);
    expect(await cache.outbox()).toEqual([]);
    await sync.stop();
  });

  test('that the platform refuses are sent once a run, and the run says why', async () => {
    const cache = memoryCache();
    cache.queue('p', ['a1']);
    let tries = 0;
    const markRead = async () => {
      tries += 1;
      return down();
    };
    const platform = platformOf([changingOf(source([]), 'alert')], { actions: { markRead } });
    const { sync, next } = bench(cache, [platform], hands(NOW));
    expect(await sync.catchUp()).toMatchObject([{ marks: { code: 'UNREACHABLE' } }]);
    expect(tries).toBe(1);
    sync.start();
    await next('ended');
    await next('ended');
    expect(tries).toBe(2);
    await sync.stop();
  });

  test('a platform that never takes a mark does not hold up whoever gives up waiting', async () => {
    const cache = memoryCache();
    cache.queue('p', ['a1']);
    const { sync } = bench(
      cache,
      [platformOf([changingOf(source([]), 'alert')], { actions: { markRead: never } })],
      hands(NOW),
    );
    const control = new AbortController();
    const run = sync.catchUp({ signal: control.signal });
    control.abort();
    expect(await run).toMatchObject([{ marks: { code: 'CANCELLED' } }]);
    expect(await cache.outbox()).toHaveLength(1);
    await sync.stop();
  });

  test('a mark that is being sent when the sync stops stays queued', async () => {
    const cache = memoryCache();
    cache.queue('p', ['a1']);
    const actions = { markRead: never };
    const { sync } = bench(cache, [platformOf([changingOf(source([]), 'alert')], { actions })], hands(NOW));
    const sent = sync.flush();
    await sync.stop();
    await sent;
    expect(await cache.outbox()).toMatchObject([{ ids: ['a1'], attempts: 0 }]);
  });

  test('a platform that keeps no marks has nothing to be told', async () => {
    const cache = memoryCache();
    cache.queue('p', ['a1']);
    const { sync } = bench(cache, [platformOf([changingOf(source([]), 'alert')])], hands(NOW));
    await sync.flush();
    expect(await cache.outbox()).toEqual([]);
  });
});

test('a refresh for one kind asks only what brings it', async () => {
  const [alerts, jobs] = [source([]), source([])];
  const platform = platformOf([changingOf(alerts, 'alert'), changingOf(jobs, 'job')]);
  const { sync } = bench(memoryCache(), [platform], hands(NOW));
  await sync.refresh({ kind: 'job' });
  expect([alerts.asks.length, jobs.asks.length]).toEqual([0, 1]);
  await sync.refresh();
  expect([alerts.asks.length, jobs.asks.length]).toEqual([1, 2]);
  await sync.stop();
});

test('a refresh for one kind asks for the entries that rules derive it from', async () => {
  const [log, alerts] = [source([]), source([])];
  const platform = platformOf([logOf(log), changingOf(alerts, 'alert')]);
  const time = hands(NOW);
  const sync = createSync({
    cache: memoryCache(),
    platforms: [{ platform, pollInterval: MINUTE, since: HOUR, derives: { audit: ['job'] } }],
    clock: time.clock,
    timer: time.timer,
    owner: 'me',
  });
  await sync.refresh({ kind: 'job' });
  expect([log.asks.length > 0, alerts.asks.length]).toEqual([true, 0]);
  await sync.stop();
});

describe('a scan', () => {
  function scanner(answers: (ask: ScanAsk) => ReturnType<ScanStream['scan']>) {
    const asks: ScanAsk[] = [];
    const stream: ScanStream = {
      name: 'scan',
      kinds: ['alert'],
      mode: 'scan',
      interval: HOUR,
      scan: (ask) => {
        asks.push(ask);
        return answers(ask);
      },
    };
    return { stream, asks };
  }

  test('keeps its state, retires what no longer holds, and comes at its interval', async () => {
    const { stream, asks } = scanner(async ({ state, onStep }) => {
      onStep?.(1, 2);
      return state === null
        ? ok({
            rows: [{ record: alert('x', NOW), raw: null }],
            rejected: [],
            retired: [],
            state: { runs: 1 },
          })
        : ok({ rows: [], rejected: [], retired: ['p/alert/x'], state: { runs: 2 } });
    });
    const cache = memoryCache();
    const time = hands(NOW);
    const { sync, next, events } = bench(cache, [platformOf([stream])], time);
    sync.start();
    expect(await next('ended')).toMatchObject({ again: HOUR, outcome: { added: 1, complete: true } });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'progress', rows: 1, total: 2 }));
    expect(cache.state('scan')).toMatchObject({ position: { runs: 1 }, syncedAt: NOW });
    time.advance(HOUR);
    await next('ended');
    expect(asks[1]?.state).toEqual({ runs: 1 });
    expect(cache.records.size).toBe(0);
    await sync.stop();
  });

  test('after a restart waits for the rest of the interval', async () => {
    const { stream, asks } = scanner(async () => ok({ rows: [], rejected: [], retired: [], state: null }));
    const cache = memoryCache();
    const time = hands(NOW);
    await bench(cache, [platformOf([stream])], time).sync.catchUp();
    time.now += 20 * MINUTE;
    const { sync, next } = bench(cache, [platformOf([stream])], time);
    sync.start();
    await next('lease');
    while (time.waiting() < 2) await Promise.resolve();
    time.advance(39 * MINUTE);
    expect(asks).toHaveLength(1);
    time.advance(MINUTE);
    await next('ended');
    expect(asks).toHaveLength(2);
    await sync.stop();
  });
});
