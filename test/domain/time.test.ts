import { expect, test } from 'vitest';
import { parseInstant } from '../../src/domain/time.ts';

const at = Date.UTC(2026, 1, 28, 4, 5, 6);

test.each([
  ['2026-02-28T04:05:06Z', at],
  ['2026-02-28T04:05:06.7Z', at + 700],
  ['2026-02-28T04:05:06.789Z', at + 789],
  ['2026-02-28T04:05:06.789123Z', at + 789],
  ['2026-02-28T04:05:06,789Z', at + 789],
  [' 2026-02-28 04:05:06 ', at],
  ['2026-02-28t04:05:06z', at],
  ['2026-02-28T06:05:06+02:00', at],
  ['2026-02-28T06:05:06+0200', at],
  ['2026-02-28T04:05', at - 6_000],
  ['2026-02-28', Date.UTC(2026, 1, 28)],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['2026-12-31T23:59:59Z', Date.UTC(2026, 11, 31, 23, 59, 59)],
  [at, at],
  ['2026-02-29T04:05:06Z', null],
  ['2026-02-31T04:05:06.789Z', null],
  ['2026-04-31', null],
  ['2026-13-01T00:00:00Z', null],
  ['2026-00-31T00:00:00Z', null],
  ['2026-01-00T00:00:00Z', null],
  ['2026-01-32T00:00:00Z', null],
  ['2026-01-01T25:00:00Z', null],
  ['2026-01-01T00:60:00Z', null],
  ['yesterday', null],
  ['', null],
  [Number.POSITIVE_INFINITY, null],
  [8.65e15, null],
  [{}, null],
])('%j is the instant %j', (value, expected) => {
  expect(parseInstant(value)).toBe(expected);
});
