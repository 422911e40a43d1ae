import { expect, test } from 'vitest';
import { emptyText } from '../../components/panes/empty-text.ts';
import type { StreamState } from '../../src/cache/stored.ts';
import { HOUR } from '../../src/domain/time.ts';
import { coverageFor } from '../../stores/coverage.ts';
import { PANES } from '../../stores/panes.ts';
import { NOW } from '../stores/records.ts';
import { info, OUT_OF_REACH, stream } from '../stores/streams.ts';

const pane = PANES.jobs;
const list = { freshness: 'fresh', query: pane.query, failure: null, progress: null } as const;

function empty(streams: readonly StreamState[], { width = 100, query = pane.query } = {}) {
  const platforms = streams.map(({ platform }) => info(platform));
  const ask = { kind: pane.kind, query, streams, platforms, now: NOW, longRunningAfter: HOUR };
  const facts = {
    list: { ...list, query },
    pane,
    coverage: coverageFor(ask),
    now: NOW,
    mode: 'utc' as const,
  };
  return emptyText({ ...facts, width, height: 10 }).map(([, line]) => line.trim());
}

test('nothing failed where everything was heard', () => {
  expect(empty([stream('here')]).slice(1, 5)).toEqual([
    'No job failed in the last 24 hours, none is stuck, none is running.',
    'Looked at here, from 90d ago to now: nothing is missing.',
    'Newest data: now.',
    '/ changes the filter, R polls, @ shows the platforms.',
  ]);
});

test('a window read ahead of the clock of the screen is not a day short', () => {
  const platforms = [info('here')];
  const streams = [stream('here', { syncedAt: NOW + 5_000 })];
  const ask = { kind: pane.kind, query: pane.query, streams, platforms, now: NOW, longRunningAfter: HOUR };
  const coverage = coverageFor({ ...ask, query: 'since:24h' });
  const facts = { list: { ...list, query: 'since:24h' }, pane, coverage, now: NOW, mode: 'utc' as const };
  const lines = emptyText({ ...facts, width: 100, height: 10 }).map(([, line]) => line.trim());
  expect(lines.join()).toContain('from 24h ago to now');
});

test('of platforms never synced nothing is said but that', () => {
  const never = { syncedAt: null, failure: OUT_OF_REACH };
  expect(empty([stream('prod', never), stream('dns', never)]).slice(1, 3)).toEqual([
    'Nothing is known of prod, dns (out of reach): never synced.',
    'No data yet.',
  ]);
});

test('what is said of the others is bound to them', () => {
  const lines = empty([stream('here'), stream('prod', { syncedAt: null, failure: OUT_OF_REACH })]);
  expect(lines.slice(1, 3)).toEqual([
    'Nothing is known of prod (out of reach): never synced.',
    'On here: No job failed in the last 24 hours, none is stuck, none is running.',
  ]);
});

test('a platform that fell silent is told with the time, and no more is claimed than was seen', () => {
  const lines = empty([stream('here'), stream('prod', { syncedAt: NOW - 3 * HOUR, failure: OUT_OF_REACH })]);
  expect(lines.slice(1, 3)).toEqual([
    'prod: nothing since 06:00Z (3h).',
    'As far as is known: No job failed in the last 24 hours, none is stuck, none is running.',
  ]);
  expect(lines).toContain('Looked at here, prod, from 90d ago to now.');
});

test('where nothing matches of what rules derive, the log behind it was looked at', () => {
  const platforms = [info('one', { kinds: ['audit'], derives: { audit: ['job'] } })];
  const streams = [stream('one', { stream: 'audit', kinds: ['audit'] })];
  const ask = { kind: pane.kind, query: 'name:x', streams, platforms, now: NOW, longRunningAfter: HOUR };
  const coverage = coverageFor(ask);
  const facts = { list: { ...list, query: 'name:x' }, pane, coverage, now: NOW, mode: 'utc' as const };
  const lines = emptyText({ ...facts, width: 100, height: 10 }).map(([, line]) => line.trim());
  expect(lines).toContain('Looked at one, from 90d ago to now: nothing is missing.');
  expect(lines.join()).not.toContain('No platform');
});

test('on a narrow screen nothing of it is cut', () => {
  const never = { syncedAt: null, failure: OUT_OF_REACH };
  const names = ['production-europe', 'production-america', 'staging'];
  const lines = empty(
    names.map((name) => stream(name, never)),
    { width: 60 },
  );
  expect(lines.join(' ')).toContain(`Nothing is known of ${names.join(', ')} (out of reach): never synced.`);
});
