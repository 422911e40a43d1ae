import headless from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference, type Frame } from '../../../components/screen/difference.ts';
import { createRows, parseRow } from '../../../components/screen/row.ts';

const SIZE = { columns: 24, rows: 9 };

function frameOf(lines: readonly string[], { columns, rows } = SIZE): Frame {
  const row = createRows(columns);
  return Array.from({ length: rows }, (_, line) => row([{ x: 0, line: lines[line] ?? '' }]));
}

/** What a terminal shows in each cell: character, width, and the looks one sees. */
async function screenOf(writes: readonly string[], { columns, rows } = SIZE): Promise<readonly string[][]> {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  for (const text of writes) await new Promise<void>((done) => terminal.write(text, done));
  return Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (__, x) => {
      const cell = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y)?.getCell(x);
      if (cell === undefined) return 'outside';
      const text = cell.getChars() || ' ';
      const seen = [cell.isInverse(), cell.isUnderline(), cell.isStrikethrough()].map(Boolean);
      const back = [cell.getBgColorMode(), cell.getBgColor()];
      const fore = [cell.getFgColorMode(), cell.getFgColor(), cell.isBold(), cell.isDim(), cell.isItalic()];
      const isBlank = text === ' ' && !seen.includes(true);
      return JSON.stringify([text, cell.getWidth(), seen, back, isBlank ? null : fore]);
    }),
  );
}

/** The frame as one would draw it with no cleverness at all: each line from its beginning. */
const plainly = (lines: readonly string[], { rows } = SIZE): string =>
  `\u001b[2J${Array.from({ length: rows }, (_, line) => `\u001b[${line + 1}H\u001b[m${lines[line] ?? ''}`).join('')}`;

const word = fc.oneof(
  fc.constantFrom(
    'renewed',
    'a',
    '  ',
    '     ',
    '✓ ok',
    '✗',
    '█',
    '…',
    'ä',
    '字',
    '証明書',
    'e\u0301',
    '–',
    '│──',
  ),
  fc.string({ unit: fc.constantFrom('x', 'y', ' ', '字', 'é'), maxLength: 8 }),
);
const piece = fc
  .tuple(
    fc.constantFrom(
      '',
      '1',
      '2',
      '31',
      '7',
      '4',
      '1;34',
      '1;2',
      '1',
      '44',
      '30;43',
      '38;5;200',
      '48;2;1;2;3',
      '2;3',
    ),
    word,
  )
  .map(([sgr, text]) => (sgr === '' ? text : `\u001b[${sgr}m${text}\u001b[${sgr === '1;2' ? '22;2' : '0'}m`));
/** Lines that fit, for what the plain drawing would wrap is cut in a frame. */
const line = fc
  .array(piece, { maxLength: 6 })
  .map((pieces) =>
    pieces.reduce((all, each) => (parseRow(all + each, 80).used < SIZE.columns ? all + each : all), ''),
  );
const lines = fc.array(line, { minLength: SIZE.rows, maxLength: SIZE.rows });

/** A frame, and one that came of it: some lines moved, some written anew. */
const step = fc
  .record({
    lines,
    by: fc.integer({ min: -4, max: 4 }),
    top: fc.integer({ min: 0, max: 3 }),
    bottom: fc.integer({ min: 5, max: SIZE.rows - 1 }),
    fresh: fc.array(fc.tuple(fc.integer({ min: 0, max: SIZE.rows - 1 }), line), { maxLength: 4 }),
  })
  .map(({ lines: all, by, top, bottom, fresh }) => {
    // A list has lines that are not alike.
    const before = all.map((text, at) =>
      at % 4 === 3 ? text : at % 2 === 0 ? `entry ${at}` : `${at}${text}`,
    );
    const after = before.map((own, at) => (at < top || at > bottom ? own : (before[at + by] ?? '')));
    for (const [at, text] of fresh) after[at] = text;
    return { before, after };
  });

describe('the difference of two frames', () => {
  test('makes of the one screen the other, cell by cell with its looks', async () => {
    await fc.assert(
      fc.asyncProperty(step, fc.boolean(), async ({ before, after }, scrolls) => {
        const change = difference(frameOf(before), frameOf(after), scrolls);
        expect(await screenOf([plainly(before), '\u001b[m', change])).toEqual(
          await screenOf([plainly(after)]),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('of a screen nobody knows draws all of it', async () => {
    await fc.assert(
      fc.asyncProperty(lines, lines, async (before, after) => {
        const change = difference(null, frameOf(after), true);
        expect(await screenOf([plainly(before), change])).toEqual(await screenOf([plainly(after)]));
      }),
      { numRuns: 40 },
    );
  });

  test('leaves looks, scroll region and the frame after it as one expects them', async () => {
    await fc.assert(
      fc.asyncProperty(step, lines, async ({ before, after }, last) => {
        const frames = [before, after, last, before].map((each) => frameOf(each));
        const changes = frames.map((frame, at) => difference(frames[at - 1] ?? null, frame, true));
        expect(await screenOf(changes)).toEqual(await screenOf([plainly(before)]));
      }),
      { numRuns: 40 },
    );
  });

  test('of equal frames is nothing', () => {
    const same = ['one', '\u001b[31mtwo\u001b[39m', '字'];
    expect(difference(frameOf(same), frameOf(same), true)).toBe('');
    expect(difference(frameOf(['\u001b[1m   \u001b[22m']), frameOf([]), true)).toBe('');
  });

  test('of a list that has moved by a line are the line that came in and the two of the cursor', () => {
    const size = { columns: 100, rows: 40 };
    const list = (top: number, cursor: number): Frame =>
      frameOf(
        [
          'header',
          ...Array.from({ length: 38 }, (_, at) => {
            const text = `entry ${top + at} of somebody who renewed certificate ${(top + at) * 7_919}`;
            return top + at === cursor ? `\u001b[7m${text.padEnd(100)}\u001b[27m` : text;
          }),
          'footer',
        ],
        size,
      );
    const change = difference(list(10, 47), list(11, 48), true);
    expect(change.length).toBeLessThan(250);
    expect(change).toContain('entry 48');
    expect(change).toContain('entry 47');
    expect(change).not.toContain('entry 46');
    expect(difference(list(10, 47), list(11, 48), false).length).toBeGreaterThan(change.length);
  });

  test('uses no scroll region where the terminal has none', () => {
    const up = Array.from({ length: 9 }, (_, at) => `line ${at}`);
    const change = difference(frameOf(up), frameOf([...up.slice(1), 'last']), false);
    expect(change).not.toMatch(/\u001b\[\d*;?\d*r/);
    expect(change).not.toContain('\u001bM');
  });
});

describe('a row', () => {
  test('is cut where the screen ends, never wrapped, and keeps no half of a wide character', () => {
    const row = parseRow('0123456789'.repeat(7), 62);
    expect(row.text).toHaveLength(62);
    expect(parseRow('a字字', 4).text.join('|')).toBe('a|字||\u0020');
  });

  test('drops what would move the cursor', () => {
    const row = parseRow('a\u001b[2Jb\u001b]0;title\u0007c\r\n\u0008\u001b7d', 10);
    expect(row.plain.trimEnd()).toBe('abcd');
  });

  test('of pieces shows each on top of those before it', () => {
    const row = createRows(12);
    const below = { x: 0, line: '字字字字字字' };
    expect(row([below, { x: 3, line: 'ab' }]).plain).toBe('字 ab 字字字'.slice(0, 8));
    expect(row([below, { x: 10, line: 'over the edge' }]).plain).toBe('字字字字字ov');
    expect(row([below, { x: 0, line: '    x', clear: true }]).plain).toBe('字字x 字字字');
  });
});
