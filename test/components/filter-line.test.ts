import { expect, test } from 'vitest';
import { filterLine } from '../../components/layout/filter-text.ts';
import { createTheme } from '../../components/theme.ts';

const list = {
  query: 'is:unread',
  tally: { matched: 0, exact: true },
  freshness: 'fresh',
  progress: null,
  failure: null,
  arrived: 0,
  follow: false,
} as const;

test('rows that are there before they are counted are not called unmatched', () => {
  const facts = { list, shown: 23, known: 0, coverage: 'complete', width: 100 };
  const line = filterLine(createTheme(false), facts);
  expect(line).toContain('23 shown / ≥23 matched / 23 known · complete');
  expect(filterLine(createTheme(false), { ...facts, shown: 0 })).toContain('0 shown / 0 matched / 0 known');
});
