import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { plainOf } from '../../stores/detail/document.ts';
import { linesBetween } from '../../stores/detail/document-lines.ts';
import { findLine } from '../../stores/detail/lines.ts';
import { wrapText } from '../../stores/detail/text-lines.ts';
import { type Looking, UNFOLDED } from '../../stores/detail/tree/looking.ts';
import { type Scan, scanJson } from '../../stores/detail/tree/scan.ts';
import { leafText, memberPath, STEP, treeOf } from '../../stores/detail/tree/tree.ts';
import { treeLines } from '../../stores/detail/tree/tree-lines.ts';

const PAYLOAD = {
  csr: { cn: 'shop.example.com', sans: ['a', 'b'] },
  retry: 3,
  'odd key': null,
  note: '{"inner":[1]}',
};
const PLAIN: Looking = { folding: UNFOLDED, decoded: [], revealed: [], wrap: null };

function linesOf(value: Json, looking: Partial<Looking> = {}) {
  return treeLines(treeOf(JSON.stringify(value)), { ...PLAIN, ...looking });
}
const texts = (value: Json, looking: Partial<Looking> = {}): readonly string[] =>
  linesBetween(linesOf(value, looking), 0).map(plainOf);
const paths = (value: Json, looking: Partial<Looking> = {}) =>
  linesBetween(linesOf(value, looking), 0).map(({ node }) => node?.jq);

/** The value that the nodes stand for. */
function valueAt({ nodes }: Scan, index: number): Json {
  const node = nodes[index];
  if (node === undefined) throw new Error('no node');
  if (node.kind !== 'object' && node.kind !== 'array')
    return JSON.parse(node.source.slice(node.start, node.end));
  const members: [string | number | null, Json][] = [];
  for (let at = index + 1; at < node.next; at = nodes[at]?.next ?? node.next) {
    members.push([nodes[at]?.key ?? null, valueAt({ nodes } as Scan, at)]);
  }
  return node.kind === 'array' ? members.map(([, value]) => value) : Object.fromEntries(members);
}

describe('JSON text as nodes', () => {
  test('is the value JSON.parse reads, however small the steps', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 5 }), fc.boolean(), (value, step, indented) => {
        const text = JSON.stringify(value, null, indented ? 2 : undefined);
        const scan = scanJson(text);
        while (!scan.done) scan.step(step);
        expect(scan.failed).toBe(false);
        expect(JSON.stringify(valueAt(scan, 0))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  test.each(['', '{', '[1,]', '{"a" 1}', '[1 2]', 'tru', '1 2', '{"a":1}}', '"open', '{1:2}', '[', '[[]'])(
    '%j is none',
    (text) => {
      const scan = scanJson(text);
      scan.step(100);
      expect(scan.failed).toBe(true);
    },
  );

  test('digits stay as they were written', () => {
    const scan = scanJson('[12345678901234567890, 1.50]');
    scan.step(10);
    expect(scan.nodes.slice(1).map(leafText)).toEqual(['12345678901234567890', '1.50']);
  });
});

describe('the JSON tree', () => {
  test('lines carry depth, label, value and a jq path', () => {
    expect(texts(PAYLOAD)).toEqual([
      '▾ {4}',
      '  ▾ csr: {2}',
      '      cn: shop.example.com',
      '    ▾ sans: [2]',
      '        [0]: a',
      '        [1]: b',
      '    retry: 3',
      '    odd key: null',
      '  ▾ note: {1} (JSON in text)',
      '    ▾ inner: [1]',
      '        [0]: 1',
    ]);
    expect(paths(PAYLOAD)).toEqual([
      '.',
      '.csr',
      '.csr.cn',
      '.csr.sans',
      '.csr.sans[0]',
      '.csr.sans[1]',
      '.retry',
      '."odd key"',
      '.note',
      '(.note | fromjson).inner',
      '(.note | fromjson).inner[0]',
    ]);
  });

  test('a folded node hides what is in it and keeps its size; all can be shut but some', () => {
    const except = ['.csr', '.note'];
    expect(texts(PAYLOAD, { folding: { all: false, except } })).toEqual([
      '▾ {4}',
      '  ▸ csr: {2}',
      '    retry: 3',
      '    odd key: null',
      '  ▸ note: {1} (JSON in text)',
    ]);
    expect(texts(PAYLOAD, { folding: { all: true, except: ['.csr', '(.note | fromjson).inner'] } })).toEqual([
      '▾ {4}',
      '  ▾ csr: {2}',
      '      cn: shop.example.com',
      '    ▸ sans: [2]',
      '    retry: 3',
      '    odd key: null',
      '  ▸ note: {1} (JSON in text)',
    ]);
    // By its path alone, in a tree nobody has looked at: names that begin alike lead nowhere.
    const alike = { a: 1, ab: { b: { c: 1 } }, abc: { d: '{"e":{"f":1}}' } };
    expect(texts(alike, { folding: { all: false, except: ['.ab.b', '(.abc.d | fromjson).e'] } })).toEqual([
      '▾ {3}',
      '    a: 1',
      '  ▾ ab: {1}',
      '    ▸ b: {1}',
      '  ▾ abc: {1}',
      '    ▾ d: {1} (JSON in text)',
      '      ▸ e: {1}',
    ]);
  });

  test('search finds keys and values whatever their case, round the end', () => {
    expect(findLine(linesOf(PAYLOAD), 'SHOP', 0, 1)).toBe(2);
    expect(findLine(linesOf(PAYLOAD), 'retry', 7, 1)).toBe(6);
    expect(findLine(linesOf(PAYLOAD), 'csr', 0, -1)).toBe(1);
    expect(findLine(linesOf(PAYLOAD), 'nowhere', 0, 1)).toBe(-1);
    expect(findLine(linesOf({ a: 'caf\u00e9 "q"' }), 'FÉ "Q', 0, 1)).toBe(1);
  });

  test('a long value goes on on further lines where lines are wrapped, and copies whole', () => {
    const value = { text: 'one two three four five six seven' };
    const lines = linesBetween(linesOf(value, { wrap: 24 }), 0);
    expect(lines.map(plainOf)).toEqual([
      '▾ {1}',
      '    text: one two three',
      '          four five six',
      '          seven',
    ]);
    expect(lines[3]?.value).toBe(value.text);
  });

  test('a megabyte is looked at a step at a time, and only lines in sight are made', () => {
    const text = JSON.stringify({
      items: Array.from({ length: 10_000 }, (_, index) => ({ id: `host-${index}`, n: index })),
    });
    const tree = treeOf(text);
    let lines = treeLines(tree, PLAIN);
    expect(lines.length).toBeLessThanOrEqual(STEP);
    expect(plainOf(lines.at(0) ?? { parts: [] })).toBe('▾ {…}');
    for (let steps = 0; lines.grow; steps++) {
      const before = tree.scan.nodes.length;
      lines.grow();
      expect(tree.scan.nodes.length - before).toBeLessThanOrEqual(STEP);
      lines = treeLines(tree, PLAIN);
      expect(steps).toBeLessThan(100);
    }
    expect(lines.length).toBe(30_002);
    // What was read no further is not said of it now.
    expect(linesBetween(lines, 0, 2).map(plainOf)).toEqual(['▾ {1}', '  ▾ items: [10000]']);
    expect(findLine(lines, 'host-9999', 0, 1)).toBe(30_000);
    expect(findLine(lines, 'host-9999', 5, -1)).toBe(30_000);
    const folded = treeLines(tree, { ...PLAIN, folding: { all: false, except: ['.items'] } });
    expect(folded.length).toBe(2);
  });

  test('a document folded while it is read goes on behind what is shut', () => {
    const text = JSON.stringify({ items: Array.from({ length: 3_000 }, (_, index) => index), last: true });
    const tree = treeOf(text);
    const looking = { ...PLAIN, folding: { all: true, except: [] } };
    let lines = treeLines(tree, looking);
    while (lines.grow) {
      lines.grow();
      lines = treeLines(tree, looking);
    }
    expect(linesBetween(lines, 0).map(plainOf)).toEqual(['▾ {2}', '  ▸ items: [3000]', '    last: true']);
  });

  test('hostile keys and values are safe', () => {
    const [, line] = linesBetween(linesOf({ '\u001b[2Jkey': '\u001b]0;t\u0007x' }), 0);
    expect(plainOf(line ?? { parts: [] })).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });

  test('secrets are masked by name and by what they are, until they are shown', () => {
    const value = {
      apiKey: 'abc123',
      keyId: 'k-1',
      tokens: ['t1', 't2'],
      tokenCount: 3,
      pem: '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
      publicKey: 'MIIB',
      inner: '{"password":"hunter2"}',
    };
    const shown = texts(value).join('\n');
    for (const secret of ['abc123', 't1', 't2', 'MIIE', 'hunter2']) expect(shown).not.toContain(secret);
    for (const open of ['k-1', '3', 'MIIB']) expect(shown).toContain(open);
    const revealed = texts(value, { revealed: ['.apiKey'] }).join('\n');
    expect(revealed).toContain('abc123');
    expect(revealed).not.toContain('hunter2');
    // What holds them is copied without them.
    expect(linesOf(value).at(0)?.value).not.toMatch(/abc123|hunter2|MIIE/);
  });

  test('a decoded value has what it says below it, which folds and names the text it came from', () => {
    const decoded = [{ at: '.csr.cn', what: 'host', value: { labels: ['shop', 'example'] } }];
    expect(texts(PAYLOAD, { decoded }).slice(1, 7)).toEqual([
      '  ▾ csr: {2}',
      '    ▾ cn: (host)',
      '      ▾ labels: [2]',
      '          [0]: shop',
      '          [1]: example',
      '    ▾ sans: [2]',
    ]);
    expect(paths(PAYLOAD, { decoded }).slice(2, 6)).toEqual(Array(4).fill('.csr.cn'));
    const [inner] = linesBetween(linesOf(PAYLOAD, { decoded }), 3);
    const folding = { all: false, except: [inner?.node?.path ?? ''] };
    expect(texts(PAYLOAD, { decoded, folding })[3]).toBe('      ▸ labels: [2]');
    expect(texts(PAYLOAD, { decoded, folding: { all: false, except: ['.csr.cn'] } })[2]).toBe(
      '    ▸ cn: (host)',
    );
  });

  test('however much is decoded, a long document is read to its end', () => {
    const items = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`k${index}`, `v${index}`]));
    const text = JSON.stringify(items);
    const decoded = Array.from({ length: 20 }, (_, index) => ({
      at: `.k${index}`,
      what: 'x',
      value: { a: index },
    }));
    let steps = 0;
    for (let lines = treeLines(treeOf(text), { ...PLAIN, decoded }); lines.grow; steps++) {
      lines.grow();
      lines = treeLines(treeOf(text), { ...PLAIN, decoded });
      expect(steps).toBeLessThan(20);
    }
    expect(treeLines(treeOf(text), { ...PLAIN, decoded }).length).toBe(1 + 3_000 + 20);
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

  test('loses nothing but blanks, and no line is wider; plain letters wrap as any others do', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 80 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 20 }), (text, width) => {
        const lines = wrapText(text, width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        // A letter that is no plain one takes the other way, and breaks at the same places.
        const other = wrapText(text.replaceAll('b', 'й\u0301'), width);
        expect(other.map((line) => line.replaceAll('й\u0301', 'b'))).toEqual(lines);
      }),
      { examples: [['baa aaa', 6]], numRuns: 300 },
    );
  });
});
