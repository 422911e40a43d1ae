import { describe, expect, test } from 'vitest';
import { refOf } from '../../src/domain/record.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { topOf } from '../../stores/window.ts';
import { openConsole } from './harness.ts';
import { alert, entries, entry, job, NOW } from './records.ts';
import { stream } from './streams.ts';

describe('a list', () => {
  test('opens on its default query, worst first', async () => {
    const { console } = await openConsole([
      alert('warn', { severity: 'warning' }),
      alert('old', { createdAt: NOW - 2 * HOUR }),
      alert('new'),
      alert('seen', { read: true }),
    ]);
    const { window, place, tally } = console.store.getState().lists.alerts;
    expect(window.rows.map(({ record }) => record.id)).toEqual(['new', 'old', 'warn']);
    expect(place.selected).toBe('prod/alert/new');
    expect(tally).toEqual({ matched: 3, exact: true });
    expect(console.store.getState().daily).toEqual({ unreadErrors: 2, failedJobs: 0, longRunning: 0 });
  });

  test('reads ahead while the cursor goes down, and gets to the end', async () => {
    const { console, type } = await openConsole(entries(1_000));
    await type('3');
    for (let page = 0; page < 60; page++) await type('\u0004\u0004');
    const list = console.store.getState().lists.audit;
    expect(list.place.selected).toBe('prod/audit/e999');
    expect(list.window.rows.length).toBeLessThan(400);
    expect(list.window.offset).toBe(1_000 - list.window.rows.length);
    await type('g');
    expect(console.store.getState().lists.audit.place.selected).toBe('prod/audit/e0');
  });

  test('keys that arrive in one read move as many rows, over the edge of what is loaded too', async () => {
    const { console, type } = await openConsole(entries(300));
    await type('3');
    await type('j'.repeat(200));
    expect(console.store.getState().lists.audit.place.selected).toBe('prod/audit/e200');
  });

  test('a refresh keeps the cursor on its record and its line; new rows queue behind a counter', async () => {
    const { console, cache, type, idle } = await openConsole(entries(50));
    await type('3jjj');
    cache.put(...['n1', 'n2'].map((id, at) => entry(id, { timestamp: NOW + 1 + at })));
    await idle();
    const list = console.store.getState().lists.audit;
    expect(list.place).toMatchObject({ selected: 'prod/audit/e3', line: 3 });
    expect(list.arrived).toBe(2);
    await type('g');
    expect(console.store.getState().lists.audit).toMatchObject({
      arrived: 0,
      place: { selected: 'prod/audit/n2' },
    });
  });

  test('at the top new rows come into sight, and the cursor stays on its record', async () => {
    const { console, cache, type, idle } = await openConsole(entries(50));
    await type('3');
    cache.put(entry('n1', { timestamp: NOW + 1 }));
    await idle();
    const { window, place, arrived } = console.store.getState().lists.audit;
    expect(place.selected).toBe('prod/audit/e0');
    expect(topOf(window, place)).toBe(0);
    expect(arrived).toBe(0);
  });

  test('while a first sync fills the cache, a list nobody has touched shows its newest', async () => {
    const { console, cache, type, idle } = await openConsole([alert('old', { createdAt: NOW - HOUR })]);
    const arrive = async (name: string) => {
      cache.put(...Array.from({ length: 60 }, (_, at) => alert(`${name}${at}`, { createdAt: NOW + at })));
      await idle();
      const { window, place } = console.store.getState().lists.alerts;
      return [place.selected, topOf(window, place)];
    };
    expect(await arrive('a')).toEqual(['prod/alert/a59', 0]);
    // From the first key on the cursor stays where it is.
    await type('j');
    expect((await arrive('b'))[0]).toBe('prod/alert/a58');
  });

  test('a key while the newest are being fetched keeps the record it was pressed on', async () => {
    const { console, cache, type, idle } = await openConsole([alert('old', { createdAt: NOW - HOUR })]);
    cache.put(...Array.from({ length: 60 }, (_, at) => alert(`a${at}`, { createdAt: NOW + at })));
    await type('m');
    await idle();
    expect(console.store.getState().lists.alerts.place.selected).toBe('prod/alert/old');
    await expect(cache.record('prod/alert/old')).resolves.toMatchObject({ record: { read: true } });
  });

  test('once all is synced an untouched list stays where it is', async () => {
    const streams = [stream('prod')];
    const { console, cache, idle } = await openConsole([alert('old')], { streams });
    cache.put(...Array.from({ length: 60 }, (_, at) => alert(`a${at}`, { createdAt: NOW + 1 + at })));
    await idle();
    expect(console.store.getState().lists.alerts.place.selected).toBe('prod/alert/old');
  });

  test('following, the cursor goes with the newest', async () => {
    const { console, cache, type, idle } = await openConsole(entries(5));
    await type('3F');
    cache.put(entry('n1', { timestamp: NOW + 1 }));
    await idle();
    expect(console.store.getState().lists.audit.place.selected).toBe('prod/audit/n1');
  });

  test('a record that no longer matches stays under the cursor, with what is true now', async () => {
    const running = job('a', { status: 'RUNNING', startedAt: NOW - MINUTE, completedAt: null, error: null });
    const { console, cache, type, idle } = await openConsole([running, job('b'), job('c')]);
    await type('2G');
    expect(console.store.getState().lists.jobs.place.selected).toBe(refOf(running));
    cache.put({ ...running, status: 'SUCCESS', completedAt: NOW });
    await idle();
    const { window, place } = console.store.getState().lists.jobs;
    expect(place.selected).toBe(refOf(running));
    expect(window.rows.find(({ ref }) => ref === refOf(running))?.record).toMatchObject({
      status: 'SUCCESS',
    });
    await type('k');
    cache.put(job('b'));
    await idle();
    expect(console.store.getState().lists.jobs.window.rows.map(({ ref }) => ref)).not.toContain(
      refOf(running),
    );
  });

  test('an answer that comes late is dropped, whatever the order', async () => {
    const { console, cache, idle, type } = await openConsole([alert('a'), alert('b', { severity: 'info' })]);
    const held = cache.hold();
    const typed = type('/\u0015severity:info\r');
    console.rows.alerts.open();
    for (const release of [...held].reverse()) release();
    await typed;
    await idle();
    expect(console.store.getState().lists.alerts.window.rows.map(({ record }) => record.id)).toEqual(['b']);
  });

  test('a frozen console takes nothing in until it is thawed, and the clock goes on', async () => {
    const waits: (() => void)[] = [];
    const after = (ms: number, run: () => void) => {
      if (ms < 1_000) setImmediate(run);
      else waits.push(run);
      return () => undefined;
    };
    const opened = await openConsole([alert('a')], { services: { after } });
    const { console, cache, type, idle, clock } = opened;
    await type('=');
    cache.put(alert('b'));
    clock.now += 5 * MINUTE;
    for (const run of waits.splice(0)) run();
    await idle();
    expect(console.store.getState().now).toBe(NOW + 5 * MINUTE);
    expect(console.store.getState().lists.alerts.window.rows).toHaveLength(1);
    await type('=');
    expect(console.store.getState().lists.alerts.window.rows).toHaveLength(2);
  });

  test('sorting by a column is remembered by the cache', async () => {
    const { console, cache, type } = await openConsole([alert('a'), alert('b')]);
    await type('>S');
    const { sort } = console.store.getState().lists.alerts;
    expect(sort[0]).toEqual({ field: 'time', descending: false });
    expect(await cache.recall('sort:alerts')).toEqual(sort);
  });
});
