import { describe, expect, test } from 'vitest';
import type { Kind } from '../../src/domain/record.ts';
import { LONGEST_QUERY, parseQuery } from '../../src/query/parse.ts';
import { predicate } from '../../src/query/predicate.ts';
import { alert, audit, NOW } from './records.ts';

const CONTEXT = { now: NOW, longRunningAfter: 1_800_000 };

/** The problems of a query with the text they point at. */
function problems(query: string, kind: Kind = 'job') {
  const parsed = parseQuery(query, kind, CONTEXT);
  return {
    tree: parsed.tree,
    told: parsed.problems.map(({ level, span, message }) => [
      level,
      query.slice(span.start, span.end),
      span.start,
      message,
    ]),
  };
}

describe('a syntax error points at its place', () => {
  test.each([
    ['(status:failed', '(', 0, 'this parenthesis is never closed'],
    ['status:failed)', ')', 13, 'this parenthesis closes nothing'],
    ['name:"half', '"', 5, 'this quote is never closed'],
    ['"half', '"', 0, 'this quote is never closed'],
    ['()', '(', 0, 'there is nothing between these parentheses'],
    ['a OR', 'OR', 2, 'a term is missing here'],
    ['OR a', 'OR', 0, 'a term is missing beside this'],
    ['a AND OR b', 'OR', 6, 'a term is missing beside this'],
    ['NOT', 'NOT', 0, 'a term is missing here'],
    ['(a OR )', ')', 6, 'a term is missing before this'],
    ['status:', 'status:', 0, 'status needs a value'],
    ['is:', 'is:', 0, 'is needs a value'],
    ['is:__proto__', '__proto__', 3, expect.stringContaining('is no state')],
    ['is:odd', 'odd', 3, '`odd` is no state; there are pinned, noted, stuck, new, muted'],
    ['status:>=QUEUED', '>=QUEUED', 7, expect.stringContaining('`>=` compares numbers')],
    ['status:failed,', ',', 13, 'a value is missing beside the comma'],
    ['status:,failed', ':', 6, 'a value is missing beside the comma'],
    ['since:soon', 'soon', 6, expect.stringContaining('`soon` is not a time')],
    ['duration>long', 'long', 9, expect.stringContaining('`long` is not a duration')],
    ['started:32.13.', '32.13.', 8, expect.stringContaining('is not a time')],
    ['started:2026-02-31', '2026-02-31', 8, expect.stringContaining('is not a time')],
    ['status>FAILED', 'FAILED', 7, expect.stringContaining('`>` compares numbers')],
    ['status:(failed OR running)', '(', 7, expect.stringContaining('status:a,b')],
    ['/(/', '/(/', 0, expect.stringContaining('not a regular expression')],
    ['/[/', '/[/', 0, expect.stringContaining('not a regular expression')],
    ['(/[a-/i)', '/[a-/i', 1, expect.stringContaining('not a regular expression')],
    ['error=~/[/', '/[/', 7, expect.stringContaining('not a regular expression')],
    ['error=~[', '[', 7, expect.stringContaining('not a regular expression')],
    ['error=~/a/q', '/', 7, expect.stringContaining('flags')],
    [`error=~${'a'.repeat(1001)}`, 'a'.repeat(1001), 7, expect.stringContaining('at most 1000')],
    ['@a[x]', '[', 2, 'expected [*], [0] or ["key"]'],
    ['@a..b', '.', 3, 'a key is missing here'],
    ['@a:', '@a:', 0, '@a needs a value'],
    ['@a*b', '*', 2, expect.stringContaining('a path goes on with')],
    ['@a>x', 'x', 3, expect.stringContaining('needs a number or a time')],
  ])('%s', (query, at, start, message) => {
    const { tree, told } = problems(query);
    expect(tree).toBeNull();
    expect(told.at(-1)).toEqual(['error', at, start, message]);
  });
});

describe('a doubt is a hint, and the query still runs', () => {
  test.each([
    ['foo:bar', 'foo', '`foo` is no field of jobs; searched as text'],
    ['stauts:failed', 'stauts', '`stauts` is no field of jobs; searched as text. Did you mean status?'],
    ['has:eror', 'eror', '`eror` is no field of jobs; searched as text. Did you mean error?'],
    ['severity=error', 'severity', '`severity` is no field of jobs; searched as text'],
    ['status:done', 'done', expect.stringContaining('no value of status (QUEUED, RUNNING')],
    ['status=failed', 'failed', '`=` is exact: write FAILED, or : for any spelling'],
    ['is:unread', 'unread', 'jobs are never unread (pinned, noted, stuck, new, muted); nothing is'],
    ['has:colour', 'colour', '`colour` is no field of jobs; searched as text'],
    ['a or b', 'or', '`or` is searched as text; the joining word is OR'],
    ['started:2026-02-02..2026-02-01', '2026-02-02..2026-02-01', expect.stringContaining('ends before')],
    ['#!', '#!', expect.stringContaining('never found')],
  ])('%s', (query, at, message) => {
    const { tree, told } = problems(query);
    expect(tree).not.toBeNull();
    expect(told.map(([level, text, , said]) => [level, text, said])).toEqual([['hint', at, message]]);
  });

  test('pasted addresses, serial numbers and URLs need none', () => {
    for (const text of ['fe80::1', '0A:1B:2C:3D', 'https://a.test/?b=c', '12:30', 'CA:FE:BA:BE']) {
      expect(problems(text).told).toEqual([]);
    }
  });

  test('an unknown name searches its whole token, quotes included', () => {
    const { tree } = problems('foo:"bar baz" qux');
    expect(tree).toMatchObject({
      kind: 'and',
      of: [{ value: { text: 'foo:"bar baz"' } }, { value: { text: 'qux' } }],
    });
  });
});

describe('outrageous input', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['100 KB of words', 'word '.repeat(20_000)],
    ['10,000 parentheses', '('.repeat(10_000)],
    ['10,000 matched parentheses', `${'('.repeat(10_000)}a${')'.repeat(10_000)}`],
    ['2,000 terms', 'a '.repeat(2_000)],
    ['2,000 values', `id:${'a,'.repeat(2_000)}a`],
    ['a path of 30,000 steps', `@${'a.'.repeat(30_000)}a`],
  ];
  test.each(cases)('%s is an error, and soon', (_, query) => {
    const begun = performance.now();
    const { tree, problems: told } = parseQuery(query, 'job', CONTEXT);
    expect(tree).toBeNull();
    expect(told.at(-1)?.level).toBe('error');
    // Far from what it takes on a busy machine, and from the minutes of anything quadratic.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  test.each([
    ['slashes', '/[ '],
    ['quotes after colons', 'a:"\\'],
    ['minus signs', '- '],
    ['opened parentheses in words', 'a('],
    ['wildcards', '*a?'],
    ['backslashes', '\\"'],
  ])('64 KB of %s takes no more than a moment', (_, unit) => {
    const begun = performance.now();
    parseQuery(unit.repeat(LONGEST_QUERY / unit.length), 'job', CONTEXT);
    // Far from what it takes on a busy machine, and from the minutes of anything quadratic.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  test('10,000 NOTs are read without recursion', () => {
    const { tree } = parseQuery(`${'NOT '.repeat(10_000)}abc`, 'job', CONTEXT);
    expect(tree).toMatchObject({ kind: 'word' });
  });

  test('a wildcard pattern made to backtrack comes back', () => {
    const { tree } = parseQuery(`${'*a'.repeat(500)}b`, 'audit', CONTEXT);
    if (tree === null) throw new Error('not read');
    expect(predicate(tree, CONTEXT)(audit({ description: 'a'.repeat(20_000) }))).toBe(false);
  });

  test('a regular expression made to hang ends in QUERY_INVALID', () => {
    for (const source of ['^(a+)+$', '^(a|a)*$', `^${'(a|aa)'.repeat(40)}$`, '^(.*)*c$']) {
      const { tree } = parseQuery(`title=~/${source}/`, 'alert', CONTEXT);
      if (tree === null) throw new Error('not read');
      const test = predicate(tree, CONTEXT);
      expect(test(alert({ title: 'b' }))).toBe(false);
      expect(() => test(alert({ title: `${'a'.repeat(60)}b` })), source).toThrow('takes too long');
    }
  });

  test('deep and wide documents are searched without recursion', () => {
    let deep: unknown = 'needle';
    for (let level = 0; level < 20_000; level++) deep = [deep];
    const details = { deep, wide: Array.from({ length: 200_000 }, (_, at) => at) } as never;
    for (const query of ['needle', '@deep:needle', '@wide[*]>199998']) {
      const { tree } = parseQuery(query, 'audit', CONTEXT);
      if (tree === null) throw new Error('not read');
      expect(predicate(tree, CONTEXT)(audit({ details }))).toBe(true);
    }
  });

  test.each(['constructor:x', '__proto__:x', 'status:constructor', '@__proto__', '@constructor:x'])(
    '%s reaches no prototype',
    (query) => {
      const { tree } = parseQuery(query, 'audit', CONTEXT);
      if (tree === null) throw new Error('not read');
      expect(predicate(tree, CONTEXT)(audit())).toBe(false);
    },
  );
});
