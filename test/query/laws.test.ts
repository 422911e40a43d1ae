import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KINDS } from '../../src/domain/record.ts';
import { fold } from '../../src/domain/text.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { predicate } from '../../src/query/predicate.ts';
import { printTree, quoteValue } from '../../src/query/print.ts';
import type { Node } from '../../src/query/tree.ts';
import { alert, audit, job, NOW, statistic } from './records.ts';

const CONTEXT = { now: NOW, longRunningAfter: 1_800_000 };
const RECORDS = { alert: alert(), job: job(), audit: audit(), statistic: statistic() };
const kinds = fc.constantFrom(...KINDS);

/** Pieces of the language thrown together, so that much of it is nearly right. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'( ) - " \\ / , * ? @ [ ] . .. : = != =~ !~ > >= < <= AND OR NOT'.split(' '),
    ...'status severity action value created duration ip since until at is has no title'.split(' '),
    ...'failed error 24h 2026-08-20 2026-08-20T09:00Z 10.0.0.0/8 fe80::1 5m 42 unread *a? /x/i'.split(' '),
    ' ',
    ' ',
    'status:failed',
    '@a.b[*]',
    'name:"a b"',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const query = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

/** The tree without its places. */
const shape = (tree: Node | null) =>
  JSON.parse(JSON.stringify(tree, (key, value) => (key === 'span' || key === 'source' ? undefined : value)));

test('the parser never throws, and points only at what is there', () => {
  fc.assert(
    fc.property(query, kinds, (text, kind) => {
      const { tree, problems } = parseQuery(text, kind, CONTEXT);
      expect(tree === null).toBe(problems.some(({ level }) => level === 'error'));
      for (const { span } of problems) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
        expect(span.end).toBeLessThanOrEqual(text.length);
      }
      if (tree !== null) predicate(tree, CONTEXT)(RECORDS[kind]);
    }),
    { numRuns: 2_000 },
  );
});

test('what is printed reads back as the same tree', () => {
  fc.assert(
    fc.property(query, kinds, (text, kind) => {
      const { tree } = parseQuery(text, kind, CONTEXT);
      if (tree === null) return;
      const printed = printTree(tree);
      const again = parseQuery(printed, kind, CONTEXT);
      expect(again.tree, printed).not.toBeNull();
      expect(shape(again.tree), printed).toEqual(shape(tree));
    }),
    { numRuns: 2_000 },
  );
});

test('NOT is the other half of everything, and two of them are none', () => {
  fc.assert(
    fc.property(query, kinds, (text, kind) => {
      const { tree } = parseQuery(text, kind, CONTEXT);
      if (tree === null || tree.kind === 'all') return;
      const record = RECORDS[kind];
      const holds = predicate(tree, CONTEXT)(record);
      const negated = parseQuery(`NOT (${text} )`, kind, CONTEXT).tree;
      const twice = parseQuery(`NOT NOT (${text} )`, kind, CONTEXT).tree;
      if (negated === null || twice === null) throw new Error(text);
      expect(predicate(negated, CONTEXT)(record)).toBe(!holds);
      expect(predicate(twice, CONTEXT)(record)).toBe(holds);
    }),
    { numRuns: 1_000 },
  );
});

const value = fc.string({ unit: 'binary', maxLength: 12 });

test('any value of a record, quoted, finds its record', () => {
  fc.assert(
    fc.property(value, (text) => {
      const finds = (query: string, record: ReturnType<typeof job>) => {
        const { tree, problems } = parseQuery(query, 'job', CONTEXT);
        if (tree === null) throw new Error(`${query}: ${problems[0]?.message}`);
        return predicate(tree, CONTEXT)(record);
      };
      const record = job({ id: text, name: text, error: text });
      expect(finds(`id=${quoteValue(text)}`, record)).toBe(true);
      expect(finds(`id:${quoteValue(text)}`, record)).toBe(true);
      expect(finds(`name:${quoteValue(text)}`, record)).toBe(true);
      expect(finds(`-name:${quoteValue(text)}`, record)).toBe(false);
      const word = `"${text.replace(/["\\]/g, '\\$&')}"`;
      if ([...fold(text)].length >= 3) expect(finds(word, record)).toBe(true);
    }),
  );
});

test('case never matters except after =', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 3, maxLength: 8 }), (text) => {
      const found = (query: string, name: string) => {
        const { tree } = parseQuery(query, 'job', CONTEXT);
        return tree !== null && predicate(tree, CONTEXT)(job({ name }));
      };
      const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
      expect(found(`name:${quoted}`, text.toUpperCase())).toBe(true);
      expect(found(quoted, text.toUpperCase())).toBe(true);
      expect(found(`name=${quoted}`, text.toUpperCase())).toBe(text === text.toUpperCase());
    }),
  );
});
