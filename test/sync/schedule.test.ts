import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { delayAfter } from '../../src/sync/schedule.ts';

const failed = (
  code: 'UNREACHABLE' | 'UNAUTHORISED' | 'FORBIDDEN' | 'RATE_LIMITED',
  retryAfter?: number,
) => ({
  failure: { code, what: '', next: '', ...(retryAfter === undefined ? {} : { retryAfter }) },
  notOffered: false,
});
const well = { failure: null, notOffered: false };

describe('the wait before the next poll', () => {
  test('is the interval, give or take a tenth', () => {
    expect(delayAfter(well, 0, MINUTE, 0.5)).toBe(MINUTE);
    expect(delayAfter(well, 0, MINUTE, 0)).toBe(54 * SECOND);
    expect(delayAfter(well, 0, MINUTE, 0.999_999)).toBeLessThanOrEqual(66 * SECOND);
  });

  test('doubles with each failure in a row, up to a cap', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 1_000].map((n) =>
      delayAfter(failed('UNREACHABLE'), n, MINUTE, 0.5),
    );
    expect(waits.map((ms) => ms / SECOND)).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  test('is never capped below a long interval of the configuration', () => {
    expect(delayAfter(failed('UNREACHABLE'), 20, HOUR, 0.5)).toBe(HOUR);
  });

  test('is what the platform asks for, never less, at most an hour', () => {
    expect(delayAfter(failed('RATE_LIMITED', 90 * SECOND), 1, MINUTE, 0)).toBe(90 * SECOND);
    expect(delayAfter(failed('RATE_LIMITED', 90 * SECOND), 1, MINUTE, 0.9)).toBeGreaterThan(90 * SECOND);
    expect(delayAfter(failed('UNREACHABLE', 2 * SECOND), 9, MINUTE, 0)).toBe(2 * SECOND);
    expect(delayAfter(failed('RATE_LIMITED', 30 * 24 * HOUR), 1, MINUTE, 0)).toBe(HOUR);
    expect(delayAfter(failed('RATE_LIMITED', -5), 1, MINUTE, 0)).toBe(SECOND);
  });

  test('is long while the key is refused or the stream is not offered', () => {
    expect(delayAfter(failed('UNAUTHORISED'), 1, MINUTE, 0.5)).toBe(15 * MINUTE);
    expect(delayAfter(failed('FORBIDDEN'), 1, MINUTE, 0.5)).toBe(15 * MINUTE);
    expect(delayAfter({ failure: null, notOffered: true }, 0, MINUTE, 0.5)).toBe(HOUR);
  });
});
