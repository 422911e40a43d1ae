import { expect, test } from 'vitest';
import { tally } from '../../src/report/tally.ts';

test('of more different ones than are kept the rest is counted together, and nothing is lost', () => {
  const counts = tally(3);
  for (let at = 0; at < 1_000; at++) counts.add([`v${at % 10}`, null], at, at % 2 === 0);
  expect(counts.total).toBe(1_000);
  expect(counts.counted().map(({ key, count }) => [key[0], count])).toEqual([
    ['v0', 100],
    ['v1', 100],
    ['v2', 100],
  ]);
  expect(counts.others()).toEqual({ key: [], count: 700, failed: 300, first: 3, last: 999 });
});

test('most first; what has no value or no time is counted, and no value is taken for another', () => {
  const counts = tally();
  for (const key of [
    ['a', 'b'],
    ['a","b', null],
    [null, 'a'],
    [null, 'a'],
  ])
    counts.add(key, null, false);
  expect(counts.counted().map(({ key, count }) => [key, count])).toEqual([
    [[null, 'a'], 2],
    [['a', 'b'], 1],
    [['a","b', null], 1],
  ]);
  expect(counts.others()).toBeNull();
  expect(counts.find([null, 'a'])).toMatchObject({ first: null, last: null });
});
