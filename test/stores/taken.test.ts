import { expect, test } from 'vitest';
import { formatTaken, MINUTE, SECOND } from '../../src/domain/time.ts';
import { formatGrowing } from '../../stores/age.ts';

test.each([
  [null, '-'],
  [0, '<1s'],
  [340, '340ms'],
  [90 * SECOND, '1m 30s'],
  [-45 * MINUTE, '?'],
])('what took %s ms took %s', (ms, text) => {
  expect(formatTaken(ms)).toBe(text);
});

test.each([
  // Clocks differ by seconds.
  [-5 * SECOND, '<10s'],
  [0, '<10s'],
  [29 * SECOND, '20s'],
  [-45 * MINUTE, '?'],
])('what has been running for %s ms runs for %s', (ms, text) => {
  expect(formatGrowing(ms)).toBe(text);
});
