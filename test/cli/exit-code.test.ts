import { expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-code.ts';

test.each([
  [[], 0],
  [[0, 0], 0],
  [[10, 5], 5],
  [[10, 5, 1], 1],
  [[1, 3], 3],
  [[3, 4], 4],
  [[4, 2], 2],
  [[0, 2, 130], 130],
])('of %j it is %s', (codes, code) => {
  expect(exitCodeOf(codes)).toBe(code);
});
