import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { typedLine } from '../../components/overlays/typed-line.ts';
import { cellsOf } from '../../src/domain/cells.ts';
import { lineOf } from '../../stores/line-editor.ts';

const at = (text: string, cursor: number) => ({ ...lineOf(text), cursor });

describe('a line being typed', () => {
  test('is marked on both sides where it goes on out of sight', () => {
    const text = Array.from({ length: 60 }, (_, index) => String(index)).join(' ');
    const middle = typedLine(at(text, 80), 40);
    expect(middle.before).toMatch(/^…/);
    expect(middle.after).toMatch(/…$/);
    const short = typedLine(at('is:unread', 3), 40);
    expect([short.before, short.under, short.after]).toEqual(['is:', 'u', 'nread']);
  });

  test('shows nothing a terminal obeys, and no override of the direction', () => {
    const { before, under, after } = typedLine(at('a\u202eb\u001b]0;x\u0007c\td\u2028e', 2), 40);
    expect(before + under + after).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  });

  test('never takes more cells than it has, wherever the cursor is, however long it is', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '字', 'é', '👩‍💻', 'ب', '\u202e'),
      maxLength: 400,
    });
    fc.assert(
      fc.property(
        text,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 8, max: 90 }),
        (line, part, room) => {
          const cursor = Math.floor(line.length * part);
          const { before, under, after, cells, cellAt } = typedLine(at(line, cursor), room);
          expect(cells).toBe(cellsOf(before) + cellsOf(under) + cellsOf(after));
          expect(cells).toBeLessThanOrEqual(room + 1);
          expect(cellAt(cursor)).toBeLessThan(room);
        },
      ),
    );
    const long = 'title:x OR '.repeat(6_000);
    const begun = performance.now();
    for (let times = 0; times < 20; times++) typedLine(at(long, long.length), 100);
    expect((performance.now() - begun) / 20).toBeLessThan(5);
  });
});
