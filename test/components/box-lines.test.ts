import { expect, test } from 'vitest';
import { besides, boxLine, boxLines, leftOut } from '../../components/overlays/box-lines.ts';
import { createTheme } from '../../components/theme.ts';
import { cellsOf } from '../../src/domain/cells.ts';

test('of the screen beside a dialog nothing shows that cannot be read', () => {
  expect(besides(76, 80)).toEqual({ left: 0, cells: 80, before: '  ', after: '  ' });
  expect(besides(75, 80)).toEqual({ left: 0, cells: 80, before: '  ', after: '   ' });
  expect(besides(80, 80)).toEqual({ left: 0, cells: 80, before: '', after: '' });
  expect(besides(40, 80)).toEqual({ left: 20, cells: 40, before: '', after: '' });
});

test('a window of lines says on which sides it leaves others out', () => {
  expect([leftOut(0, 5, 5), leftOut(0, 5, 9), leftOut(2, 5, 9), leftOut(4, 5, 9)]).toEqual([
    '',
    'more below',
    'more above, more below',
    'more above',
  ]);
});

test('every line of a box has its width, whatever stands on its edges', () => {
  for (const foot of ['', 'more below', 'x'.repeat(100), '字'.repeat(30)]) {
    const lines = boxLines(createTheme(false), 'Title', [boxLine('字 text', 40)], 40, foot);
    expect(lines.map(cellsOf)).toEqual([40, 40, 40]);
  }
});
