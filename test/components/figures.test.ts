/** The statistics as lines: labels that tell figures apart at every width, titles that stay. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { drawFigureLine, labelCells } from '../../components/panes/figure-line.ts';
import { createTheme } from '../../components/theme.ts';
import { cellsOf } from '../../src/domain/cells.ts';
import { figureLines, shownLines } from '../../stores/statistics/lines.ts';
import { itemOf, type Section } from '../../stores/statistics/sections.ts';

const item = (label: string, value: number, platform: string | null = 'this-machine') =>
  itemOf({ key: label, label, value, platform, opens: { pane: 'audit', query: '' } });

const SECTIONS: readonly Section[] = [
  {
    id: 'keys',
    title: 'Keys',
    items: [{ ...item('Total number of keys', 143), records: 144, day: 3 }, item('RSA 4096 keys', 61)],
    changes: { day: '±day', week: '±week' },
    note: null,
  },
  {
    id: 'expiry',
    title: 'Certificates by days to expiry',
    items: ['0-7 days', '8-30 days', '31-90 days', '91-365 days', 'later'].map((days) => item(days, 1)),
    changes: null,
    note: null,
  },
  {
    id: 'cause',
    title: 'Failed jobs by cause',
    items: [
      item('CSR not generated: PKCS#11 C_GenerateKeyPair failed with CKR_DEVICE_REMOVED on …', 12, null),
    ],
    changes: null,
    note: null,
  },
];

function drawn(width: number, top = 0): readonly string[] {
  const theme = createTheme(false);
  const drawing = {
    theme,
    width,
    labels: labelCells(SECTIONS, width),
    selected: null,
    focused: false,
    now: 0,
  };
  return shownLines(figureLines(SECTIONS), top, 20).map((line) =>
    stripVTControlCharacters(drawFigureLine(line, drawing)),
  );
}

describe('statistics lines', () => {
  test.each([60, 80, 120, 200])('%i cells: each exactly as wide, no two alike, numbers said', (width) => {
    const lines = drawn(width).filter((line) => line.trim() !== '');
    for (const line of lines) expect(cellsOf(line), line).toBe(width);
    expect(new Set(lines).size).toBe(lines.length);
    const text = lines.join('\n');
    expect(text).toContain('Total number of keys (144 entries)');
    expect(text).toContain('91-365 days · this-machine');
    expect(text).toMatch(/Keys +±day +±week/);
  });

  test('at 200 nothing is cut, below that at a word', () => {
    expect(drawn(200).join('\n')).toContain('CKR_DEVICE_REMOVED on … ');
    expect(drawn(80).join('\n')).toMatch(/CSR not generated: PKCS#11 C_GenerateKeyPair … /);
  });

  test('the title of a section that began above stays on the first line', () => {
    expect(drawn(80, 0)[0]).toMatch(/^Keys/);
    expect(drawn(80, 2)[0]).toMatch(/^Keys +±day +±week/);
    expect(drawn(80, 6)[0]).toMatch(/^Certificates by days to expiry/);
  });
});
