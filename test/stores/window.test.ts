import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Row } from '../../src/cache/ask.ts';
import {
  around,
  atFirst,
  atLast,
  extended,
  indexOf,
  moved,
  paged,
  type RowWindow,
  settled,
  topOf,
  windowOf,
} from '../../stores/window.ts';
import { entry } from './records.ts';

const row = (id: number | string): Row => ({
  ref: `prod/audit/${id}`,
  record: entry(String(id)),
  cursor: id,
});
const rows = (from: number, to: number): readonly Row[] =>
  Array.from({ length: to - from }, (_, at) => row(from + at));
const window = (from: number, to: number, rest: Partial<RowWindow> = {}): RowWindow => ({
  rows: rows(from, to),
  atStart: true,
  atEnd: true,
  offset: 0,
  ...rest,
});
const ids = (win: RowWindow) => win.rows.map(({ record }) => record.id).join(' ');

describe('moving', () => {
  test('the cursor walks down the screen, then the rows scroll under it', () => {
    const list = window(0, 20);
    const down = (n: number) =>
      Array.from({ length: n }).reduce<ReturnType<typeof atFirst>>(
        (at) => moved(list, at, 1, 5),
        atFirst(list),
      );
    expect(down(3)).toMatchObject({ selected: 'prod/audit/3', line: 3 });
    expect(topOf(list, down(3))).toBe(0);
    expect(down(7)).toMatchObject({ selected: 'prod/audit/7', line: 4 });
    expect(topOf(list, down(7))).toBe(3);
  });

  test('steps past the edge of what is loaded are owed, not lost', () => {
    const list = window(0, 4, { atEnd: false });
    const at = paged(list, paged(list, atFirst(list), 3, 3), 3, 3);
    expect(at).toMatchObject({ selected: 'prod/audit/3', owed: 3 });
    const more = extended(list, { rows: rows(4, 10), atStart: false, atEnd: true }, 'after', 100);
    expect(moved(more, at, 0, 3)).toMatchObject({ selected: 'prod/audit/6', owed: 0 });
  });

  test('at a true end nothing is owed', () => {
    const list = window(0, 4);
    expect(moved(list, atFirst(list), 99, 3)).toMatchObject({ selected: 'prod/audit/3', owed: 0 });
  });

  test('however it moves, the cursor is on the screen and the screen is full where rows allow', () => {
    const step = fc.record({ by: fc.integer({ min: -30, max: 30 }), page: fc.boolean() });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.array(step),
        (count, height, steps) => {
          const list = window(0, count);
          let place = atFirst(list);
          for (const { by, page } of steps) place = (page ? paged : moved)(list, place, by, height);
          const top = topOf(list, place);
          expect(place.line).toBeGreaterThanOrEqual(0);
          expect(place.line).toBeLessThan(height);
          expect(top).toBe(indexOf(list, place.selected) - place.line);
          expect(top + height <= count || top === Math.max(0, count - height)).toBe(true);
        },
      ),
    );
  });

  test('the last row stands at the bottom', () => {
    const list = window(0, 20);
    expect(atLast(list, 5)).toMatchObject({ selected: 'prod/audit/19', line: 4 });
    expect(settled(list, atLast(list, 5), 8)).toMatchObject({ line: 7 });
  });
});

describe('windows', () => {
  test('reading ahead lets go at the other end and knows how far it is', () => {
    const grown = extended(
      window(0, 6, { atEnd: false }),
      { rows: rows(6, 10), atStart: false, atEnd: false },
      'after',
      8,
    );
    expect(ids(grown)).toBe('2 3 4 5 6 7 8 9');
    expect(grown).toMatchObject({ atStart: false, atEnd: false, offset: 2 });
    const back = extended(grown, { rows: rows(0, 2), atStart: true, atEnd: false }, 'before', 100);
    expect(ids(back)).toBe('0 1 2 3 4 5 6 7 8 9');
    expect(back).toMatchObject({ atStart: true, offset: 0 });
  });

  test('an anchor that moved in the order stays where it was, once', () => {
    const before = { rows: [row(5), row(1)], atStart: true, atEnd: false };
    const after = { rows: [row(6)], atStart: false, atEnd: true };
    expect(ids(around(before, row(5), after, 3))).toBe('1 5 6');
  });

  test('the last page knows how far down it is when the count is known', () => {
    expect(windowOf({ rows: rows(90, 100), atStart: false, atEnd: true }, 100).offset).toBe(90);
    expect(windowOf({ rows: rows(90, 100), atStart: false, atEnd: true }, null).offset).toBeNull();
  });
});
