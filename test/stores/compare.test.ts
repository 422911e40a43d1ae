import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { brokenLines } from '../../stores/detail/broken-lines.ts';
import { plainOf } from '../../stores/detail/document.ts';
import { compare } from '../../stores/diff/compare.ts';
import { comparisonLines } from '../../stores/diff/lines.ts';

const paths = (found: readonly { readonly path: string }[]): readonly string[] =>
  found.map(({ path }) => path);
const VIEW = { title: 'Changed', before: 'this', after: 'that', folded: true, width: 80 };
const text = (before: Json, after: Json): string =>
  comparisonLines(compare(before, after), VIEW).map(plainOf).join('\n');

describe('comparing', () => {
  test('goes as deep as the values do, and names places as jq does', () => {
    const found = compare(
      { a: 1, 'odd key': { b: [{ c: 1 }, { c: 2 }] }, gone: null, same: 'x' },
      { a: 2, 'odd key': { b: [{ c: 1 }, { c: 3 }] }, come: false, same: 'x' },
    );
    expect(paths(found.changed)).toEqual(['.a', '."odd key".b[1].c']);
    expect(paths(found.removed)).toEqual(['.gone']);
    expect(paths(found.added)).toEqual(['.come']);
    expect(paths(found.equal)).toEqual(['."odd key".b[0].c', '.same']);
  });

  test('a list of names is what it holds, in whatever order', () => {
    expect(compare({ sans: ['a', 'b', 'b'] }, { sans: ['b', 'a', 'b'] }).changed).toEqual([]);
    expect(compare({ sans: ['a', 'b'] }, { sans: ['b', 'c'] }).changed).toEqual([
      { path: '.sans[]', before: 'a', after: 'c' },
    ]);
    const found = compare({ sans: ['a', 'b', 'b'] }, { sans: ['b'] });
    expect(found.removed.map(({ before }) => before)).toEqual(['a', 'b']);
  });

  test('JSON that is the text of a member is compared as what it says', () => {
    const found = compare({ body: '{"ca":"one","cn":"x"}' }, { body: '{ "cn": "x", "ca": "two" }' });
    expect(found.changed).toEqual([{ path: '.body.ca', before: 'one', after: 'two' }]);
    expect(paths(compare({ body: '{broken' }, { body: '{broken too' }).changed)).toEqual(['.body']);
  });

  test('what two records never share comes last', () => {
    const found = compare(
      { id: '1', completedAt: 'x', error: 'a' },
      { id: '2', completedAt: 'y', error: 'b' },
    );
    expect(paths(found.changed)).toEqual(['.error', '.id', '.completedAt']);
  });

  test('a value is equal to itself, and each side of a comparison is the other turned round', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const one = compare({ v: a as Json }, { v: b as Json });
        const other = compare({ v: b as Json }, { v: a as Json });
        expect(compare({ v: a as Json }, { v: a as Json })).toMatchObject({
          changed: [],
          added: [],
          removed: [],
        });
        expect(paths(one.removed).toSorted()).toEqual(paths(other.added).toSorted());
        expect(paths(one.changed).toSorted()).toEqual(paths(other.changed).toSorted());
      }),
    );
  });

  test('too much to compare is said, not left out in silence', () => {
    const wide = (by: number) =>
      Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, at * by]));
    const found = compare(wide(1), wide(2));
    expect(found.cut).toBe(true);
    expect(text(wide(1), wide(2))).toContain('there is more than is compared here');
  });
});

describe('a comparison as lines', () => {
  test('what changed first, then what one side has; what is equal is folded', () => {
    expect(text({ a: 1, b: 'x', c: 'y' }, { a: '1', b: 'x', d: 'z' })).toBe(
      [
        'Changed',
        'a',
        '- 1',
        '+ "1"',
        '',
        'Only in this',
        '- c  y',
        '',
        'Only in that',
        '+ d  z',
        '',
        '▸ 1 equal',
      ].join('\n'),
    );
    expect(text({ a: 1 }, { a: 1 })).toContain('Nothing differs');
  });

  test('a line that goes on is told from the next by more than its colour', () => {
    const long = 'word '.repeat(40).trim();
    const found = comparisonLines(compare({ a: long }, { a: 'short' }), { ...VIEW, width: 60 }).map(plainOf);
    const [first, ...rest] = found.slice(found.findIndex((line) => line.startsWith('- ')));
    expect(first?.length).toBeLessThanOrEqual(60);
    expect(rest.slice(0, -1).every((line) => /^ {2}word/.test(line) && line.length <= 60)).toBe(true);
    expect(rest.at(-1)).toBe('+ short');
  });

  test('secrets stay masked, and control sequences harmless', () => {
    const lines = text(
      { apiKey: 'abcdefgh12345678', note: 'x\u001b[2J', '\u001b]0;t\u0007': 1 },
      { apiKey: 'zyxwvuts87654321', note: 'y' },
    );
    expect(lines).not.toMatch(/abcdefgh|zyxwvuts|\u001b|\u0007/);
    expect(lines).toContain('apiKey\n- ••••••••\n+ ••••••••');
  });
});

test('what a program prints keeps its blanks and columns, and no control of its own', () => {
  expect(brokenLines('      2 abc\n\tx\ta\nabcdefghijkl\n\u001b[31mred\u001b[0m 字字字字字字', 10)).toEqual([
    '      2 ab',
    'c',
    '        x ',
    '      a',
    'abcdefghij',
    'kl',
    '\uFFFDred\uFFFD 字字',
    '字字字字',
  ]);
});
