import { describe, expect, test } from 'vitest';
import { foldablePaths, matchingLines, memberPath, treeLines } from '../../stores/detail/json-tree.ts';
import { wrapText } from '../../stores/detail/text-lines.ts';

const PAYLOAD = {
  csr: { cn: 'shop.example.com', sans: ['a', 'b'] },
  retry: 3,
  'odd key': null,
  note: '{"inner":[1]}',
};

describe('the JSON tree', () => {
  test('lines carry depth, label, value and a jq path', () => {
    const lines = treeLines(PAYLOAD, new Set()).lines.map(({ path, depth, text }) => [path, depth, text]);
    expect(lines).toEqual([
      ['.', 0, '{4}'],
      ['.csr', 1, '{2}'],
      ['.csr.cn', 2, 'shop.example.com'],
      ['.csr.sans', 2, '[2]'],
      ['.csr.sans[0]', 3, 'a'],
      ['.csr.sans[1]', 3, 'b'],
      ['.retry', 1, '3'],
      ['."odd key"', 1, 'null'],
      ['.note', 1, '{1} (JSON in text)'],
      ['.note.inner', 2, '[1]'],
      ['.note.inner[0]', 3, '1'],
    ]);
  });

  test('a folded node hides what is in it and keeps its size', () => {
    const tree = treeLines(PAYLOAD, new Set(['.csr', '.note']));
    expect(tree.lines.map((line) => line.path)).toEqual(['.', '.csr', '.retry', '."odd key"', '.note']);
    expect(tree.lines[1]).toMatchObject({ folded: true, text: '{2}' });
    expect(foldablePaths(PAYLOAD)).toEqual(['.csr', '.csr.sans', '.note', '.note.inner']);
  });

  test('search finds keys and values whatever their case', () => {
    expect(matchingLines(treeLines(PAYLOAD, new Set()), 'SHOP')).toEqual([2]);
    expect(matchingLines(treeLines(PAYLOAD, new Set()), 'retry')).toEqual([6]);
  });

  test('hostile keys and values are safe, huge ones are bounded', () => {
    const hostile = treeLines({ '\u001b[2Jkey': '\u001b]0;t\u0007x' }, new Set()).lines[1];
    expect(`${hostile?.label}${hostile?.text}`).not.toContain('\u001b');
    const wide = treeLines(
      Array.from({ length: 30_000 }, (_, index) => index),
      new Set(),
    );
    expect(wide.lines.length).toBe(20_000);
    expect(wide.left).toBe(10_001);
  });

  test('paths of the root and of array members are jq', () => {
    expect(memberPath('.', 0)).toBe('.[0]');
    expect(memberPath('.a', 'b"c')).toBe('.a."b\\"c"');
  });
});

describe('wrapping', () => {
  test('at blanks where there are some, inside words only where it must', () => {
    expect(wrapText('the order was refused by the CA', 12)).toEqual([
      'the order',
      'was refused',
      'by the CA',
    ]);
    expect(wrapText('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrapText('a\n\nb', 4)).toEqual(['a', '', 'b']);
  });
});
