import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { fail, ok } from '../../src/domain/failure.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import { refOf } from '../../src/domain/record.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { bench, hands } from './bench.ts';
import { entries, entry, logOf, platformOf, type Source, source } from './fake-platform.ts';
import { type MemoryCache, memoryCache } from './memory-cache.ts';

const NOW = 2_000_000;
const SINCE = 1_000_000;
const FROM = NOW - SINCE;

/** `count` entries, newest first, a thousand milliseconds apart. */
const many = (count: number, newest = NOW - 1_000) =>
  entries(...Array.from({ length: count }, (_, index) => newest - index * 1_000));

function synced(from: Source, cache: MemoryCache = memoryCache(), time = hands(NOW)) {
  const stream = logOf(from);
  const { sync } = bench(cache, [platformOf([stream])], time, { since: SINCE });
  const run = async (signal?: AbortSignal) => {
    const [outcome] = await sync.catchUp(signal ? { signal } : {});
    const one = outcome?.streams[0];
    if (one === undefined) throw new Error('no outcome');
    return one;
  };
  return { cache, time, run, sync };
}

const held = (cache: MemoryCache) => [...cache.records.keys()].sort();
const there = (from: Source) => from.rows.map(refOf).sort();

describe('a first sync of a log', () => {
  test('reads to the end, newest first, and covers the window', async () => {
    const from = source(many(10));
    const { cache, run } = synced(from);
    expect(await run()).toMatchObject({ added: 10, pages: 4, complete: true, failure: null });
    expect(held(cache)).toEqual(there(from));
    expect(cache.state('audit')).toMatchObject({ covered: [{ from: FROM, to: NOW }], syncedAt: NOW });
  });

  test('each page commits with what it proves: never the millisecond its rows may go on in', async () => {
    const from = source(entries(NOW - 10, NOW - 20, NOW - 30, NOW - 40, NOW - 50));
    const { cache, run } = synced(from, memoryCache());
    await run();
    expect(cache.commits.map(({ covered }) => covered)).toEqual([
      { from: NOW - 29, to: NOW },
      { from: FROM, to: NOW },
    ]);
  });

  test('equal timestamps over a page edge are not claimed before their last row', async () => {
    const same = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => entry(id, NOW - 500));
    const from = source([entry('new', NOW - 100), ...same, entry('old', NOW - 900)]);
    const { cache, run } = synced(from);
    await run();
    expect(cache.commits.map(({ covered }) => covered?.from)).toEqual([NOW - 499, NOW - 499, FROM]);
    expect(held(cache)).toEqual(there(from));
  });

  test('stops at `since` without reading on', async () => {
    const from = source(many(2_000), 100);
    const { run, cache } = synced(from);
    expect(await run()).toMatchObject({ complete: true, failure: null });
    // A thousand entries lie in the window, the last at its very edge: one page more shows that nothing follows.
    expect(from.asks).toHaveLength(11);
    expect(cache.records.size).toBe(1_100);
  });

  test('an empty log is covered too', async () => {
    const { run, cache } = synced(source([]));
    expect(await run()).toMatchObject({ added: 0, complete: true });
    expect(cache.state('audit')?.covered).toEqual([{ from: FROM, to: NOW }]);
  });

  test('rows without a time are kept and prove nothing', async () => {
    const from = source([entry('x', null), ...many(4), entry('y', null)], 2);
    const { run, cache } = synced(from);
    expect(await run()).toMatchObject({ complete: true, added: 6 });
    expect(held(cache)).toEqual(there(from));
  });

  test('one page is read and one on its way beyond what is committed, and no more', async () => {
    const from = source(many(20));
    const cache = memoryCache();
    let [fetched, committed, most] = [0, 0, 0];
    from.onAsk = () => {
      fetched += 1;
      most = Math.max(most, fetched - committed);
      return null;
    };
    cache.beforeCommit = async () => {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      committed += 1;
    };
    await synced(from, cache).run();
    expect(committed).toBe(7);
    expect(most).toBe(3);
  });
});

describe('a log that grows', () => {
  test('between pages: nothing is lost, nothing doubled', async () => {
    const from = source(many(30));
    const time = hands(NOW);
    from.onAsk = (_, count) => {
      time.now += 10;
      from.rows.unshift(entry(`later${count}`, time.now + 1), entry(`late${count}`, time.now));
      return null;
    };
    const { cache, run } = synced(from, memoryCache(), time);
    const begun = there(from);
    const outcome = await run();
    expect(outcome).toMatchObject({ complete: true, failure: null });
    for (const ref of begun) expect(cache.records.has(ref)).toBe(true);
    from.onAsk = () => null;
    await run();
    expect(held(cache)).toEqual(there(from));
    expect(outcome.added).toBeLessThanOrEqual(cache.records.size);
  });

  test('a poll asks only for news, with an overlap', async () => {
    const from = source(many(900), 100);
    const { run, time, cache } = synced(from);
    await run();
    time.now += MINUTE;
    from.asks = [];
    from.rows.unshift(...entries(time.now - 5));
    expect(await run()).toMatchObject({ added: 1, complete: true });
    expect(from.asks.map(({ from: since, to }) => [since, to])).toEqual([
      [NOW - 1_000 - 5 * MINUTE, null],
      ...from.asks.slice(1).map(({ from: since }) => [since, null]),
    ]);
    expect(cache.state('audit')).toMatchObject({
      covered: [{ from: FROM, to: time.now }],
      syncedAt: time.now,
    });
  });

  test('one request is enough when there is nothing new', async () => {
    const from = source(many(900), 1_000);
    const { run, time } = synced(from);
    await run();
    from.asks = [];
    time.now += MINUTE;
    await run();
    expect(from.asks).toHaveLength(1);
  });

  test('entries of a platform whose clock runs behind are found', async () => {
    const behind = 20 * MINUTE;
    const from = source(many(400, NOW - behind), 100);
    const { run, time, cache } = synced(from);
    // The window is wide enough for this clock.
    await run();
    time.now += MINUTE;
    from.rows.unshift(entry('slow', time.now - behind));
    await run();
    expect(cache.records.has('p/audit/slow')).toBe(true);
  });
});

describe('a sync that was cut', () => {
  test.each([1, 2, 3, 4, 5, 6])('after commit %i goes on from there', async (cut) => {
    const from = source(many(18));
    const cache = memoryCache();
    const control = new AbortController();
    cache.beforeCommit = () => {
      if (cache.commits.length === cut) control.abort();
      // What is cut is the process: the commit itself is whole or not at all.
      if (cache.commits.length === cut) throw new Error('cut');
    };
    expect(await synced(from, cache).run(control.signal)).toMatchObject({ complete: cut === 6 });
    expect(cache.records.size).toBe(cut * 3);
    cache.beforeCommit = () => {};
    const time = hands(NOW + MINUTE);
    from.rows.unshift(...entries(NOW + 5));
    expect(await synced(from, cache, time).run()).toMatchObject({ complete: true });
    expect(held(cache)).toEqual(there(from));
  });

  test('leaves a hole that the next run asks for by its bounds, after the news', async () => {
    const from = source(many(900), 100);
    const cache = memoryCache();
    from.onAsk = (_, count) => (count === 4 ? fail({ code: 'UNREACHABLE', what: 'cut', next: '' }) : null);
    expect(await synced(from, cache).run()).toMatchObject({
      complete: false,
      failure: { code: 'UNREACHABLE' },
    });
    expect(cache.state('audit')).toMatchObject({ failure: { code: 'UNREACHABLE' }, syncedAt: null });
    expect(cache.state('audit')?.covered).toEqual([{ from: NOW - 299_999, to: NOW }]);
    from.asks = [];
    from.onAsk = () => null;
    const time = hands(NOW + MINUTE);
    expect(await synced(from, cache, time).run()).toMatchObject({ complete: true, failure: null });
    expect(from.asks[0]).toMatchObject({ to: null });
    expect(from.asks.find(({ to }) => to !== null)).toMatchObject({
      from: FROM + MINUTE,
      to: NOW - 1_000 - 5 * MINUTE - 1,
    });
    expect(cache.state('audit')).toMatchObject({ failure: null, syncedAt: NOW + MINUTE });
    expect(held(cache)).toEqual(there(from));
  });
});

describe('a log that is not in order', () => {
  const shuffled = () => {
    const rows = many(12);
    return [3, 9, 0, 7, 1, 11, 5, 2, 10, 4, 8, 6].map((index) => rows[index] as AuditEntry);
  };

  test('oldest first: nothing is covered before its end', async () => {
    const from = source(many(9).reverse());
    const { cache, run } = synced(from);
    expect(await run()).toMatchObject({ complete: true, added: 9 });
    expect(cache.commits.map(({ covered }) => covered)).toEqual([
      undefined,
      undefined,
      { from: FROM, to: NOW },
    ]);
  });

  test('nearly in order and growing at its top: its end is believed all the same', async () => {
    const rows = many(12);
    const time = hands(NOW);
    const from = source([1, 0, 2, 3, 5, 4, 6, 7, 8, 9, 11, 10].map((index) => rows[index] as AuditEntry));
    const begun = there(from);
    from.onAsk = (_, count) => {
      time.now += 10;
      if (count > 1) from.rows.unshift(entry(`late${count}`, time.now));
      return null;
    };
    const { cache, run } = synced(from, memoryCache(), time);
    expect(await run()).toMatchObject({ complete: true, failure: null });
    for (const ref of begun) expect(cache.records.has(ref)).toBe(true);
  });

  test('shuffled: likewise, and cut in the middle it begins again', async () => {
    const from = source(shuffled());
    const cache = memoryCache();
    from.onAsk = (_, count) => (count === 3 ? fail({ code: 'UNREACHABLE', what: 'cut', next: '' }) : null);
    await synced(from, cache).run();
    expect(cache.state('audit')?.covered).toEqual([]);
    expect(await synced(from, cache).run()).toMatchObject({ complete: true });
    expect(held(cache)).toEqual(there(from));
  });

  test('disorder across pages is seen too', async () => {
    const rows = many(6);
    const from = source([rows[3], rows[4], rows[5], rows[0], rows[1], rows[2]] as AuditEntry[]);
    const { cache, run } = synced(from);
    expect(await run()).toMatchObject({ complete: true });
    // The first page looked well and claimed its top, which the second one then filled.
    expect(held(cache)).toEqual(there(from));
  });

  test('its end is believed only when all of it was seen: it is walked again', async () => {
    const from = source(shuffled());
    const hidden = from.rows[4] as AuditEntry;
    from.onAsk = (_, count) => {
      // In the first walk a row moves behind the reader's back.
      if (count === 3) from.rows = [hidden, ...from.rows.filter((row) => row !== hidden)];
      if (count === 1) from.rows = [...from.rows.filter((row) => row !== hidden), hidden];
      return null;
    };
    const { cache, run } = synced(from);
    expect(await run()).toMatchObject({ complete: true });
    expect(from.asks.length).toBeGreaterThan(4);
    expect(held(cache)).toEqual(there(from));
  });

  test('an entry that the platform lists twice, and counts twice, leaves none', async () => {
    const rows = many(7);
    const twice = rows[4] as AuditEntry;
    const from = source([...rows.slice(0, 4), twice, ...rows.slice(4)]);
    const { cache, run } = synced(from);
    expect(await run()).toMatchObject({ failure: null, complete: true });
    expect(held(cache)).toHaveLength(7);
    // Then what is truly left out is missed as before.
    from.total = (all) => all.length + 1;
    const other = synced(from);
    expect(await other.run()).toMatchObject({
      complete: false,
      failure: { what: expect.stringContaining('names 9 entries') },
    });
  });

  test('a platform that delivers less than it names leaves a hole, and it is said', async () => {
    const from = source(shuffled());
    from.total = (rows) => rows.length + 5;
    const { cache, run } = synced(from);
    expect(await run()).toMatchObject({ complete: false, failure: { code: 'BAD_RESPONSE' } });
    expect(from.asks).toHaveLength(12);
    expect(cache.state('audit')).toMatchObject({ covered: [], failure: { code: 'BAD_RESPONSE' } });
    expect(cache.state('audit')?.failure?.what).toContain('17 entries');
  });
});

describe('a platform that answers oddly', () => {
  test('ends early although in order: what is proven stays, the rest is asked for by its bounds', async () => {
    const from = source(many(60), 10);
    // Like a server that refuses offsets past 20 by an empty page, and filters by `to`.
    const all = from.rows;
    from.onAsk = (ask) => {
      const rows = all.filter((record) => (timeOf(record) ?? 0) <= (ask.to ?? NOW));
      const offset = Number(ask.cursor ?? 0);
      const page = offset >= 20 ? [] : rows.slice(offset, offset + 10);
      return ok({
        rows: page.map((record) => ({ record, raw: null })),
        rejected: [],
        next: page.length > 0 && offset + 10 < rows.length ? offset + 10 : null,
        total: rows.length,
      });
    };
    const { cache, run } = synced(from);
    expect(await run()).toMatchObject({ complete: true, failure: null });
    expect(held(cache)).toEqual(there(from));
  });

  test('the same page for ever: ends with a failure', async () => {
    const from = source(many(60), 10);
    from.onAsk = (ask) =>
      ok({
        rows: many(10).map((record) => ({ record, raw: null })),
        rejected: [],
        next: Number(ask.cursor ?? 0) + 10,
        total: null,
      });
    const { cache, run } = synced(from);
    expect(await run()).toMatchObject({ complete: false, failure: { code: 'BAD_RESPONSE' } });
    expect(cache.records.size).toBe(10);
    expect(from.asks.length).toBeLessThan(30);
  });

  test('a cursor that stands still: ends with a failure', async () => {
    const from = source(many(60), 10);
    from.onAsk = () => ok({ rows: [], rejected: [], next: { page: 1 }, total: null });
    const { run } = synced(from);
    expect(await run()).toMatchObject({ complete: false, failure: { code: 'BAD_RESPONSE' } });
    expect(from.asks).toHaveLength(2);
  });

  test('throws: the failure is a value', async () => {
    const from = source(many(3));
    from.onAsk = () => {
      throw new Error('boom');
    };
    const { run } = synced(from);
    expect(await run()).toMatchObject({ failure: { code: 'INTERNAL', what: 'boom' } });
  });

  test('rows set aside count towards the total', async () => {
    const from = source(many(3));
    from.total = () => 4;
    from.onAsk = () =>
      ok({
        rows: from.rows.map((record) => ({ record, raw: null })),
        rejected: [{ key: 'bad', reason: 'timestamp: expected a date', sample: '{}' }],
        next: null,
        total: 4,
      });
    const { run } = synced(from);
    expect(await run()).toMatchObject({ complete: true, rejected: 1, failure: null });
  });
});

test('a walk longer than the poll interval reads the news in between', async () => {
  const from = source(many(90), 10);
  const time = hands(NOW);
  const seen: string[] = [];
  from.onAsk = (_, count) => {
    if (count === 3) {
      time.now += 2 * MINUTE;
      from.rows.unshift(entry('breaking', time.now - 1));
    }
    return null;
  };
  const cache = memoryCache();
  cache.beforeCommit = ({ rows }) => {
    seen.push(...rows.map(({ record }) => record.id));
  };
  expect(await synced(from, cache, time).run()).toMatchObject({ complete: true });
  expect(seen.indexOf('breaking')).toBeLessThan(seen.indexOf(`e${NOW - 1_000 - 89_000}`));
  expect(cache.state('audit')?.syncedAt).toBe(time.now);
});
