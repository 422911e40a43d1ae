import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST_OFFSET, nextOffset, offsetCursor } from '../../src/platforms/offset-paging.ts';
import { type Mark, orderOf } from '../../src/platforms/paging.ts';

/** What happens to the list between two pages. */
interface Turn {
  readonly add: number;
  readonly dropAt: number;
  readonly drop: number;
}

interface Run {
  readonly size: number;
  readonly cap: number;
  /** Every how many entries the clock moves on: entries in between share their instant. */
  readonly tie: number;
  readonly counted: boolean;
  readonly turns: readonly Turn[];
}

/** Reads a list that changes as told; gives what was delivered and what was there all the time. */
function read({ size, cap, tie, counted, turns }: Run) {
  let newest = size;
  let list: Mark[] = [];
  const entry = (index: number): Mark => ({ id: `e${index}`, at: Math.floor(index / tie) });
  for (let index = 0; index < size; index++) list.unshift(entry(index));
  const stayed = new Set(list.map(({ id }) => id));
  const delivered: (string | null)[] = [];
  let cursor = FIRST_OFFSET;
  for (let page = 0; page < 500; page++) {
    const rows = list.slice(cursor.offset, cursor.offset + cap);
    const step = nextOffset(cursor, rows, counted ? list.length : null);
    delivered.push(...rows.slice(step.freshFrom).map(({ id }) => id));
    if (step.next === null) return { delivered, stayed, pages: page + 1 };
    cursor = offsetCursor(JSON.parse(JSON.stringify(step.next)));
    const turn = turns[page];
    if (turn === undefined) continue;
    for (const { id } of list.splice(turn.dropAt, turn.drop)) stayed.delete(id);
    for (let index = 0; index < turn.add; index++) list = [entry(newest++), ...list];
  }
  throw new Error('never ended');
}

const run = (turn: fc.Arbitrary<Turn>, turns: number) =>
  fc.record({
    size: fc.integer({ min: 0, max: 120 }),
    cap: fc.integer({ min: 2, max: 30 }),
    tie: fc.integer({ min: 1, max: 3 }),
    counted: fc.boolean(),
    turns: fc.array(turn, { maxLength: turns }),
  });
const upTo = (max: number) => fc.integer({ min: 0, max });

test('a list that only grows is delivered whole, and no row twice in a row of calm pages', () => {
  const growing = run(fc.record({ add: upTo(80), dropAt: fc.constant(0), drop: fc.constant(0) }), 12);
  fc.assert(
    fc.property(growing, (given) => {
      const { delivered, stayed } = read(given);
      const got = new Set(delivered);
      expect([...stayed].filter((id) => !got.has(id ?? ''))).toEqual([]);
      if (given.turns.length === 0) expect(delivered).toHaveLength(given.size);
    }),
    { numRuns: 500 },
  );
});

test('rows that stay are delivered though others vanish around them', () => {
  const shrinking = run(fc.record({ add: upTo(80), dropAt: upTo(120), drop: upTo(40) }), 3);
  fc.assert(
    fc.property(
      shrinking.filter(({ counted }) => counted),
      (given) => {
        const { delivered, stayed } = read(given);
        const got = new Set(delivered);
        expect([...stayed].filter((id) => !got.has(id ?? ''))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('a page of one row does not stand still', () => {
  const { delivered } = read({ size: 7, cap: 1, tie: 1, counted: true, turns: [] });
  expect(delivered).toHaveLength(7);
});

test('rows without id or time still make way', () => {
  const blank = { id: null, at: null };
  const step = nextOffset(FIRST_OFFSET, [blank, blank, blank], 10);
  expect(step).toEqual({ freshFrom: 0, next: { ...FIRST_OFFSET, offset: 3 } });
});

test.each([
  [[3, 2, 2, 1], 'newest'],
  [[1, null, 2], 'oldest'],
  [[1, 3, 2], 'mixed'],
  [[2, 2], null],
  [[], null],
])('the order of %j is %s', (instants, order) => {
  expect(orderOf(instants)).toBe(order);
});
