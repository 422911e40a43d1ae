import { describe, expect, test } from 'vitest';
import { paneCount, paneLine } from '../../components/layout/header-text.ts';
import { line } from '../../components/layout/pieces.ts';
import { type PlatformLineFacts, platformLine } from '../../components/layout/platform-line.ts';
import { createTheme } from '../../components/theme.ts';
import { cellsOf } from '../../src/domain/cells.ts';
import { MINUTE } from '../../src/domain/time.ts';
import type { SyncState } from '../../src/sync/state.ts';
import type { PlatformState } from '../../stores/state.ts';
import { NOW } from '../stores/records.ts';

const theme = { ...createTheme(false), paint: (_tone: unknown, text: string) => text };
const platform = (name: string, condition: SyncState): PlatformState => ({
  name,
  kind: 'ssl-clm',
  condition,
  syncedAt: condition === 'fresh' ? NOW - MINUTE : null,
  failure: null,
  nextTry: null,
});
const FINE = ['digicert-one', 'ssl-clm', 'this-machine'].map((name) => platform(name, 'fresh'));
const MANY = Array.from({ length: 6 }, (_, n) => platform(`a-platform-${n}`, 'fresh'));
const DOWN = [
  platform('this-machine', 'fresh'),
  platform('prod-clm', 'out of reach'),
  platform('dns-clm', 'out of reach'),
];
const FACTS: PlatformLineFacts = {
  platforms: FINE,
  daily: { unreadErrors: 16, failedJobs: 18, longRunning: 2 },
  certainty: { unreadErrors: 'exact', failedJobs: 'exact', longRunning: 'exact' },
  now: NOW,
  width: 120,
  frozen: false,
};
const text = (facts: Partial<PlatformLineFacts>) => platformLine(theme, { ...FACTS, ...facts });

describe('the platforms', () => {
  test.each([
    [200, FINE, 'certdeck  ● digicert-one  ● ssl-clm  ● this-machine  data 1m'],
    [120, FINE, '● digicert-one  ● ssl-clm  ● this-machine  data 1m'],
    [80, FINE, '● 3 fresh  data 1m'],
    [120, MANY, 'certdeck  ● 6 fresh  data 1m'],
    [60, FINE, '● 3 fresh  data 1m'],
    [200, DOWN, 'certdeck  ✗ prod-clm out of reach  ✗ dns-clm out of reach  ● this-machine  data 1m'],
    [120, DOWN, '✗ prod-clm out of reach  ✗ dns-clm out of reach  ● 1 fresh  data 1m'],
    [80, DOWN, '✗ 2 out of reach  ● 1 fresh  data 1m'],
    [60, DOWN, '✗ 2  ● 1  data 1m'],
  ])('at %i cells', (width, platforms, left) => {
    const shown = text({ width, platforms });
    expect(shown.startsWith(`${left}  `), shown).toBe(true);
    expect(cellsOf(shown)).toBe(width);
    expect(shown).toMatch(/16 .*18 .*2/);
  });

  test('the worst come first, whatever the order of the configuration', () => {
    const platforms = [...FINE, platform('old', 'late'), platform('closed', 'not authorised')];
    expect(text({ platforms, width: 100 })).toMatch(
      /^⊘ closed not authorised {2}◐ old late {2}● 3 fresh {2}data 1m /,
    );
  });

  test('however many are down, and however they are called, the line says so and keeps the age', () => {
    const platforms = Array.from({ length: 12 }, (_, n) =>
      platform(`${n}-${'字'.repeat(40)}`, 'out of reach'),
    );
    for (const width of [60, 80, 120, 200]) {
      const shown = text({ platforms: [...platforms, ...FINE], width });
      expect(shown).toMatch(/^(certdeck {2})?✗ 12 (out of reach|down|●)?/);
      expect(shown).toContain('data 1m');
      expect(cellsOf(shown)).toBe(width);
    }
  });

  test('a frozen picture says how old it is', () => {
    expect(text({ frozen: true })).toContain('  frozen, data 1m  ');
    expect(text({ frozen: true, width: 80 })).toMatch(/^● 3 fresh {2}frozen, data 1m /);
  });

  test('a console that changes nothing says so', () => {
    expect(text({ readOnly: true })).toContain('  data 1m  read-only  ');
    const down = Array.from({ length: 5 }, (_, n) => platform(`down-${n}`, 'out of reach'));
    expect(text({ platforms: down, readOnly: true, width: 80 })).toMatch(/^✗ 5 down {2}no data yet {2}read/);
    expect(text({ readOnly: true, width: 60 })).toContain('  read-only  ');
  });
});

describe('the numbers', () => {
  test('are those of the daily check, and say so', () => {
    const numbers = '24h: ✗ 16 unread errors  ✗ 18 failed jobs  ‼ 2 long-running';
    expect(text({ width: 80 }).endsWith(`  ${numbers}`)).toBe(true);
    expect(text({ width: 60 }).endsWith('  24h: ✗ 16 unread  ✗ 18 failed  ‼ 2 long')).toBe(true);
  });

  test('claim no more than what is known of the platforms behind them', () => {
    const daily = { unreadErrors: 0, failedJobs: 0, longRunning: null };
    const unknown = { unreadErrors: 'unknown', failedJobs: 'at least', longRunning: 'unknown' } as const;
    expect(text({ daily, certainty: unknown })).toContain('✗ ? unread errors  ✗ ≥0 failed jobs  ‼ … long');
    const some = { unreadErrors: 1, failedJobs: 1, longRunning: 0 };
    expect(text({ daily: some, certainty: unknown })).toContain('✗ ≥1 unread errors  ✗ ≥1 failed jobs  ‼ ?');
    expect(text({ daily: some })).toContain('✗ 1 unread error  ✗ 1 failed job  ‼ 0 long-running');
  });
});

test('a line that does not fit is marked, even where a piece ends at the edge', () => {
  const pieces = ['abc', '  ', 'def'].map((each) => ({ text: each, tone: 'plain' as const }));
  expect([3, 4, 5, 6, 7, 8, 9].map((width) => line(theme, pieces, width))).toEqual([
    'ab…',
    'abc…',
    'abc …',
    'abc  …',
    'abc  d…',
    'abc  def',
    'abc  def ',
  ]);
});

test('a count that is not of the default filter is marked', () => {
  const tally = { matched: 0, exact: true };
  expect(paneCount({ tally, query: 'is:unread' }, 'alerts', false)).toBe('0');
  expect(paneCount({ tally, query: 'is:unread type:EXPIRED' }, 'alerts', false)).toBe('0/');
  // Where something of what is asked for is not here, nobody can say that this is all.
  expect(paneCount({ tally, query: 'is:unread' }, 'alerts', true)).toBe('≥0');
});

test('the four panes fit on a narrow screen', () => {
  const counts = { alerts: '23', jobs: '≥9/', audit: '1,234', statistics: '126' };
  const shown = paneLine(theme, 'statistics', counts, 60);
  expect(shown).toContain('[4 Statistics 126]');
  expect(cellsOf(shown)).toBe(60);
});
