import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../src/domain/failure.ts';
import { type AnyRecord, refOf } from '../../src/domain/record.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { bench, hands } from './bench.ts';
import { alert, changingOf, job, platformOf, type Source, source } from './fake-platform.ts';
import { memoryCache } from './memory-cache.ts';

const NOW = 100 * HOUR;
const SINCE = 50 * HOUR;

/** Alerts a minute apart, newest first; the first `unread` of them unread. */
const alerts = (count: number, unread: number) =>
  Array.from({ length: count }, (_, index) =>
    alert(`a${index}`, NOW - MINUTE * (index + 1), index >= unread),
  );

function synced(from: Source, kind: 'alert' | 'job' = 'alert', more: Parameters<typeof changingOf>[2] = {}) {
  const cache = memoryCache();
  const time = hands(NOW);
  const { sync } = bench(cache, [platformOf([changingOf(from, kind, more)])], time, { since: SINCE });
  const outcome = async (thorough: boolean) => {
    from.asks = [];
    if (!thorough) {
      await sync.refresh();
      return cache.state(`${kind}s`);
    }
    return (await sync.catchUp())[0]?.streams[0];
  };
  return { cache, time, sweep: () => outcome(true), poll: () => outcome(false) };
}

const held = (records: Map<string, AnyRecord>) => [...records.values()].map(refOf).sort();

describe('a list that changes in place', () => {
  test('is swept at first, and covered only then', async () => {
    const from = source(alerts(10, 2));
    const { cache, sweep } = synced(from);
    expect(await sweep()).toMatchObject({ added: 10, complete: true, failure: null });
    expect(cache.commits.map(({ covered }) => covered)).toEqual([
      undefined,
      undefined,
      undefined,
      { from: NOW - SINCE, to: NOW },
    ]);
    expect(cache.state('alerts')).toMatchObject({ syncedAt: NOW, position: { sweptAt: NOW } });
  });

  test('the first sweep ends at `since`', async () => {
    const from = source(
      Array.from({ length: 100 }, (_, index) => alert(`a${index}`, NOW - index * HOUR, true)),
    );
    const { cache, sweep } = synced(from);
    expect(await sweep()).toMatchObject({ complete: true });
    expect(cache.records.size).toBe(54);
    expect(from.asks).toHaveLength(18);
  });

  test('a poll reads the news and, further down, only as far as open records lie', async () => {
    const from = source(alerts(300, 5));
    const { cache, time, sweep, poll } = synced(from);
    await sweep();
    time.now += MINUTE;
    from.rows.unshift(alert('new', time.now - 1));
    await poll();
    // News reach back over the overlap; all five unread ones lie within it.
    expect(from.asks.length).toBeLessThanOrEqual(3);
    expect(cache.records.has('p/alert/new')).toBe(true);
    expect(cache.state('alerts')).toMatchObject({
      syncedAt: time.now,
      covered: [{ from: NOW - SINCE, to: time.now }],
      position: { sweptAt: NOW },
    });
  });

  test('an open record far down is read again, and what changed is seen', async () => {
    const rows = alerts(60, 0);
    rows[40] = { ...(rows[40] ?? alert('', 0)), read: false };
    const from = source(rows);
    const { cache, time, sweep, poll } = synced(from);
    await sweep();
    time.now += MINUTE;
    await poll();
    expect(from.asks).toHaveLength(14);
    from.rows = from.rows.map((row) => (row.kind === 'alert' ? { ...row, read: true } : row));
    time.now += MINUTE;
    await poll();
    expect([...cache.records.values()].every((row) => row.kind === 'alert' && row.read)).toBe(true);
    time.now += MINUTE;
    await poll();
    expect(from.asks.length).toBeLessThan(5);
  });

  test('one that its stream holds to be forgotten is left to the sweeps', async () => {
    const rows = alerts(60, 0);
    rows[40] = { ...(rows[40] ?? alert('', 0)), read: false };
    const from = source(rows);
    const { cache, time, sweep, poll } = synced(from, 'alert', {
      isPolled: (record, now) => record.kind === 'alert' && now - (record.createdAt ?? 0) < 30 * MINUTE,
    });
    await sweep();
    time.now += MINUTE;
    await poll();
    expect(from.asks.length).toBeLessThan(5);
    from.rows = from.rows.map((row) => (row.kind === 'alert' ? { ...row, read: true } : row));
    time.now += 15 * MINUTE;
    await poll();
    expect(cache.records.get('p/alert/a40')).toMatchObject({ read: true });
  });

  test('after a quarter of an hour the rest is swept too', async () => {
    const from = source(alerts(60, 0));
    const { cache, time, sweep, poll } = synced(from);
    await sweep();
    from.rows[50] = alert('a50', NOW - MINUTE * 51, false);
    time.now += 14 * MINUTE;
    await poll();
    expect(cache.records.get('p/alert/a50')).toMatchObject({ read: true });
    time.now += MINUTE;
    await poll();
    expect(cache.records.get('p/alert/a50')).toMatchObject({ read: false });
    expect(cache.state('alerts')?.position).toMatchObject({ sweptAt: time.now });
  });

  test('an open record that is gone from the whole list is retired; a closed one stays as history', async () => {
    const from = source(alerts(12, 3));
    const { cache, time, sweep, poll } = synced(from);
    await sweep();
    from.rows = from.rows.filter(({ id }) => id !== 'a1' && id !== 'a7');
    time.now += MINUTE;
    await poll();
    expect(cache.records.has('p/alert/a1')).toBe(false);
    expect(cache.records.has('p/alert/a7')).toBe(true);
  });

  test('but not while a row was set aside that may be it', async () => {
    const from = source(alerts(3, 3));
    const { cache, time, sweep, poll } = synced(from);
    await sweep();
    const [one, two] = from.rows;
    from.onAsk = () =>
      ok({
        rows: [one, two].flatMap((record) => (record ? [{ record, raw: null }] : [])),
        rejected: [{ key: 'hash-of-the-row', reason: 'createdAt: expected a date', sample: '{}' }],
        next: null,
        total: 3,
      });
    time.now += MINUTE;
    await poll();
    expect(cache.records.has('p/alert/a2')).toBe(true);
  });

  test('nor when the platform does not say how many there are', async () => {
    const from = source(alerts(3, 3));
    from.total = () => null;
    const { cache, time, sweep, poll } = synced(from);
    await sweep();
    from.rows.pop();
    time.now += MINUTE;
    await poll();
    expect(cache.records.has('p/alert/a2')).toBe(true);
  });

  test('a list in no order is read to its end each time', async () => {
    const from = source(alerts(30, 0).reverse());
    const { time, sweep, poll } = synced(from);
    expect(await sweep()).toMatchObject({ complete: true });
    time.now += MINUTE;
    await poll();
    expect(from.asks).toHaveLength(10);
  });

  test('a row that moves while the list is read is not lost: it is read again', async () => {
    const from = source(alerts(12, 0));
    from.onAsk = (_, count) => {
      // A record above the reader is deleted: the rest moves up under its feet.
      if (count === 3) from.rows = from.rows.slice(1);
      return null;
    };
    const { cache, sweep } = synced(from);
    expect(await sweep()).toMatchObject({ complete: true });
    expect(held(cache.records)).toEqual(expect.arrayContaining(from.rows.map(refOf)));
  });

  test('a list that names more than it delivers is said to have a hole', async () => {
    const from = source(alerts(12, 0));
    from.total = () => 20;
    const { cache, sweep } = synced(from);
    expect(await sweep()).toMatchObject({ complete: false, failure: { code: 'BAD_RESPONSE' } });
    expect(cache.state('alerts')).toMatchObject({
      covered: [],
      syncedAt: null,
      failure: { code: 'BAD_RESPONSE' },
    });
    expect(cache.records.size).toBe(12);
  });

  test('a sweep that was cut begins again', async () => {
    const from = source(alerts(12, 0));
    from.onAsk = (_, count) => (count === 3 ? fail({ code: 'TIMED_OUT', what: 'cut', next: '' }) : null);
    const { cache, sweep } = synced(from);
    expect(await sweep()).toMatchObject({ complete: false, failure: { code: 'TIMED_OUT' } });
    expect(cache.state('alerts')).toMatchObject({ covered: [], failure: { code: 'TIMED_OUT' } });
    from.onAsk = () => null;
    expect(await sweep()).toMatchObject({ complete: true });
    expect(cache.state('alerts')).toMatchObject({ failure: null, covered: [{ from: NOW - SINCE, to: NOW }] });
  });
});

describe('jobs, which have three times', () => {
  test('sorted by when they were scheduled, a poll still knows where the news end', async () => {
    const from = source(
      Array.from({ length: 60 }, (_, index) =>
        // Completed in an order of its own.
        job(`j${index}`, NOW - MINUTE * (index + 1), 'SUCCESS', NOW - MINUTE * (60 - index) + 30 * MINUTE),
      ),
    );
    const { cache, time, sweep, poll } = synced(from, 'job');
    await sweep();
    time.now += MINUTE;
    from.rows.unshift(job('new', time.now - 1, 'RUNNING'));
    await poll();
    expect(from.asks.length).toBeLessThanOrEqual(4);
    time.now += MINUTE;
    from.rows[0] = job('new', time.now - MINUTE - 1, 'FAILED', time.now);
    await poll();
    expect(cache.records.get('p/job/new')).toMatchObject({ status: 'FAILED' });
  });
});
