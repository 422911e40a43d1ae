import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/query/parse.ts';
import { commandLine } from '../../stores/command-line.ts';
import { PANES } from '../../stores/panes.ts';
import { pivotQuery, pivotsOf } from '../../stores/pivots.ts';
import { type Harness, openConsole } from './harness.ts';
import { alert, entry, job, NOW } from './records.ts';

const list = ({ console }: Harness) => {
  const { pane, lists } = console.store.getState();
  return pane === 'statistics' ? null : { pane, query: lists[pane].query };
};
const cursorTo = async (harness: Harness, field: string): Promise<void> => {
  const { overlay } = harness.console.store.getState();
  if (overlay?.kind !== 'pivots') throw new Error('no pivot menu is open');
  await harness.type('j'.repeat(overlay.items.findIndex((item) => item.field === field) - overlay.cursor));
};

describe('pivots', () => {
  test('every value offered reads back as a query, in its own pane and in the others', () => {
    const odd = 'a "b" OR c\\d (e';
    for (const record of [
      alert('a', { title: odd, entity: { type: 'Certificate', id: null, name: odd } }),
      job('j', { name: odd, caId: 'OR', type: 'x..y' }),
      entry('e', { description: odd, userAgent: '-x' }),
    ]) {
      const pivots = pivotsOf(record);
      expect(pivots.length).toBeGreaterThan(2);
      for (const pivot of pivots)
        for (const pane of ['alerts', 'jobs', 'audit'] as const) {
          const query = pivotQuery(pivot, pane);
          const { problems } = parseQuery(query, PANES[pane].kind, { now: NOW, longRunningAfter: 1 });
          expect(
            problems.filter(({ level }) => level === 'error'),
            query,
          ).toEqual([]);
        }
    }
  });

  test('only this, not this, and back', async () => {
    const harness = await openConsole([job('a', { caId: 'ca-1' }), job('b', { caId: 'ca-2' })]);
    await harness.type('2/\u0015status:failed\r.');
    await cursorTo(harness, 'ca');
    await harness.type('\r');
    expect(list(harness)).toEqual({ pane: 'jobs', query: 'status:failed ca:ca-1' });
    await harness.type('\u000f');
    expect(list(harness)).toEqual({ pane: 'jobs', query: 'status:failed' });
    await harness.type('.');
    await cursorTo(harness, 'ca');
    await harness.type('-');
    expect(list(harness)?.query).toBe('status:failed -ca:ca-1');
  });

  test('in another pane, by the same field or as text', async () => {
    const harness = await openConsole([job('a', { caId: 'ca-1' })]);
    await harness.type('2.');
    await cursorTo(harness, 'platform');
    await harness.type('1');
    expect(list(harness)).toEqual({ pane: 'alerts', query: 'platform:prod' });
    await harness.type('\u000f.');
    await cursorTo(harness, 'ca');
    await harness.type('3');
    expect(list(harness)).toEqual({ pane: 'audit', query: '"ca-1"' });
  });

  test('in a payload the value under the cursor comes first, by its path', async () => {
    const harness = await openConsole([job('a', { payload: { 'odd key': { cn: 'x.example.com' } } })]);
    await harness.type('2\r]');
    await harness.type('jj.');
    expect(harness.console.store.getState().overlay).toMatchObject({
      kind: 'pivots',
      cursor: 0,
      items: expect.arrayContaining([{ field: '@payload["odd key"].cn', value: 'x.example.com' }]),
    });
    await harness.type('\r');
    const { jobs } = harness.console.store.getState().lists;
    expect(jobs.query).toMatch(/ @payload\["odd key"\]\.cn:x\.example\.com$/);
    expect(jobs.window.rows).toHaveLength(1);
  });
});

describe('the copy menu', () => {
  test('has the query, the command line, the record and its reference', async () => {
    const program = 'certdeck --config /etc/deck.toml';
    const harness = await openConsole([alert('a')], { services: { program } });
    await harness.type('c1c2c4');
    expect(harness.copied).toEqual([
      'is:unread',
      `${program} alerts --sort severity-desc is:unread`,
      'prod/alert/a',
    ]);
    await harness.type('c3');
    expect(JSON.parse(harness.copied.at(-1) ?? '')).toMatchObject({ kind: 'alert', id: 'a' });
  });

  test('says what is new by its instant, which a shell does not know', async () => {
    const harness = await openConsole([alert('a')]);
    harness.console.set((state) => ({ ...state, looked: { ...state.looked, alerts: NOW - 1_000 } }));
    await harness.type('/\u0015-is:new OR is:unread is:new\rc2');
    const instant = `since:${new Date(NOW - 999).toISOString()}`;
    expect(harness.copied.at(-1)).toContain(`'-${instant} OR is:unread ${instant}'`);
  });

  test.each([
    ['jobs', PANES.jobs.query, PANES.jobs.sort, `certdeck jobs --sort attention '${PANES.jobs.query}'`],
    ['audit', "who:'s", [{ field: 'time', descending: true }], `certdeck audit 'who:'\\''s'`],
    [
      'audit',
      '-ip:10.0.0.1',
      [{ field: 'time', descending: false }],
      'certdeck audit --sort time -- -ip:10.0.0.1',
    ],
    ['statistics', '', PANES.statistics.sort, 'certdeck stats'],
  ] as const)('%s %s', (pane, query, sort, line) => {
    expect(commandLine('certdeck', pane, query, sort)).toBe(line);
  });
});

test('the sort menu sorts by its line, and turns round what is sorted already', async () => {
  const harness = await openConsole([alert('a'), alert('b', { type: 'A_TYPE' })]);
  await harness.type('s4');
  const sort = () => harness.console.store.getState().lists.alerts.sort;
  expect(sort()[0]).toEqual({ field: 'type', descending: false });
  await harness.type('s\r');
  expect(sort()[0]).toEqual({ field: 'type', descending: true });
});
