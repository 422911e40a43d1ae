import { expect, test } from 'vitest';
import type { StreamState } from '../../src/cache/stored.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { asideOf, asideWords, troublesOf, whatOf } from '../../src/sync/trouble.ts';

const DOWN: Failure = { code: 'UNREACHABLE', what: 'a: out of reach', cause: 'ECONNREFUSED', next: '' };
const stream = (platform: string, name: string, rest: Partial<StreamState>): StreamState => ({
  platform,
  stream: name,
  kinds: [],
  covered: [],
  position: null,
  syncedAt: null,
  attemptedAt: null,
  failure: null,
  notOffered: false,
  rejected: 0,
  known: 0,
  ...rest,
});

test('a failure of several streams is told once, with the oldest sync and the latest attempt', () => {
  const troubles = troublesOf([
    stream('a', 'jobs', { failure: DOWN, syncedAt: 5, attemptedAt: 8 }),
    stream('a', 'audit', { failure: { ...DOWN }, syncedAt: 4, attemptedAt: 9 }),
    stream('a', 'alerts', { failure: { ...DOWN, cause: 'ENOTFOUND' } }),
    stream('a', 'figures', { failure: DOWN, notOffered: true }),
    stream('b', 'jobs', { failure: DOWN }),
    stream('b', 'audit', {}),
  ]);
  expect(troubles).toMatchObject([
    { platform: 'a', streams: ['jobs', 'audit'], syncedAt: 4, attemptedAt: 9 },
    { platform: 'a', streams: ['alerts'], syncedAt: null, attemptedAt: null },
    { platform: 'b', streams: ['jobs'] },
  ]);
});

test('the name of the platform is not told twice', () => {
  expect(whatOf(DOWN, 'a')).toBe('out of reach');
  expect(whatOf(DOWN, 'b')).toBe('a: out of reach');
});

test('rows set aside for the same reason are counted', () => {
  const row = (key: string, reason: string) => ({ stream: 'jobs', key, reason, sample: '', at: 0 });
  const aside = asideOf([row('j1', 'no id'), row('j2', 'no date'), row('j3', 'no id')]);
  expect(aside.map(asideWords)).toEqual([
    'jobs j1 and 1 more set aside: no id',
    'jobs j2 set aside: no date',
  ]);
});
