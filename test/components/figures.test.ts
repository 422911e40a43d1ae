/** The statistics as lines: labels that tell figures apart at every width, titles that stay. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { drawFigureLine, labelCells } from '../../components/panes/figure-line.ts';
import { createTheme } from '../../components/theme.ts';
import { cellsOf } from '../../src/domain/cells.ts';
import { type FigureLine, figureLines, shownLines } from '../../stores/statistics/lines.ts';
import { placedFigures, topWith } from '../../stores/statistics/placed.ts';
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
      ...['SERVICE_USER_DISABLED', 'CA_TIMEOUT'].map((code) =>
        item(`No new version of … in …: the renewal of … failed (${code}); serial …`, 1, null),
      ),
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

const FIGURES: Section = {
  id: 'templates',
  title: 'Templates and profiles',
  items: [
    itemOf({
      key: 't',
      label: 'CSR templates',
      value: 1_234,
      opens: null,
      day: 3,
      aside: 'sum of 2 platforms',
      counts: false,
    }),
    ...['certinext', 'second'].map((platform, index) => ({
      ...item('CSR templates', 600 + index, platform),
      ...{ key: platform, indented: true, at: 0, day: index, week: -index, better: 'more' as const },
      ...{ counts: false, series: [1, null, 3], aside: 'since 2026-08-11' },
      basis: 'counted from successful RENEW_CERT jobs since 2026-08-24',
    })),
    ...['a', 'b'].map((platform) => ({
      ...{ ...item('Key profiles', 5, platform), key: platform, indented: true, heading: 'Key profiles' },
      ...{ at: 0, aside: 'no snapshot yet', counts: false },
    })),
    itemOf({
      ...{ key: 'n', label: 'Email templates', value: null, opens: null },
      said: 'not reported by any platform',
    }),
  ],
  changes: { day: '±day', week: '±week', age: 'age' },
  note: null,
};

function drawnFigures(width: number, selected: string | null = null): readonly string[] {
  const theme = createTheme(false);
  const drawing = {
    ...{ theme, width, labels: labelCells([FIGURES], width), selected },
    ...{ focused: true, now: 180_000 },
  };
  return figureLines([FIGURES]).map((line) => stripVTControlCharacters(drawFigureLine(line, drawing)));
}

describe('figures of several platforms', () => {
  test.each([80, 120, 200])('%i cells: each exactly as wide, and all is said', (width) => {
    for (const selected of [null, 't', 'certinext', 'n'])
      for (const line of drawnFigures(width, selected)) expect(cellsOf(line), line).toBe(width);
    const text = drawnFigures(width).map((line) => line.trimEnd());
    expect(text[0]).toMatch(/^Templates and profiles +±day +±week +age$/);
    expect(text[1]).toMatch(/^ {2}CSR templates +1,234 +\+3 +- +sum of 2 platforms$/);
    expect(text[2]).toMatch(/^ {4}certinext +600 +0 +0 +3m since 2026-08-11/);
    expect(text[3]).toBe('      counted from successful RENEW_CERT jobs since 2026-08-24');
    expect(text[4]).toMatch(/^ {4}second +601 +\+1 +-1 +3m since/);
    expect(text.slice(6, 8)).toEqual([
      '  Key profiles',
      expect.stringMatching(/^ {4}a +5 .*3m no snapshot yet$/),
    ]);
    expect(text.at(-1)).toMatch(/^ {2}Email templates +not reported by any platform$/);
  });

  test('the narrowest screen cuts words, never the number', () => {
    for (const line of drawnFigures(60, 'n')) expect(cellsOf(line), line).toBe(60);
    expect(drawnFigures(60)[2]).toMatch(/^ {4}certinext +600 /);
  });

  test('a change for the better is green, one for the worse yellow, none and what is neither dim', () => {
    const theme = createTheme(true);
    const tones = (day: number, better: 'more' | 'less' | null): string => {
      const section = { ...FIGURES, items: [{ ...item('Keys', 9), day, better }] };
      const drawing = { theme, width: 120, labels: 40, selected: null, focused: false, now: 0 };
      const [, line] = figureLines([section]);
      const text = line === undefined ? '' : drawFigureLine(line, drawing);
      const sign = day > 0 ? `\\+${day}` : String(day);
      return new RegExp(`\u001b\\[([\\d;]+)m +${sign}\u001b`).exec(text)?.[1] ?? '';
    };
    expect([tones(3, 'more'), tones(-3, 'less')]).toEqual(['32', '32']);
    expect([tones(3, 'less'), tones(-3, 'more')]).toEqual(['33', '33']);
    expect([tones(0, 'more'), tones(3, null)]).toEqual(['2', '2']);
  });

  test('a day that nobody looked at is blank in the chart', () => {
    expect(drawnFigures(120)[2]).toContain('since 2026-08-11 ▁ █');
  });

  test('what opens more records than it counts says how many, and what opens fewer how many are known', () => {
    const more = { ...item('Keys', 2), records: 3 };
    const fewer = { ...item('Orders', 200), records: 30 };
    const section = { ...FIGURES, items: [more, fewer] };
    const drawing = {
      theme: createTheme(false),
      width: 120,
      labels: 50,
      selected: null,
      focused: false,
      now: 0,
    };
    const text = figureLines([section])
      .map((line) => drawFigureLine(line, drawing))
      .join('\n');
    expect(text).toContain('Keys (3 entries)');
    expect(text).toContain('Orders (30 entries known)');
  });
});

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

  test('where two labels would be cut to the same, the words that tell them apart stand', () => {
    const text = drawn(80).map((line) => line.trimEnd());
    expect(text.at(-2)).toMatch(/^ {2}No new version of … in … \(SERVICE_USER_DISABLED\); … /);
    expect(text.at(-1)).toMatch(/^ {2}No new version of .* \(CA_TIMEOUT\); serial … /);
  });

  test('of a platform that has no room beside its figure, a mark is left', () => {
    const long = { ...FIGURES, items: [item('Violations of critical severity', 1, 'certifyclouds')] };
    const drawing = { theme: createTheme(false), selected: null, focused: false, now: 0 };
    const [, line] = figureLines([long]);
    const text = line === undefined ? '' : drawFigureLine(line, { ...drawing, width: 80, labels: 35 });
    expect(text).toMatch(/^ {2}Violations of critical severity · … /);
    const tight = line === undefined ? '' : drawFigureLine(line, { ...drawing, width: 80, labels: 34 });
    expect(tight).toMatch(/^ {2}Violations of critical severity … /);
  });

  test('no title stands above nothing', () => {
    const last = figureLines(SECTIONS).findIndex(({ kind }) => kind === 'blank') - 1;
    expect(drawn(80, last)[0]).toMatch(/^ {2}RSA 4096 keys/);
  });

  test('the title of a section that began above stays on the first line', () => {
    expect(drawn(80, 0)[0]).toMatch(/^Keys/);
    expect(drawn(80, 1)[0]).toMatch(/^Keys +±day +±week/);
    expect(drawn(80, 6)[0]).toMatch(/^Certificates by days to expiry/);
  });
});

describe('in two columns', () => {
  const lines = figureLines([...SECTIONS, FIGURES]);
  const names = ({ columns }: { readonly columns: readonly (readonly FigureLine[])[] }) =>
    columns.map((column) => column.map((line) => line.kind));

  test('one that goes on in the middle of a section begins with its names', () => {
    const heading = lines.findIndex(({ kind }) => kind === 'heading');
    // The first of the two lines below the heading ends the first column.
    const { columns } = placedFigures(lines, heading - 3, 5, 2);
    expect(columns[0]?.at(-1)).toMatchObject({ kind: 'item', item: { platform: 'a' } });
    expect(columns[1]?.slice(0, 3)).toMatchObject([
      { kind: 'title', section: { id: 'templates' } },
      { kind: 'heading', text: 'Key profiles' },
      { kind: 'item', item: { platform: 'b' } },
    ]);
  });

  test('none ends with a name alone, or parts a figure from the words below it', () => {
    for (let top = 0; top < lines.length; top++) {
      for (const height of [4, 5, 6, 9]) {
        const placed = placedFigures(lines, top, height, 2);
        const [first = [], second = []] = names(placed);
        expect(Math.max(first.length, second.length)).toBeLessThanOrEqual(height);
        if (second.some((kind) => kind === 'item')) expect(first.at(-1)).not.toMatch(/title|heading/);
        if (placed.end < lines.length) expect(second.at(-1)).not.toMatch(/title|heading/);
        expect(second[0] === 'note' && first.length > 1).toBe(false);
      }
    }
  });

  test('every line can be brought in sight, and nothing is left out between them', () => {
    const room = { height: 6, count: 2 };
    for (let line = 0; line < lines.length; line++) {
      const top = topWith(lines, 0, { from: line, to: line }, room);
      const { columns, end } = placedFigures(lines, top, room.height, room.count);
      expect(end).toBeGreaterThan(line);
      const at = lines[line];
      if (at?.kind === 'item' && line > top) expect(columns.flat()).toContain(at);
    }
  });
});

test.each([60, 80, 120])(
  'a number of any size stands whole at %i cells, and takes from the label',
  (width) => {
    const theme = createTheme(false);
    const [section] = SECTIONS as [Section];
    const large = {
      ...item('Certificates of all the platforms of this company', 9_007_199_254_740_991),
      day: 3,
    };
    const drawing = {
      theme,
      width,
      labels: labelCells(SECTIONS, width),
      selected: null,
      focused: false,
      now: 0,
    };
    const line = drawFigureLine({ kind: 'item', item: large, section }, drawing);
    expect(stripVTControlCharacters(line)).toContain(' 9,007,199,254,740,991 ');
    expect(cellsOf(stripVTControlCharacters(line))).toBe(width);
  },
);
