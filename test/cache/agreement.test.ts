/** The heart of these tests: whatever way the cache takes to its rows, they are the predicate's. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache, RowsRequest, Selection } from '../../src/cache/port.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import { type AnyRecord, KINDS, type Kind, refOf } from '../../src/domain/record.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { predicate } from '../../src/query/predicate.ts';
import { queries, RECORDS } from './arbitrary.ts';
import { NOW, page } from './records.ts';

const CONTEXT = { now: NOW, longRunningAfter: 3000, newSince: NOW - 5000 };

async function pagedRefs(cache: Cache, selection: Selection, limit: number): Promise<readonly string[]> {
  const refs: string[] = [];
  let at: RowsRequest['at'] = 'start';
  for (;;) {
    const { rows, atEnd } = await cache.rows({ selection, limit, at });
    refs.push(...rows.map((row) => row.ref));
    const last = rows.at(-1);
    if (atEnd || last === undefined) return refs;
    at = { after: last.cursor };
  }
}

async function pagedBackwards(cache: Cache, selection: Selection, limit: number): Promise<readonly string[]> {
  const refs: string[] = [];
  let at: RowsRequest['at'] = 'end';
  for (;;) {
    const { rows, atStart } = await cache.rows({ selection, limit, at });
    refs.unshift(...rows.map((row) => row.ref));
    const first = rows[0];
    if (atStart || first === undefined) return refs;
    at = { before: first.cursor };
  }
}

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
    const runs = fc.record({
      pages: fc.array(fc.array(RECORDS[kind], { maxLength: 8 }), { minLength: 1, maxLength: 4 }),
      asked: fc.array(queries(kind), { minLength: 4, maxLength: 8 }),
      limit: fc.integer({ min: 1, max: 5 }),
      marked: fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 3 }),
      pinned: fc.array(fc.nat(), { maxLength: 3 }),
      profile: fc.constantFrom('alice', 'ca-1', 'ab'),
    });
    await fc.assert(
      fc.asyncProperty(runs, async ({ pages, asked, limit, marked, pinned, profile }) => {
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
          expect(await cache.count(selection)).toEqual({ matched: expected.length, exact: true });
        }
        await cache.close();
      }),
      { numRuns: Number(process.env.AGREEMENT_RUNS ?? 30) },
    );
  }, 120_000);
});
