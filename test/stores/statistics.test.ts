import { describe, expect, test } from 'vitest';
import type { Figure } from '../../src/cache/ask.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { currentItem } from '../../stores/derive.ts';
import { PANES } from '../../stores/panes.ts';
import { initialState } from '../../stores/state.ts';
import { changesOf } from '../../stores/statistics/changes.ts';
import { endingItems, figureSections, NOT_REPORTED, NOT_YET } from '../../stores/statistics/figures.ts';
import { gatherSections } from '../../stores/statistics/gather.ts';
import { itemOf, type Section } from '../../stores/statistics/sections.ts';
import { topAfter, topOfGroup } from '../../stores/statistics/sight.ts';
import { trendsOf } from '../../stores/statistics/trends.ts';
import { openConsole } from './harness.ts';
import { createMemoryCache } from './memory-cache.ts';
import { alert, job, NOW } from './records.ts';

function figure(category: string, name: string, rest: Partial<Figure> = {}): Figure {
  return {
    platform: 'host',
    category,
    name,
    unit: null,
    at: NOW,
    value: 10,
    origin: 'platform',
    account: null,
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
  const sections = figureSections(FIGURES);
  const group = (id: string) => sections.find((section) => section.id === id)?.items ?? [];

  test('the known ones stand whole and in their order, what nobody reports in its place, then all others', () => {
    expect(sections.map(({ id }) => id)).toEqual(['certificates', 'endpoints', 'keys', 'templates']);
    expect(group('certificates').map(({ label, said }) => said ?? label)).toEqual([
      'Discovered certificates',
      ...Array(8).fill(NOT_REPORTED),
      'Expired certificates',
    ]);
    expect(group('keys').map(({ label }) => label)).toEqual([
      'Total number of keys',
      'Symmetric keys',
      'Asymmetric keys',
      'Key usage',
      'Rotated keys',
      'EC P-256 keys',
      'RSA 2048 keys',
      'Something new keys',
    ]);
    expect(group('certificates')[0]).toMatchObject({ value: 10, day: 2, week: 2, aside: 'since 2026-08-19' });
    expect(group('templates').map(({ label }) => label)).toEqual([
      'CSR templates',
      'Provisioning templates',
      'Key profiles',
      'Email templates',
    ]);
  });

  test('a category of its own has a section of its own, and no figure of it passes for a known one', () => {
    const own = figureSections([figure('Secrets', 'Expired'), figure('Compliance', 'Compliance score')]);
    expect(own.slice(4).map(({ id, title, items }) => [id, title, items[0]?.label])).toEqual([
      ['category:Compliance', 'Compliance', 'Compliance score'],
      ['category:Secrets', 'Secrets', 'Expired'],
    ]);
    expect(own[0]?.items.every(({ said }) => said === NOT_REPORTED)).toBe(true);
  });

  test('several platforms stand below the figure; a total only where no two count the same thing', () => {
    const both = figureSections([
      figure('Keys', 'Total keys', { platform: 'a' }),
      figure('Keys', 'Total number of keys', { platform: 'b' }),
      figure('Templates and profiles', 'CSR templates', { platform: 'a', value: 3, dayAgo: 1 }),
      figure('Templates and profiles', 'CSR template', { platform: 'b', value: 4, dayAgo: 4 }),
      figure('Templates and profiles', 'Key profiles', { platform: 'a', unit: 'x' }),
      figure('Templates and profiles', 'Key profiles', { platform: 'b', unit: 'y' }),
      figure('Certificates', 'Issued certificates (portal)', { platform: 'a' }),
      figure('Certificates', 'Issued certificates', { platform: 'a' }),
    ]).flatMap(({ items }) => items.filter(({ said }) => said === null));
    expect(both.map(({ label, platform, value, heading }) => [label, platform, value, heading])).toEqual([
      ['Issued certificates', 'a', 10, 'Issued certificates'],
      ['Issued certificates', 'a (portal)', 10, 'Issued certificates'],
      ['Total number of keys', 'a', 10, 'Total number of keys'],
      ['Total number of keys', 'b', 10, 'Total number of keys'],
      ['CSR templates', null, 7, null],
      ['CSR templates', 'a', 3, null],
      ['CSR templates', 'b', 4, null],
      ['Key profiles', 'a', 10, 'Key profiles'],
      ['Key profiles', 'b', 10, 'Key profiles'],
    ]);
    expect(both[4]).toMatchObject({ aside: 'sum of 2 platforms', day: 2 });
  });

  test('what was counted from records says from which and since when, and opens them', () => {
    const rotated = figure('Certificates', 'Rotated certificates', {
      platform: 'clm',
      origin: 'rule:count-clm-rotated',
    });
    const since = NOW - 3 * DAY;
    const items = figureSections([rotated], (platform, kind) => ({
      since: platform === 'clm' && kind === 'job' ? since : null,
      upTo: NOW,
    }))
      .flatMap((section) => section.items)
      .filter(({ said }) => said === null);
    expect(items).toMatchObject([
      {
        label: 'Rotated certificates',
        basis: 'counted from successful RENEW_CERT jobs since 2026-08-17',
        opens: { pane: 'jobs' },
      },
    ]);
    expect(items[0]?.opens?.query).toContain('type=RENEW_CERT status:SUCCESS since:2026-08-17');
  });

  test('before anybody reported anything, nobody is said not to', () => {
    expect(figureSections([])[0]?.items[0]).toMatchObject({ said: NOT_YET, opens: null });
  });

  test('days to expiry stand in their order', () => {
    expect(endingItems(FIGURES).map(({ label, platform }) => [label, platform])).toEqual([
      ['0-7 days', 'host'],
      ['8-30 days', 'host'],
      ['later', 'host'],
    ]);
  });

  test('every figure opens records with a query that can be read, or says that none are known', () => {
    const items = [...figureSections(FIGURES).flatMap(({ items }) => items), ...endingItems(FIGURES)];
    expect(items.every(({ opens, why }) => opens !== null || why !== '')).toBe(true);
    expect(items.filter(({ opens, said }) => opens === null && said === null)).toMatchObject([
      { label: 'Something new keys', why: 'certdeck does not know which records this figure counts' },
    ]);
    for (const { opens } of items) {
      if (opens === null) continue;
      const { problems } = parseQuery(opens.query, PANES[opens.pane].kind, { now: NOW, longRunningAfter: 1 });
      expect(problems, opens.query).toEqual([]);
    }
  });
});

describe('changes', () => {
  const at = (days: number, value = days) => ({ at: NOW - days * DAY, value });
  const changes = (...snapshots: readonly { readonly at: number; readonly value: number }[]) => {
    const on = (days: number) =>
      snapshots.find((each) => Math.floor(each.at / DAY) === Math.floor(NOW / DAY) - days)?.value ?? null;
    return changesOf({ ...at(0), dayAgo: on(1), weekAgo: on(7), series: [...snapshots].reverse() });
  };

  test.each([
    ['nothing was kept', [at(0)], { day: null, week: null, aside: 'no snapshot yet' }],
    ['since yesterday', [at(0), at(1)], { day: -1, week: -1, aside: 'since 2026-08-19' }],
    ['three days, one missing', [at(0), at(2), at(3)], { day: null, week: -3, aside: 'since 2026-08-17' }],
    ['a whole week', [at(0), at(1), at(7), at(8)], { day: -1, week: -7, aside: null }],
    [
      'the week’s own day missing',
      [at(0), at(1), at(6), at(9), at(30)],
      { day: -1, week: -9, aside: 'since 2026-08-11' },
    ],
  ])('%s', (_, snapshots, expected) => {
    expect(changes(...snapshots)).toEqual(expected);
  });
});

describe('trends', () => {
  test('follow the names platforms give their jobs and actions', () => {
    const types = ['ISSUE_CERT', 'RENEW_CERT', 'CA_REFRESH'].map((value) => ({ value, count: 1 }));
    const actions = ['RENEWAL_COMPLETED', 'LOGIN'].map((value) => ({ value, count: 1 }));
    expect(trendsOf(types, actions, 'since:2026-08-01').map(({ opens }) => opens.query)).toEqual([
      'type:ISSUE_CERT status:SUCCESS since:2026-08-01',
      'type:ISSUE_CERT status:FAILED since:2026-08-01',
      'type:RENEW_CERT status:SUCCESS since:2026-08-01',
      'type:RENEW_CERT status:FAILED since:2026-08-01',
      'action:RENEWAL_COMPLETED since:2026-08-01',
    ]);
  });
});

describe('changes of a trend', () => {
  test.each(['2026-08-20T00:00:30Z', '2026-08-20T00:40:00Z', '2026-08-20T23:59:00Z'])(
    'compare as many hours as there are, at %s',
    async (at) => {
      const now = Date.parse(at);
      // One renewal an hour for two months: nothing changes, whatever the time of day.
      const renewals = Array.from({ length: 24 * 60 }, (_, hour) =>
        job(`r${hour}`, {
          type: 'RENEW_CERT',
          status: 'SUCCESS',
          error: null,
          ...{ scheduledAt: null, startedAt: null, completedAt: now - (hour + 0.5) * HOUR },
        }),
      );
      const services = {
        cache: createMemoryCache(renewals),
        platforms: [],
        clock: () => now,
        longRunningAfter: HOUR,
      };
      const sections = await gatherSections(services as never, new AbortController().signal);
      const trend = sections.find(({ id }) => id === 'trend');
      expect(trend?.changes).toEqual({ day: '±24h', week: '±7d' });
      expect(trend?.items[0]).toMatchObject({ label: 'Renewal jobs done', value: 720, day: 0, week: 0 });
    },
  );
});

describe('the statistics pane', () => {
  test('arrows move between figures and groups, Enter opens the records in the right pane', async () => {
    const { console, cache, type, idle } = await openConsole([
      alert('a'),
      alert('b', { type: 'WEAK_KEY' }),
      alert('old', { platform: 'host', type: 'EXPIRED' }),
      job('j'),
    ]);
    cache.figureList = [...FIGURES];
    await type('4');
    await idle();
    expect(currentItem(console.store.getState())?.label).toBe('Discovered certificates');
    // Down to the first that is not one of the nine known ones of certificates.
    await type('jjjjjjjjj\r');
    expect(console.store.getState()).toMatchObject({
      pane: 'alerts',
      lists: { alerts: { query: 'platform="host" type:EXPIRED' } },
    });
    await type('4G');
    expect(currentItem(console.store.getState())?.opens).toEqual({
      pane: 'alerts',
      query: 'type="EXPIRED"',
    });
    await type('h');
    expect(currentItem(console.store.getState())?.key).toBe('failed-cause:DNS validation of j failed');
    await type('\r');
    expect(console.store.getState().lists.jobs.window.rows.map(({ record }) => record.id)).toEqual(['j']);
  });
});

test('figures that arrive above the selected one leave it on its line of the screen', () => {
  const section = (count: number): Section => ({
    id: 's',
    title: 'S',
    items: Array.from({ length: count }, (_, n) =>
      itemOf({ key: `${count - n}`, label: 'f', value: n, opens: null }),
    ),
    changes: null,
    note: null,
  });
  const [before, after] = [[section(60)], [section(63)]];
  const state = (top: number, selected: string) => {
    const start = initialState({ now: NOW, size: { columns: 80, rows: 24 }, readOnly: false });
    return { ...start, statistics: { ...start.statistics, sections: before, selected, top } };
  };
  expect(topAfter(state(20, '30'), after)).toBe(23);
  expect(topAfter(state(20, 'gone'), after)).toBe(0);
  // From the top it moves only for a selected one that would be out of sight.
  expect([topAfter(state(0, '60'), after), topAfter(state(0, '42'), after)]).toEqual([0, 3]);
});

test('a jump to a group shows it from its title on, and what is in sight whole stays where it is', () => {
  const section = (id: string, count: number): Section => ({
    ...{ id, title: id, changes: null, note: null },
    items: Array.from({ length: count }, (_, n) =>
      itemOf({ key: `${id}${n}`, label: 'f', value: n, opens: null }),
    ),
  });
  const sections = [section('a', 4), section('b', 30), section('c', 30)];
  const start = initialState({ now: NOW, size: { columns: 80, rows: 24 }, readOnly: false });
  const state = (top: number) => ({ ...start, statistics: { ...start.statistics, sections, top } });
  expect(topOfGroup(state(0), 'a0')).toBe(0);
  expect(topOfGroup(state(0), 'b0')).toBe(6);
  expect(topOfGroup(state(0), 'c0')).toBe(38);
  expect(topOfGroup(state(38), 'a0')).toBe(0);
});

test('a console whose figures are only due after the pause is idle', async () => {
  const harness = await openConsole([alert('a1'), alert('a2')]);
  await harness.type('m');
  await harness.type('4');
  // Taken back, the mark is news twice: at once, and when the cache tells of it.
  await harness.type('u');
  expect(harness.console.idle()).toBe(true);
});
