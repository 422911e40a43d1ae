import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipBlock, ipHex } from '../../src/query/ip.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { narrowed, pivotTerm } from '../../src/query/print.ts';
import { growthOf } from '../../src/query/regex.ts';
import { wildcardTester } from '../../src/query/wildcard.ts';
import { windowOf } from '../../src/query/window.ts';
import { isShortWord, tokens } from '../../src/query/words.ts';
import { NOW } from './records.ts';

describe('addresses as hex', () => {
  test.each([
    ['192.0.2.1', '00000000000000000000ffffc0000201'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['::', '0'.repeat(32)],
    ['::1', `${'0'.repeat(31)}1`],
    ['2001:DB8::8:800:200c:417a', '20010db80000000000080800200c417a'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['1:2:3:4:5:6:1.2.3.4', '00010002000300040005000601020304'],
    ['256.1.1.1', null],
    ['1.2.3', null],
    ['fe80', null],
    ['', null],
    ['1.2.3.4/8', null],
  ])('%s', (text, hex) => expect(ipHex(text)).toBe(hex));

  test('every address has one form', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        expect(ipHex(text)).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(ipHex(text)).toBe(ipHex(`::ffff:${text}`));
      }),
    );
  });

  test.each([
    ['10.0.0.0/8', '0a000000', '0affffff'],
    ['10.1.2.3/8', '0a000000', '0affffff'],
    ['10.1.2.3/32', '0a010203', '0a010203'],
    ['10.1.2.3/0', '00000000', 'ffffffff'],
  ])('block %s', (text, from, to) => {
    const mapped = '00000000000000000000ffff';
    expect(ipBlock(text)).toEqual({ from: mapped + from, to: mapped + to });
  });
  test.each(['10.0.0.0/33', '10.0.0.0/', '::/129', '10.0.0.0/-1', 'x/8', '10.0.0.0/8/8'])(
    '%s is none',
    (text) => expect(ipBlock(text)).toBeNull(),
  );
});

describe('wildcards', () => {
  test('mean what a regular expression of the same shape means', () => {
    const part = fc.oneof(fc.constantFrom('*', '?'), fc.constantFrom('a', 'b', '\u{1F600}'));
    const text = fc.array(fc.constantFrom('a', 'b', '\u{1F600}', '\n')).map((chars) => chars.join(''));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), text, fc.boolean(), (parts, subject, anchored) => {
        const body = parts.map((each) => (each === '*' ? '.*' : each === '?' ? '.' : each)).join('');
        const same = new RegExp(anchored ? `^${body}$` : body, 'su');
        const pieces = parts.map((each) =>
          each === '*' || each === '?' ? { wild: each as '*' | '?' } : each,
        );
        expect(wildcardTester(pieces, { anchored, exact: false })(subject)).toBe(same.test(subject));
      }),
      { numRuns: 2_000 },
    );
  });
});

test('tokens are runs of letters and digits, folded', () => {
  expect(tokens('Re-new www.Example.com: ÄÖ 429!')).toEqual([
    're',
    'new',
    'www',
    'example',
    'com',
    'äö',
    '429',
  ]);
  expect(['ab', '\u{1F600}\u{1F600}', 'a', ''].map(isShortWord)).toEqual([true, true, true, true]);
  expect(['abc', 'a b', '\u{1F600}ab'].map(isShortWord)).toEqual([false, false, false]);
});

test.each([
  ['abc', 1, 0],
  ['a.*b', 2, 0],
  ['a+b+?', 3, 0],
  ['[a+]', 1, 0],
  ['a\\+', 1, 0],
  ['(a+)+', 12, 0],
  ['(?:a|b)*', 11, 1],
  ['((a+))*', 12, 0],
  ['(a?){30}', 11, 1],
  ['\u{1F600}(a)+(b*)*', 13, 0],
  ['a{2,}', 2, 0],
  ['a{3}', 1, 0],
])('a match of /%s/ grows with power %i and %i choices', (source, power, choices) =>
  expect(growthOf(source)).toEqual({ power, choices }),
);

test.each([
  ['', 'status:FAILED', 'status:FAILED'],
  ['a b', 'status:FAILED', 'a b status:FAILED'],
  ['a OR b', 'status:FAILED', '(a OR b) status:FAILED'],
  ['(a OR b)', 'status:FAILED', '(a OR b) status:FAILED'],
  ['a OR f(', 'status:FAILED', '(a OR f( ) status:FAILED'],
  ['a status:FAILED', 'status:FAILED', 'a status:FAILED'],
])('%j narrowed by %s', (text, term, wanted) => expect(narrowed(text, 'job', term)).toBe(wanted));

test('pivots quote what needs it', () => {
  expect(pivotTerm('actor', 'Ada "L" Lovelace')).toBe('actor:"Ada \\"L\\" Lovelace"');
  expect(pivotTerm('ip', '2001:db8::1', true)).toBe('-ip:2001:db8::1');
  expect(pivotTerm('error', null)).toBe('no:error');
});

describe('the window of a query', () => {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
  test.each([
    ['since:2026-08-01 until:2026-08-02', day('2026-08-01'), day('2026-08-03') - 1],
    ['since:24h', NOW - 86_400_000, null],
    ['since:2026-08-01 since:2026-08-05', day('2026-08-05'), null],
    ['at:2026-08-01 OR at:2026-08-03', day('2026-08-01'), day('2026-08-04') - 1],
    ['at:2026-08-01 OR login', null, null],
    ['-since:24h', null, null],
    ['time>2026-08-01', day('2026-08-02'), null],
    ['time:2026-08-01,2026-08-03', day('2026-08-01'), day('2026-08-04') - 1],
    ['login', null, null],
  ])('%s', (text, from, to) => {
    const { tree } = parseQuery(text, 'audit', { now: NOW, longRunningAfter: 1 });
    if (tree === null) throw new Error(text);
    expect(windowOf(tree, 'audit')).toEqual({ from, to });
  });

  test('a bound on one of the times of a job bounds nothing', () => {
    const { tree } = parseQuery('started<2026-08-01', 'job', { now: NOW, longRunningAfter: 1 });
    if (tree === null) throw new Error('not read');
    expect(windowOf(tree, 'job')).toEqual({ from: null, to: null });
  });
});
