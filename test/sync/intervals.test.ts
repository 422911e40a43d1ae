import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { merge, subtract } from '../../src/sync/intervals.ts';

const interval = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -2, max: 12 }))
  .map(([from, length]) => ({ from, to: from + length }));
const points = (intervals: readonly { from: number; to: number }[]) =>
  new Set(
    intervals.flatMap(({ from, to }) =>
      Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index),
    ),
  );

describe('intervals', () => {
  test.each([
    ['nothing', [], []],
    [
      'neighbours join',
      [
        { from: 1, to: 5 },
        { from: 6, to: 9 },
      ],
      [{ from: 1, to: 9 }],
    ],
    [
      'a gap of one stays',
      [
        { from: 1, to: 5 },
        { from: 7, to: 9 },
      ],
      [
        { from: 1, to: 5 },
        { from: 7, to: 9 },
      ],
    ],
    ['an empty one vanishes', [{ from: 5, to: 4 }], []],
    [
      'one inside another',
      [
        { from: 1, to: 9 },
        { from: 3, to: 4 },
      ],
      [{ from: 1, to: 9 }],
    ],
  ])('merge: %s', (_, given, merged) => {
    expect(merge(given)).toEqual(merged);
  });

  test('merge holds the same points, ascending, with a gap between any two', () => {
    fc.assert(
      fc.property(fc.array(interval), (given) => {
        const merged = merge(given);
        expect(points(merged)).toEqual(points(given));
        for (const [index, one] of merged.entries()) {
          expect(one.from).toBeLessThanOrEqual(one.to);
          const next = merged[index + 1];
          if (next) expect(next.from).toBeGreaterThan(one.to + 1);
        }
      }),
    );
  });

  test('the holes are what the whole has and the covered has not', () => {
    fc.assert(
      fc.property(interval, fc.array(interval), (whole, covered) => {
        const left = points([whole]);
        for (const point of points(covered)) left.delete(point);
        expect(points(subtract(whole, covered))).toEqual(left);
      }),
    );
  });
});
