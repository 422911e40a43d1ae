import { expect, test } from 'vitest';
import { parseQuery } from '../../src/query/parse.ts';
import { type AskedStream, coverageOf } from '../../src/sync/coverage.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;

/** A stream fetched without a gap from ten hours ago to its last sync, one hour ago. */
const STREAM: AskedStream = {
  platform: 'prod',
  stream: 'audit',
  since: 10 * HOUR,
  state: { covered: [{ from: NOW - 11 * HOUR, to: NOW - HOUR }], syncedAt: NOW - HOUR, notOffered: false },
};
const having = (state: Partial<NonNullable<AskedStream['state']>>): AskedStream => ({
  ...STREAM,
  state: { covered: [], syncedAt: null, notOffered: false, ...STREAM.state, ...state },
});
const HOLED = having({
  covered: [
    { from: NOW - 11 * HOUR, to: NOW - 5 * HOUR },
    { from: NOW - 4 * HOUR, to: NOW - HOUR },
  ],
});

function coverage(query: string, ...streams: AskedStream[]) {
  const { tree } = parseQuery(query, 'audit', { now: NOW, longRunningAfter: HOUR });
  if (tree === null) throw new Error(`bad query ${query}`);
  return coverageOf(streams, 'audit', tree, NOW).map(({ platform, from, to, complete }) => ({
    platform,
    from: (from - NOW) / HOUR,
    to: (to - NOW) / HOUR,
    complete,
  }));
}

test.each([
  ['', STREAM, { from: -10, to: -1, complete: true }],
  ['', HOLED, { from: -10, to: -1, complete: false }],
  ['since:3h', HOLED, { from: -3, to: -1, complete: true }],
  ['since:9h until:6h', HOLED, { from: -9, to: -6, complete: true }],
  ['since:9h until:4h', HOLED, { from: -9, to: -4, complete: false }],
  ['since:9h (until:6h OR action:LOGIN)', HOLED, { from: -9, to: -1, complete: false }],
  // Further back than anything was fetched.
  ['since:20h', STREAM, { from: -20, to: -1, complete: false }],
  // Nothing of the last half hour was looked at yet.
  ['since:30m', STREAM, { from: -0.5, to: 0, complete: false }],
  ['until:30m', STREAM, { from: -10, to: -0.5, complete: false }],
  // Never synced.
  ['', { ...STREAM, state: null }, { from: -10, to: 0, complete: false }],
] as const)('%j', (query, stream, expected) => {
  expect(coverage(query, stream)).toEqual([{ platform: 'prod', ...expected }]);
});

test('a stream that is not offered lacks nothing, and a query bound to platforms asks no other', () => {
  expect(coverage('', having({ notOffered: true }))).toEqual([]);
  const other = { ...STREAM, platform: 'Test Lab' };
  expect(coverage('platform:prod action:LOGIN', STREAM, other).map(({ platform }) => platform)).toEqual([
    'prod',
  ]);
  expect(coverage('platform:"test lab",x', STREAM, other).map(({ platform }) => platform)).toEqual([
    'Test Lab',
  ]);
  expect(coverage('platform:prod OR action:LOGIN', STREAM, other)).toHaveLength(2);
  expect(coverage('-platform:prod', STREAM, other)).toHaveLength(2);
});

test('what is derived from files reaches as far as they do; what they bring has a hole behind them', () => {
  const files = having({ covered: [{ from: NOW - 12 * HOUR, to: NOW - 5 * HOUR }] });
  expect(coverage('', files)).toMatchObject([{ to: -1, complete: false }]);
  expect(coverage('', { ...files, derived: true })).toMatchObject([{ from: -10, to: -5, complete: true }]);
  // Nothing read yet is not all there is.
  expect(coverage('', { ...having({ covered: [] }), derived: true })).toMatchObject([{ complete: false }]);
});
