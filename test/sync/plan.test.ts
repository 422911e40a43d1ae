import { describe, expect, test } from 'vitest';
import { OVERLAP, planLog } from '../../src/sync/plan.ts';

const NOW = 10_000_000;
const window = { from: 1_000_000, to: NOW };

describe('the plan of a log', () => {
  test('nothing known: the whole window, as news', () => {
    expect(planLog({ covered: [], newest: null }, window)).toEqual([
      { kind: 'news', from: 1_000_000, to: NOW },
    ]);
  });

  test('news begin an overlap before the covered end', () => {
    const covered = [{ from: 0, to: 9_000_000 }];
    expect(planLog({ covered, newest: 9_000_000 }, window)).toEqual([
      { kind: 'news', from: 9_000_000 - OVERLAP, to: NOW },
    ]);
  });

  test('and before the newest record where that is older: the clock of the platform may be slow', () => {
    const covered = [{ from: 0, to: 9_000_000 }];
    expect(planLog({ covered, newest: 5_000_000 }, window)[0]?.from).toBe(5_000_000 - OVERLAP);
  });

  test('but never before the window', () => {
    const covered = [{ from: 0, to: 9_000_000 }];
    expect(planLog({ covered, newest: 1_000_100 }, window)[0]?.from).toBe(1_000_000);
  });

  test('holes follow, the newest first', () => {
    const covered = [
      { from: 2_000_000, to: 3_000_000 },
      { from: 5_000_000, to: 6_000_000 },
      { from: 7_000_000, to: 9_900_000 },
    ];
    expect(planLog({ covered, newest: 9_900_000 }, window)).toEqual([
      { kind: 'news', from: 9_900_000 - OVERLAP, to: NOW },
      { kind: 'hole', from: 6_000_001, to: 6_999_999 },
      { kind: 'hole', from: 3_000_001, to: 4_999_999 },
      { kind: 'hole', from: 1_000_000, to: 1_999_999 },
    ]);
  });

  test('a clock that was set back does not hide news behind what is covered', () => {
    const covered = [{ from: 0, to: NOW * 2 }];
    expect(planLog({ covered, newest: NOW * 2 }, window)[0]?.from).toBe(NOW - OVERLAP);
  });
});
