/** Other time bounds in a query that stays as it was typed. */
import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { boundCount, boundTerms, withBounds } from '../../src/query/bounds.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { windowOf } from '../../src/query/window.ts';

const NOW = Date.UTC(2026, 7, 20, 9, 0, 0);
const CONTEXT = { now: NOW, longRunningAfter: 1000 };

test.each([
  ['', 'since:1h'],
  ['since:24h', 'since:1h'],
  ['  since:24h ', 'since:1h'],
  ['action:LOGIN since:24h  "as typed"', 'action:LOGIN since:1h  "as typed"'],
  ['since:7d until:2d action:LOGIN', 'since:1h action:LOGIN'],
  ['SINCE:7d at:2026-08-01..2026-08-02', 'since:1h'],
  ['action:LOGIN AND since:7d AND until:2d', 'action:LOGIN AND since:1h'],
  ['is:new', 'is:new since:1h'],
  ['a OR b', '(a OR b) since:1h'],
  ['"since:24h"', '"since:24h" since:1h'],
  ['time>2026-08-01', 'time>2026-08-01 since:1h'],
  ['since:7d -since:1d NOT until:3d', 'since:1h -since:1d NOT until:3d'],
  ['since:7d -(since:1d foo) bar', 'since:1h -(since:1d foo) bar'],
  ['(since:7d foo) OR until:1d bar', '(since:1h foo) OR since:1h bar'],
])('%s', (typed, expected) => {
  expect(withBounds(typed, 'audit', 'since:1h')).toBe(expected);
  expect(parseQuery(expected, 'audit', CONTEXT).problems.filter(({ level }) => level === 'error')).toEqual(
    [],
  );
});

test('the alternatives of the jobs keep theirs', () => {
  const query = '(status:failed since:24h) OR is:stuck OR status:running';
  expect(withBounds(query, 'job', 'since:7d')).toBe('(status:failed since:7d) OR is:stuck OR status:running');
  expect(boundCount(query, 'job')).toBe(1);
  expect(boundCount('is:stuck', 'job')).toBe(0);
});

test.each([
  [NOW - HOUR, NOW, 'since:2026-08-20T08:00Z until:2026-08-20T08:59Z'],
  [NOW - HOUR, null, 'since:2026-08-20T08:00Z'],
  [NOW - 9 * HOUR, NOW + 15 * HOUR, 'since:2026-08-20 until:2026-08-20'],
  [NOW - 2 * DAY + 5 * SECOND, NOW, 'since:2026-08-18T09:00:05Z until:2026-08-20T08:59:59Z'],
  [NOW + 7, NOW + MINUTE, 'since:2026-08-20T09:00:00.007Z until:2026-08-20T09:00:59.999Z'],
])('from %d to %s is %s', (from, to, expected) => {
  const terms = boundTerms(from, to);
  expect(terms).toBe(expected);
  const { tree } = parseQuery(terms, 'audit', CONTEXT);
  if (tree === null) throw new Error('not readable');
  expect(windowOf(tree, 'audit')).toEqual({ from, to: to === null ? null : to - 1 });
});
