import { expect, test } from 'vitest';
import type { OutboxItem } from '../../src/cache/port.ts';
import { HOUR } from '../../src/domain/time.ts';
import { waitingMarks, waitingWords } from '../../src/sync/waiting-marks.ts';

const refused = { code: 'FORBIDDEN', what: 'no', next: 'ask' } as const;
const item = (seq: number, platform: string, ids: readonly string[], more: Partial<OutboxItem> = {}) => ({
  ...{ seq, platform, ids, attempts: 0, failure: null, queuedAt: seq * 100 },
  ...more,
});

test('waiting marks are told by platform: how many alerts, since when, and what keeps the first', () => {
  const items = [
    item(1, 'clm', ['a', 'b'], { attempts: 3, failure: refused }),
    item(2, 'two', ['a']),
    item(3, 'clm', ['b', 'c']),
  ];
  expect(waitingMarks(items)).toEqual([
    { platform: 'clm', count: 3, since: 100, attempts: 3, failure: refused },
    { platform: 'two', count: 1, since: 200, attempts: 0, failure: null },
  ]);
  expect(waitingMarks([])).toEqual([]);
});

test.each([
  [1, 0, 'one read mark has waited for 2h'],
  [3, 1, '3 read marks have waited for 2h, sent once in vain'],
  [3, 4, '3 read marks have waited for 2h, sent 4 times in vain'],
])('%i marks, sent %i times', (count, attempts, words) => {
  const marks = { platform: 'clm', count, attempts, since: 1_000, failure: null };
  expect(waitingWords(marks, 1_000 + 2 * HOUR)).toBe(words);
});
