/** The histogram over a list: what it counts and when, and its window. */
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { layoutOfState } from '../../stores/derive.ts';
import { axisOf, endOf, stretchOf } from '../../stores/strip/axis.ts';
import { streamsOfKind } from '../../stores/strip/coverage.ts';
import { type Harness, openConsole } from './harness.ts';
import { entry, job, NOW } from './records.ts';

const ASK = { kind: 'audit', now: NOW, longRunningAfter: MINUTE, oldest: NOW - 90 * DAY } as const;

describe('the axis', () => {
  test.each([
    [NOW - 24 * HOUR, NOW + 1, 92, 30 * MINUTE],
    [NOW - 15 * MINUTE, NOW + 1, 92, 10 * SECOND],
    [NOW - 90 * DAY, NOW + 1, 60, 2 * DAY],
    [NOW - 1, NOW + 1, 60, SECOND],
  ])('from %d to %d in %d cells goes by %d ms', (from, to, cells, width) => {
    const axis = axisOf({ from, to }, cells);
    expect(axis.width).toBe(width);
    expect(axis.buckets).toBeLessThanOrEqual(cells);
    expect(axis.from % width).toBe(0);
    expect(axis.from).toBeLessThanOrEqual(from);
    expect(endOf(axis)).toBeGreaterThanOrEqual(to);
  });

  test.each([
    ['since:24h', NOW - 24 * HOUR, NOW + 1],
    ['since:7d until:2d foo', NOW - 7 * DAY, NOW - 2 * DAY + 1],
    ['foo', NOW - 90 * DAY, NOW + 1],
    ['(outcome:failure since:3h) OR action:LOGIN', NOW - 3 * HOUR, NOW + 1],
    ['-since:1h', NOW - 90 * DAY, NOW + 1],
    ['(', NOW - 90 * DAY, NOW + 1],
  ])('%s is from %d to %d', (query, from, to) => {
    expect(stretchOf({ ...ASK, query })).toEqual({ from, to });
  });
});

const RECORDS = [
  entry('now', { timestamp: NOW - MINUTE }),
  ...[1, 2, 3].map((n) => entry(`peak${n}`, { timestamp: NOW - 6 * HOUR - n * MINUTE })),
  entry('failed', { timestamp: NOW - 6 * HOUR - MINUTE, outcome: 'failure' }),
  entry('week', { timestamp: NOW - 5 * DAY }),
  job('j1', { completedAt: NOW - HOUR }),
];
const sum = (counts: readonly number[] = []) => counts.reduce((total, count) => total + count, 0);
const state = ({ console }: Harness) => console.store.getState();
const counted = (harness: Harness) => state(harness).strip.counted;
const TALL = { size: { columns: 120, rows: 40 } };

describe('the histogram', () => {
  test('counts what the audit pane asks, failures among them; a cursor move asks nothing', async () => {
    const harness = await openConsole(RECORDS, TALL);
    expect(harness.cache.histograms).toEqual([]);
    await harness.type('3');
    const before = counted(harness);
    expect(before).toMatchObject({ pane: 'audit', query: 'since:24h', exact: true });
    expect([sum(before?.totals), sum(before?.failing)]).toEqual([5, 1]);
    await harness.type('jjkG');
    expect(counted(harness)).toBe(before);
    expect(harness.cache.histograms).toEqual(['since:24h']);
  });

  test('follows the query and the data, and keeps what did not change', async () => {
    const harness = await openConsole(RECORDS, TALL);
    await harness.type('3/ outcome:failure\r');
    expect(sum(counted(harness)?.totals)).toBe(1);
    const before = counted(harness);
    harness.cache.put(entry('other', { timestamp: NOW - HOUR }));
    await harness.idle();
    expect(counted(harness)).toBe(before);
    harness.cache.put(entry('another', { timestamp: NOW - HOUR, outcome: 'failure' }));
    await harness.idle();
    expect(sum(counted(harness)?.failing)).toBe(2);
  });

  test('waits for the rows', async () => {
    const harness = await openConsole(RECORDS, TALL);
    const held = harness.cache.hold();
    harness.console.goTo('audit');
    await new Promise((resolve) => setImmediate(resolve));
    expect(harness.cache.histograms).toEqual([]);
    for (const release of held) release();
    await harness.idle();
    expect(harness.cache.histograms).toEqual(['since:24h']);
  });

  test('goes where there is no room for it, and i says so', async () => {
    const harness = await openConsole(RECORDS, { size: { columns: 80, rows: 20 } });
    await harness.type('3');
    expect(harness.cache.histograms).toEqual([]);
    harness.console.resize({ columns: 80, rows: 24 });
    await harness.idle();
    expect(sum(counted(harness)?.totals)).toBe(5);
    await harness.type('\r');
    harness.console.store.setState({ focus: 'list' });
    await harness.type('i');
    expect(state(harness).focus).toBe('list');
    expect(state(harness).message?.text).toContain('No room for the histogram');
  });
});

describe('its window', () => {
  test('i enters with the newest part, < goes back, Enter filters by it, u takes that back', async () => {
    const harness = await openConsole(RECORDS, TALL);
    await harness.type('3i');
    // 24 hours in quarters of an hour; an eighth of them.
    const width = 15 * MINUTE;
    expect(state(harness)).toMatchObject({
      focus: 'strip',
      strip: { window: { from: NOW - 11 * width, to: NOW + width } },
    });
    await harness.type('<<');
    expect(state(harness).strip.window).toEqual({ from: NOW - 35 * width, to: NOW - 23 * width });
    await harness.type('\r');
    expect(state(harness).focus).toBe('list');
    const { query, window } = state(harness).lists.audit;
    expect(query).toBe('since:2026-08-20T00:15Z until:2026-08-20T03:14Z');
    expect(window.rows.map(({ record }) => record.id).sort()).toEqual(['failed', 'peak1', 'peak2', 'peak3']);
    expect([sum(counted(harness)?.totals), sum(counted(harness)?.failing)]).toEqual([4, 1]);
    await harness.type('u');
    expect(state(harness).lists.audit.query).toBe('since:24h');
  });

  test('one that reaches the present stays open to what comes', async () => {
    const harness = await openConsole(RECORDS, TALL);
    await harness.type('3i\r');
    expect(state(harness).lists.audit.query).toBe('since:2026-08-20T06:15Z');
  });

  test('steps, widens to all that is shown and beyond it, narrows to one step', async () => {
    const harness = await openConsole(RECORDS, TALL);
    await harness.type('3i');
    const width = 15 * MINUTE;
    await harness.type('h\u001b[D');
    expect(state(harness).strip.window).toEqual({ from: NOW - 13 * width, to: NOW - width });
    await harness.type('____');
    const { window } = state(harness).strip;
    expect((window?.to ?? 0) - (window?.from ?? 0)).toBe(width);
    await harness.type('++++++++');
    const shown = state(harness).strip.shown;
    expect((shown?.to ?? 0) - (shown?.from ?? 0)).toBeGreaterThan(DAY);
    expect(harness.cache.histograms.at(-1)).toBe('*');
  });

  test('at the edge what is shown goes along, without the bounds of the query', async () => {
    const harness = await openConsole(RECORDS, TALL);
    await harness.type(`3i${'<'.repeat(45)}`);
    const { window, counted: now } = state(harness).strip;
    expect(window?.to).toBeLessThan(NOW - 5 * DAY);
    expect(now?.axis.from).toBeLessThanOrEqual(window?.from ?? 0);
    await harness.type('>'.repeat(100));
    expect(state(harness).strip.window?.to).toBe(NOW + 15 * MINUTE);
  });

  test('other lists show it while it has the keys; Esc and i leave, q too', async () => {
    const harness = await openConsole(RECORDS, TALL);
    await harness.type('2i');
    expect(counted(harness)).toMatchObject({ pane: 'jobs' });
    expect([sum(counted(harness)?.totals), sum(counted(harness)?.failing)]).toEqual([1, 1]);
    for (const key of ['i', 'q']) {
      await harness.type(key);
      expect(state(harness).focus).toBe('list');
      expect(state(harness).exit).toBeNull();
      await harness.type('i');
    }
    harness.console.press({ kind: 'key', name: 'Esc', text: null, raw: '\u001b' });
    expect(state(harness)).toMatchObject({ focus: 'list', strip: { window: null, shown: null } });
  });
});

describe('the coverage of a list', () => {
  test('has a line for each stream below one that explains, wherever eight records stay in sight', async () => {
    const { console, type } = await openConsole(RECORDS, { size: { columns: 80, rows: 24 } });
    const areas = () => {
      const { list, coverage } = layoutOfState(console.store.getState());
      return [list?.height, coverage?.height];
    };
    expect(areas()).toEqual([20, undefined]);
    await type('I');
    const streams = streamsOfKind(console.store.getState(), 'alert').length;
    expect(streams).toBeGreaterThan(0);
    expect(areas()).toEqual([20 - streams - 1, streams + 1]);
    console.resize({ columns: 80, rows: 12 });
    expect(areas()).toEqual([8, undefined]);
    console.resize({ columns: 80, rows: 40 });
    await type('I');
    expect(areas()).toEqual([35, 1]);
    console.resize({ columns: 80, rows: 12 });
    await type('I');
    expect(console.store.getState().message?.text).toMatch(/^No room for the coverage/);
  });
});
