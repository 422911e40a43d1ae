import { expect, test } from 'vitest';
import type { OutboxItem } from '../../src/cache/stored.ts';
import { HOUR } from '../../src/domain/time.ts';
import { waitingMarks, waitingWords } from '../../src/sync/waiting-marks.ts';

const refused = { code: 'FORBIDDEN', what: 'no', next: 'ask', status: 403 } as const;
const item = (seq: number, platform: string, ids: readonly string[], more: Partial<OutboxItem> = {}) => ({
  ...{ seq, platform, ids, attempts: 0, failure: null, queuedAt: seq * 100 },
  ...more,
});

const down = { code: 'UNREACHABLE', what: 'out', next: 'wait' } as const;

test('waiting marks are told by platform: those refused, then those that wait, how many alerts, since when', () => {
  const items = [
    item(1, 'clm', ['a', 'b'], { attempts: 3, failure: down }),
    item(2, 'two', ['a']),
    item(3, 'clm', ['b', 'c']),
    item(4, 'clm', ['d'], { attempts: 2, failure: refused, queuedAt: 50 }),
  ];
  expect(waitingMarks(items)).toEqual([
    { platform: 'clm', count: 1, since: 50, attempts: 2, failure: refused, refused: true },
    { platform: 'clm', count: 3, since: 100, attempts: 3, failure: down, refused: false },
    { platform: 'two', count: 1, since: 200, attempts: 0, failure: null, refused: false },
  ]);
  expect(waitingMarks([])).toEqual([]);
});

test.each([
  [1, 0, false, 'one read mark has waited for 2h'],
  [3, 1, false, '3 read marks have waited for 2h, sent once in vain'],
  [3, 4, false, '3 read marks have waited for 2h, sent 4 times in vain'],
  [1, 1, true, 'one read mark is refused, kept for 2h, sent once in vain'],
  [2, 3, true, '2 read marks are refused, kept for 2h, sent 3 times in vain'],
])('%i marks, sent %i times, refused: %s', (count, attempts, isRefused, words) => {
  const marks = { platform: 'clm', count, attempts, since: 1_000, failure: null, refused: isRefused };
  expect(waitingWords(marks, 1_000 + 2 * HOUR)).toBe(words);
  expect(waitingWords(marks, 0)).toBe(words.replace('2h', '1s'));
});
