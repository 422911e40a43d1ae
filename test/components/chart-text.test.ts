/** Words beside charts and tables: whole, or in fewer, and never half of an instant. */
import { describe, expect, test } from 'vitest';
import { axisLabels, type StripFacts, stripText } from '../../components/chart/strip-text.ts';
import { sqlTable } from '../../components/overlays/sql-text.ts';
import type { Theme } from '../../components/theme.ts';
import { cellsOf } from '../../src/domain/cells.ts';
import { HOUR } from '../../src/domain/time.ts';

const theme: Theme = { paint: (_, text) => text };
const NOW = Date.UTC(2026, 7, 20, 9);

test('an axis that ended a moment ago ends now', () => {
  const axis = { from: NOW - HOUR, width: HOUR - 5_000, buckets: 1 };
  expect(axisLabels(axis, 'relative', NOW)).toEqual(['1h ago', 'now']);
});

test('the bar that is under way ends now, not in the future; a time that was asked for stays', () => {
  const axis = { from: NOW - 2 * HOUR + 600_000, width: HOUR, buckets: 2 };
  expect(axisLabels(axis, 'utc', NOW)).toEqual(['08-20 07:10Z', '08-20 09:00Z']);
  expect(axisLabels({ ...axis, buckets: 5 }, 'utc', NOW)[1]).toBe('08-20 12:10Z');
});

describe('the window of a histogram says what it asks for', () => {
  const axis = { from: NOW - 24 * HOUR, width: HOUR, buckets: 24 };
  const counts = new Array<number>(24).fill(2);
  const counted = { axis, totals: counts, failing: counts, exact: true } as unknown as StripFacts['counted'];
  const window = { from: NOW - 8 * HOUR, to: NOW - 4 * HOUR };
  const said = (width: number, open = false): string => {
    const labels = ['24h ago', 'now'] as const;
    const facts = { counted, stale: false, window, labels, mode: 'relative', width, lines: 2, open } as const;
    const [, line = ''] = stripText(theme, facts);
    expect(cellsOf(line)).toBe(width);
    return line;
  };

  test.each([
    [200, false, '8, ✗ 8 · since:2026-08-20T01:00Z until:2026-08-20T04:59Z'],
    [90, false, '8, ✗ 8 · 2026-08-20T01:00Z to 04:59Z'],
    [60, false, '8, ✗ 8 · 01:00Z to 04:59Z'],
    [60, true, '8, ✗ 8 · since:2026-08-20T01:00Z'],
  ])('at %d cells', (width, open, text) => {
    expect(said(width, open)).toContain(text);
    expect(said(width, open)).not.toContain('…');
  });
});

describe('an answer in SQL', () => {
  const long = 'CREATE TABLE alert (row INTEGER PRIMARY KEY, platform TEXT NOT NULL, id TEXT NOT NULL)';
  const answer = { columns: ['name', 'sql'], rows: [['alert', long]], more: false };
  const at = { top: 0, left: 0, height: 5 };

  test('takes the room it has, and is cut where there is none', () => {
    expect(sqlTable(answer, { ...at, width: 116 }).rows[0]).toBe(`alert  ${long}`);
    expect(sqlTable(answer, { ...at, width: 60 }).rows[0]).toMatch(/^alert {2}CREATE TABLE alert .*…$/);
    for (const width of [20, 60, 90]) {
      expect(cellsOf(sqlTable(answer, { ...at, width }).rows[0] ?? '')).toBeLessThanOrEqual(width);
    }
  });
});
