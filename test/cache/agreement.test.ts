/** The heart of these tests: whatever way the cache takes to its rows, they are the predicate's. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RowsRequest, Selection, Sort } from '../../src/cache/ask.ts';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import { isStuck } from '../../src/domain/job.ts';
import type { Json } from '../../src/domain/json.ts';
import { KIND_TABLES, timeOf, valueAt } from '../../src/domain/kinds.ts';
import { type AnyRecord, KINDS, type Kind, refOf } from '../../src/domain/record.ts';
import { fold } from '../../src/domain/text.ts';
import { DAY } from '../../src/domain/time.ts';
import { MOST_TERMS, parseQuery } from '../../src/query/parse.ts';
import { predicate } from '../../src/query/predicate.ts';
import { queries, RECORDS } from './arbitrary.ts';
import { job, NOW, page } from './records.ts';
import { keeping, retain } from './retention.ts';

const CONTEXT = { now: NOW, longRunningAfter: 3000, newSince: NOW - 5000 };

async function pagedRefs(
  cache: Cache,
  selection: Selection,
  limit: number,
  sort: readonly Sort[] = [],
): Promise<readonly string[]> {
  const refs: string[] = [];
  let at: RowsRequest['at'] = 'start';
  for (;;) {
    const { rows, atEnd } = await cache.rows({ selection, sort, limit, at });
    refs.push(...rows.map((row) => row.ref));
    const last = rows.at(-1);
    if (atEnd || last === undefined) return refs;
    at = { after: last.cursor };
  }
}

async function pagedBackwards(
  cache: Cache,
  selection: Selection,
  limit: number,
  sort: readonly Sort[] = [],
): Promise<readonly string[]> {
  const refs: string[] = [];
  let at: RowsRequest['at'] = 'end';
  for (;;) {
    const { rows, atStart } = await cache.rows({ selection, sort, limit, at });
    refs.unshift(...rows.map((row) => row.ref));
    const first = rows[0];
    if (atStart || first === undefined) return refs;
    at = { before: first.cursor };
  }
}

const GRAVITY = ['info', 'warning', 'error'];

/** By one column, absent last; what is equal stays newest first. */
function sorted(records: readonly AnyRecord[], { field, descending }: Sort): readonly AnyRecord[] {
  const rank = (value: Json) => (field === 'severity' ? GRAVITY.indexOf(String(value)) : value);
  const compare = (a: Json, b: Json): number => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const [left, right] = [rank(a), rank(b)];
    if (typeof left !== 'string' || typeof right !== 'string') {
      return (Number(left) - Number(right)) * (descending ? -1 : 1);
    }
    const order = byText(fold(left), fold(right)) || byText(left, right);
    return descending ? -order : order;
  };
  const attention = (record: AnyRecord): number => {
    if (record.kind !== 'job') return 0;
    if (isStuck(record, NOW, CONTEXT.longRunningAfter)) return 1;
    return { FAILED: 0, RUNNING: 2, QUEUED: 3, SUCCESS: 4 }[record.status];
  };
  const value = (record: AnyRecord) => (field === 'attention' ? attention(record) : valueAt(record, field));
  return records.toSorted((a, b) => compare(value(a), value(b)));
}
const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Newest first, then id; records without a time last, in the cache's own order. */
function expectOrder(records: readonly AnyRecord[]): void {
  for (const [i, record] of records.entries()) {
    const before = records[i - 1];
    if (before === undefined) continue;
    const [newer, older] = [timeOf(before), timeOf(record)];
    if (older === null) continue;
    expect(newer).not.toBeNull();
    expect(Number(newer)).toBeGreaterThanOrEqual(older);
    if (newer === older) expect(before.id <= record.id).toBe(true);
  }
}

describe.each(KINDS)('%s', (kind: Kind) => {
  test('rows, pages and counts are what the predicate says', async () => {
    const sortable = KIND_TABLES[kind].columns
      .filter(({ type, path }) => type !== 'json' && type !== 'time' && path !== 'kind' && path !== 'ref')
      .map(({ path }) => path)
      .concat(KIND_TABLES[kind].orders?.map(({ name }) => name) ?? []);
    const runs = fc.record({
      pages: fc.array(fc.array(RECORDS[kind], { maxLength: 8 }), { minLength: 1, maxLength: 4 }),
      asked: fc.array(queries(kind), { minLength: 4, maxLength: 8 }),
      limit: fc.integer({ min: 1, max: 5 }),
      marked: fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 3 }),
      pinned: fc.array(fc.nat(), { maxLength: 3 }),
      sort: fc.record({ field: fc.constantFrom(...sortable), descending: fc.boolean() }),
      profile: fc.constantFrom('alice', 'ca-1', 'ab'),
      kept: fc.option(
        fc.record({ records: fc.integer({ min: 1, max: 9 }), age: fc.constantFrom(null, DAY) }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(runs, async ({ pages, asked, limit, marked, pinned, sort, profile, kept }) => {
        const cache = openDirect({ memory: true });
        const refs = pages.flat().map((record) => refOf(record).toWellFormed());
        for (const [i, records] of pages.entries()) {
          await cache.commit(page(records));
          for (const [at, read] of i === 0 ? marked : []) {
            await cache.markRead([refs[at % refs.length] ?? ''], read, NOW, []);
          }
        }
        await cache.pin(
          pinned.map((at) => refs[at % refs.length] ?? ''),
          true,
        );
        const found = {
          type: 'user',
          id: profile,
          status: 'found',
          name: 'Carol',
          email: 'Carol@ab.c',
          actorType: 'service',
        } as const;
        await cache.saveProfiles(
          'dc1',
          [{ ...found, body: { id: profile, locale: 'exam', apps: ['bob', 7] } }],
          NOW,
        );
        // What retention leaves is found like anything else.
        if (kept !== null) await retain(cache, { ...keeping({ [kind]: kept }), platform: 'dc1' }, NOW);

        const all = await cache.rows({
          selection: { kind, query: '', ...CONTEXT },
          limit: 1000,
          whole: true,
        });
        const records = all.rows.map((row) => row.record);
        expectOrder(records);
        const pins = new Set(pinned.map((at) => refs[at % refs.length]));
        for (const query of asked) {
          const { tree } = parseQuery(query, kind, CONTEXT);
          const selection = { kind, query, ...CONTEXT };
          if (tree === null) {
            await expect(cache.count(selection)).rejects.toThrow();
            continue;
          }
          const matches = predicate(tree, { ...CONTEXT, isPinned: (ref) => pins.has(ref) });
          const expected = records.filter(matches).map(refOf);
          expect(await pagedRefs(cache, selection, limit)).toEqual(expected);
          expect(await pagedBackwards(cache, selection, limit)).toEqual(expected);
          const inOrder = sorted(records.filter(matches), sort).map(refOf);
          expect(await pagedRefs(cache, selection, limit, [sort])).toEqual(inOrder);
          expect(await pagedBackwards(cache, selection, limit, [sort])).toEqual(inOrder);
          const around = inOrder[Math.floor(inOrder.length / 2)];
          if (around !== undefined) {
            const { rows } = await cache.rows({ selection, sort: [sort], limit, at: { around } });
            const refs = rows.map((row) => row.ref);
            expect(refs).toContain(around);
            expect(inOrder.join(' ')).toContain(refs.join(' '));
          }
          expect(await cache.count(selection)).toEqual({ matched: expected.length, exact: true });
        }
        await cache.close();
      }),
      { numRuns: Number(process.env.AGREEMENT_RUNS ?? 30) },
    );
  }, 120_000);
});

test('as many terms as a query may have are one statement', async () => {
  const cache = openDirect({ memory: true });
  const records = [job({ id: '1' }), job({ id: '2', name: 'a' })];
  await cache.commit(page(records));
  const query = Array.from({ length: MOST_TERMS }, (_, at) => `-x${at}`).join(' ');
  const words = Array.from({ length: MOST_TERMS }, () => 'a').join(' ');
  for (const text of [query, words, query.replaceAll(' ', ' OR ')]) {
    const selection: Selection = { kind: 'job', query: text, ...CONTEXT };
    const { tree } = parseQuery(text, 'job', CONTEXT);
    if (tree === null) throw new Error('not read');
    const wanted = records.filter(predicate(tree, CONTEXT));
    expect((await cache.count(selection)).matched).toBe(wanted.length);
  }
  await cache.close();
});
