import { describe, expect, test } from 'vitest';
import type { Figure } from '../../src/cache/port.ts';
import { DAY } from '../../src/domain/time.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { currentItem } from '../../stores/derive.ts';
import { PANES } from '../../stores/panes.ts';
import { causesOf, stemOf } from '../../stores/statistics/causes.ts';
import { endingItems, figureSections } from '../../stores/statistics/figures.ts';
import { trendsOf } from '../../stores/statistics/trends.ts';
import { openConsole } from './harness.ts';
import { alert, job, NOW } from './records.ts';

function figure(category: string, name: string, rest: Partial<Figure> = {}): Figure {
  return {
    platform: 'host',
    category,
    name,
    unit: null,
    at: NOW,
    value: 10,
    dayAgo: 8,
    weekAgo: null,
    series: [
      { at: NOW - DAY, value: 8 },
      { at: NOW, value: 10 },
    ],
    ref: `host/statistic/${name}`,
    ...rest,
  };
}

const FIGURES: readonly Figure[] = [
  figure('Certificates', 'Discovered certificates'),
  figure('Certificates', 'Expired certificates'),
  figure('Certificates', 'Certificates ending in 8-30 days'),
  figure('Certificates', 'Certificates ending in 0-7 days'),
  figure('Certificates', 'Certificates ending later'),
  figure('Endpoints and discovery', 'Unreachable endpoints'),
  figure('Keys', 'RSA 2048 keys'),
  figure('Keys', 'EC P-256 keys'),
  figure('Keys', 'Something new keys'),
];

describe('figures', () => {
  test('fall into four groups; a group nobody reports says so', () => {
    const sections = figureSections(FIGURES);
    expect(sections.map(({ id, items }) => [id, items.length])).toEqual([
      ['certificates', 2],
      ['endpoints', 1],
      ['keys', 3],
      ['templates', 0],
    ]);
    expect(sections[3]?.note).toBe('No platform reports these.');
    expect(sections[0]?.items[0]).toMatchObject({ value: 10, day: 2, week: null, series: [8, 10] });
  });

  test('days to expiry stand in their order', () => {
    expect(endingItems(FIGURES).map(({ label }) => label)).toEqual([
      'Certificates ending in 0-7 days · host',
      'Certificates ending in 8-30 days · host',
      'Certificates ending later · host',
    ]);
  });

  test('every figure opens records with a query that can be read', () => {
    const items = [...figureSections(FIGURES).flatMap(({ items }) => items), ...endingItems(FIGURES)];
    for (const { label, opens } of items) {
      expect(opens, label).not.toBeNull();
      if (opens === null) continue;
      const { problems } = parseQuery(opens.query, PANES[opens.pane].kind, { now: NOW, longRunningAfter: 1 });
      expect(problems, opens.query).toEqual([]);
    }
  });
});

describe('causes', () => {
  test.each([
    ['Agent app-04.example.net did not answer', 'Agent app-04.example.net did not answer'],
    ['Deployment validation failed on web.example.com: serial differs', 'Deployment validation failed on'],
    [
      'urn:ietf:params:acme:error:unauthorized: no record at example.org',
      'urn:ietf:params:acme:error:unauthorized: no record at',
    ],
    ['CSR not generated', 'CSR not generated'],
  ])('%s', (error, stem) => {
    expect(stemOf(error)).toBe(stem);
  });

  test('texts that begin alike are counted together', () => {
    const groups = [
      { value: 'Order rejected: 17', count: 2 },
      { value: 'Order rejected: 18', count: 3 },
      { value: null, count: 1 },
    ];
    expect(causesOf(groups, 5)).toEqual([
      { stem: 'Order rejected:', count: 5 },
      { stem: null, count: 1 },
    ]);
  });
});

describe('trends', () => {
  test('follow the names platforms give their jobs and actions', () => {
    const types = ['ISSUE_CERT', 'RENEW_CERT', 'CA_REFRESH'].map((value) => ({ value, count: 1 }));
    const actions = ['RENEWAL_COMPLETED', 'LOGIN'].map((value) => ({ value, count: 1 }));
    expect(trendsOf(types, actions, 30).map(({ opens }) => opens.query)).toEqual([
      'type:ISSUE_CERT status:SUCCESS since:30d',
      'type:ISSUE_CERT status:FAILED since:30d',
      'type:RENEW_CERT status:SUCCESS since:30d',
      'type:RENEW_CERT status:FAILED since:30d',
      'action:RENEWAL_COMPLETED since:30d',
    ]);
  });
});

describe('the statistics pane', () => {
  test('arrows move between figures and groups, Enter opens the records in the right pane', async () => {
    const { console, cache, type, idle } = await openConsole([
      alert('a'),
      alert('b', { type: 'WEAK_KEY' }),
      job('j'),
    ]);
    cache.figureList = [...FIGURES];
    await type('4');
    await idle();
    expect(currentItem(console.store.getState())?.label).toBe('Discovered certificates · host');
    await type('j\r');
    expect(console.store.getState()).toMatchObject({
      pane: 'alerts',
      lists: { alerts: { query: 'platform="host" type:EXPIRED' } },
    });
    await type('4G');
    expect(currentItem(console.store.getState())?.opens).toEqual({
      pane: 'alerts',
      query: 'type="WEAK_KEY"',
    });
    await type('h');
    expect(currentItem(console.store.getState())?.key).toBe('failed-cause:DNS validation of j failed');
    await type('\r');
    expect(console.store.getState().lists.jobs.window.rows.map(({ record }) => record.id)).toEqual(['j']);
  });
});
