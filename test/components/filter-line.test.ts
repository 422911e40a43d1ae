import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { filterLine } from '../../components/layout/filter-text.ts';
import { createTheme } from '../../components/theme.ts';

const COMPLETE = { text: 'complete', short: 'complete' };
const list = {
  query: 'is:unread',
  marking: false,
  tally: { matched: 0, exact: true },
  freshness: 'fresh',
  progress: null,
  failure: null,
  arrived: 0,
  follow: false,
} as const;

test('rows that are there before they are counted are not called unmatched', () => {
  const facts = { list, shown: 23, known: 0, coverage: COMPLETE, floor: false, width: 100 };
  const line = filterLine(createTheme(false), facts);
  expect(line).toContain('23 shown / ≥23 matched / 23 known · complete');
  expect(filterLine(createTheme(false), { ...facts, shown: 0 })).toContain('0 shown / 0 matched / 0 known');
  // The one under the cursor stays when it no longer matches.
  const kept = { ...facts, list: { ...list, tally: { matched: 2, exact: true } }, shown: 3, known: 403 };
  expect(filterLine(createTheme(false), kept)).toContain('3 shown / 2 matched / 403 known');
});

test('on a narrow screen what is not known stays, and the counts get shorter', () => {
  const coverage = { text: 'ssl-clm: nothing since 07:24Z (3h)', short: 'behind: ssl-clm' };
  const facts = { list, shown: 0, known: 5_000, coverage, floor: true };
  const wide = filterLine(createTheme(false), { ...facts, width: 120 });
  expect(wide).toContain('5,000 known · ssl-clm: nothing since 07:24Z (3h)');
  expect(wide).toContain('≥0 matched');
  const narrow = filterLine(createTheme(false), { ...facts, width: 60 });
  expect(narrow).toContain('behind: ssl-clm · ≥0 of 5,000');
});

test('the words about it give way to what is asked', () => {
  const asked = {
    ...list,
    query: '(status:failed since:24h) OR is:stuck',
    tally: { matched: 57, exact: true },
  };
  const facts = { list: asked, shown: 19, known: 943, coverage: COMPLETE, floor: false, width: 80 };
  expect(stripVTControlCharacters(filterLine(createTheme(false), facts))).toMatch(
    /^\/ \(status:failed since:24h\) OR is:stuck +complete · 57 of 943 *$/,
  );
});

test('how many are marked stays on any screen: the next key acts on them', () => {
  const coverage = { text: 'ssl-clm: nothing since 07:24Z (3h)', short: 'behind: ssl-clm' };
  const facts = { list, shown: 6, known: 5_000, coverage, floor: true, marked: 1_234, ranging: true };
  for (const width of [60, 80, 120, 200]) {
    expect(filterLine(createTheme(false), { ...facts, width })).toContain('◆ 1,234 marked · marking a range');
  }
});
