import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { bar, countLine, sparkLine } from '../../components/chart/spark.ts';
import { type ListColumn, placeColumns, scrollBarCells, scrollTo } from '../../components/table/layout.ts';
import { rowLines } from '../../components/table/lines.ts';
import { createTheme } from '../../components/theme.ts';
import { cut, pad } from '../../src/domain/cells.ts';

const COLUMNS: readonly ListColumn[] = [
  { id: 'severity', title: 'Severity', min: 7, ideal: 9, priority: 1 },
  { id: 'age', title: 'Age', min: 4, ideal: 7, priority: 2, align: 'right' },
  { id: 'platform', title: 'Platform', min: 6, ideal: 14, priority: 4 },
  { id: 'title', title: 'Title', min: 12, ideal: 30, priority: 1, grow: 1 },
  { id: 'entity', title: 'Entity', min: 10, ideal: 24, priority: 3 },
];

describe('fitting text', () => {
  test('cut and padded text takes exactly its cells, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (text, width) => {
          const line = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
          expect(stringWidth(pad(line, width))).toBe(width);
          expect(stringWidth(cut(line, width))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('columns', () => {
  test('all fit at 120; the least important go first when it is narrow', () => {
    expect(placeColumns(COLUMNS, 116).map(({ column }) => column.id)).toEqual(COLUMNS.map(({ id }) => id));
    expect(placeColumns(COLUMNS, 38).map(({ column }) => column.id)).toEqual([
      'severity',
      'age',
      'title',
      'entity',
    ]);
    expect(placeColumns(COLUMNS, 20).map(({ column }) => column.id)).toEqual(['severity', 'title']);
  });

  test('they fill the width and never pass it', () => {
    for (let width = 20; width <= 220; width++) {
      const placed = placeColumns(COLUMNS, width);
      const used = placed.reduce((sum, column) => sum + column.width, placed.length - 1);
      expect(used).toBe(width);
    }
  });
});

describe('lines', () => {
  const theme = createTheme(false);
  const placed = placeColumns(COLUMNS, 75);
  const rows = ['a', 'b'].map((key) => ({
    key,
    cells: { severity: { text: 'ERROR' }, title: { text: `alert ${key}` } },
  }));

  test('always as many lines as the height, each as wide as the list', () => {
    const lines = rowLines(theme, placed, rows, {
      width: 80,
      height: 5,
      cursor: 'b',
      focused: true,
      bar: null,
    });
    expect(lines).toHaveLength(5);
    expect(lines.map((line) => stringWidth(line))).toEqual([80, 80, 80, 80, 80]);
    expect(lines[1]).toContain('\u001b[7m');
  });

  test('the scroll bar shows where the window and the notable rows are', () => {
    expect(scrollBarCells({ total: 100, top: 0, notable: [99] }, 10)).toEqual([
      'thumb',
      ...new Array(8).fill('track'),
      'notable',
    ]);
    expect(scrollBarCells({ total: 100, top: 90 }, 10).at(-1)).toBe('thumb');
    // Where one is stays seen under a mark.
    expect(scrollBarCells({ total: 100, top: 0, marked: [3, 50] }, 10).slice(0, 6)).toEqual([
      'markedThumb',
      ...new Array(4).fill('track'),
      'marked',
    ]);
    expect(scrollBarCells({ total: 5, top: 0 }, 10)).toEqual(new Array(10).fill('track'));
  });

  test('scrolling moves no more than it must', () => {
    expect(scrollTo(0, 9, 10, 100)).toBe(0);
    expect(scrollTo(0, 10, 10, 100)).toBe(1);
    expect(scrollTo(50, 49, 10, 100)).toBe(49);
    expect(scrollTo(95, 99, 10, 100)).toBe(90);
    expect(scrollTo(3, 0, 10, 4)).toBe(0);
  });
});

describe('charts', () => {
  test('a spark line spans its range and keeps peaks when squeezed', () => {
    expect(sparkLine([1, 2, 3, 4, 5, 6, 7, 8], 8)).toBe('▁▂▃▄▅▆▇█');
    expect(sparkLine([5, 5, 5], 8)).toBe('▁▁▁');
    expect(sparkLine([0, 0, 0, 9, 0, 0], 3)).toBe('▁█▁');
    expect(sparkLine([], 8)).toBe('');
  });
  test('counts start at zero, and zero is blank', () => {
    expect(countLine([0, 1, 8], 3)).toBe(' ▁█');
  });
  test('a bar shows anything above zero', () => {
    expect(bar(1, 1_000_000, 10)).toBe('▏');
    expect(bar(5, 10, 10)).toBe('█████');
    expect(bar(0, 10, 10)).toBe('');
  });
});
