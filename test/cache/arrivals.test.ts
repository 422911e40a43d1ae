import { join } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { shortHash } from '../../src/cache/hash.ts';
import type { Arrival, ArrivalKind, LedgerPosition } from '../../src/cache/ledger/answers.ts';
import { type Entry, Packer, unpackEntries } from '../../src/cache/ledger/entries.ts';
import { saidText, storedRecords } from '../../src/cache/ledger/stored-text.ts';
import { CACHE_FILE } from '../../src/cache/place.ts';
import type { Cache } from '../../src/cache/port.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { alert, audit, job, NOW, page } from './records.ts';
import { keeping, retain } from './retention.ts';

const BOTH: readonly ArrivalKind[] = ['audit', 'alert'];

/** All that arrived after a place, in answers of at most `limit`. */
async function arrivalsOf(
  cache: Cache,
  {
    after = null,
    kinds = BOTH,
    limit = 3,
  }: {
    readonly after?: LedgerPosition | null;
    readonly kinds?: readonly ArrivalKind[];
    readonly limit?: number;
  } = {},
): Promise<readonly Arrival[]> {
  const all: Arrival[] = [];
  for (let from = after; ; ) {
    const { arrivals, upTo, atEnd } = await cache.arrivals(from, kinds, limit);
    expect(arrivals.length).toBeLessThanOrEqual(limit);
    all.push(...arrivals);
    if (atEnd) return all;
    expect(upTo).not.toEqual(from);
    from = upTo;
  }
}

/** Puts the digests that programs before the ledger wrote in place of those of now. */
function digestAsThen(db: Database): void {
  const sql = `SELECT ${storedRecords('audit').columns} FROM audit t JOIN audit_body b ON b.row = t.row`;
  const set = db.prepare('UPDATE audit SET digest = ? WHERE row = ?');
  for (const cells of db.prepare(sql).raw().all() as (string | number | null)[][]) {
    const [time, said, bodies] = [cells[8] as number | null, cells.slice(9, -2), cells.slice(-2)];
    set.run(shortHash(saidText(time, said, bodies)), cells[0]);
  }
}

const told = (arrivals: readonly Arrival[]) => arrivals.map(({ what, ref }) => `${what} ${ref}`);
const entries = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) =>
    audit({ id: `e${from + at}`, timestamp: NOW + (from + at) * 10 }),
  );

describe('arrivals', () => {
  test('come in the order of the pages, whole, and go on where they were left', async () => {
    const cache = openDirect({ memory: true });
    expect(await cache.arrivals(null, BOTH, 5)).toEqual({
      ...{ arrivals: [], dropped: [] },
      ...{ upTo: null, atEnd: true },
    });
    await cache.commit(page(entries(5, 9), { at: NOW + 1 }));
    await cache.commit(page([...entries(0, 2), alert({ id: 'a1' }), job()], { at: NOW + 2 }));
    const all = await arrivalsOf(cache);
    expect(told(all)).toEqual(
      [5, 6, 7, 8, 0, 1].map((n) => `added prod/audit/e${n}`).toSpliced(4, 0, 'added prod/alert/a1'),
    );
    expect(all[0]?.record).toMatchObject({ details: { errors: [{ code: 429 }] } });
    expect(all.map(({ at }) => at - NOW)).toEqual([1, 1, 1, 1, 2, 2, 2]);
    for (const [index, { position }] of all.entries()) {
      expect(told(await arrivalsOf(cache, { after: position }))).toEqual(told(all.slice(index + 1)));
    }
    expect(told(await arrivalsOf(cache, { kinds: ['alert'] }))).toEqual(['added prod/alert/a1']);
    await cache.close();
  });

  test('what is told again unchanged does not arrive again, and a read mark is no arrival', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page([...entries(0, 2), alert({ id: 'a1' })]));
    const head = await cache.ledgerHead();
    await cache.commit(
      page([...entries(0, 2), alert({ id: 'a1', read: true, readAt: NOW })], { at: NOW + 5 }),
    );
    await cache.markRead(['prod/alert/a1'], false, NOW + 6, ['prod']);
    await cache.pin(['prod/audit/e1'], true);
    await cache.remember('a', 1);
    expect(await cache.ledgerHead()).toEqual(head);
    expect(head).toMatchObject({ seq: 1, entries: 3, link: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await cache.close();
  });

  test('a change arrives as one, also where its time changed; what is gone does not', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page(entries(0, 4)));
    const [, , , last] = await arrivalsOf(cache);
    const changed = audit({ id: 'e0', timestamp: NOW, description: 'another', details: { a: 1 } });
    const moved = audit({ id: 'e1', timestamp: NOW + 7_000, details: { b: 2 } });
    await cache.commit(page([changed, moved, alert({ id: 'a1' })], { retired: ['prod/audit/e2'] }));
    await cache.commit(page([alert({ id: 'a1', createdAt: NOW + 9_000 })]));
    const later = await arrivalsOf(cache, { after: last?.position ?? null });
    expect(told(later)).toEqual(['changed prod/audit/e0', 'changed prod/audit/e1', 'changed prod/alert/a1']);
    expect(told(await arrivalsOf(cache)).filter((one) => /e1|e2/.test(one))).toEqual([
      'changed prod/audit/e1',
    ]);
    await cache.close();
  });

  test('what retention dropped does not arrive', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page([audit({ id: 'old', timestamp: NOW - 9 * 86_400_000 }), audit({ id: 'new' })]));
    await retain(cache, keeping({ audit: { age: 86_400_000 } }), NOW);
    expect(told(await arrivalsOf(cache))).toEqual(['added prod/audit/new']);
    await cache.close();
  });

  test('a cache of the sixth schema is taken in', async () => {
    const dir = temporaryFolder('sixth-schema');
    const before = openDirect({ dir });
    await before.commit(
      page([...entries(0, 1_300), alert({ id: 'a1' }), audit({ id: '\ud800', timestamp: null })]),
    );
    await before.close();
    const db = new SQLite(join(dir, CACHE_FILE));
    db.exec('DROP TABLE ledger; DROP TABLE superseded; PRAGMA user_version = 6');
    digestAsThen(db);
    db.close();
    const cache = openDirect({ dir });
    expect(await cache.commit(page(entries(0, 1_300)))).toMatchObject({ added: 0, changed: 0 });
    const all = await arrivalsOf(cache, { limit: 400 });
    expect(all).toHaveLength(1_302);
    expect(new Set(all.map(({ what }) => what))).toEqual(new Set(['taken-in']));
    const byPlatform = await cache.verifyLedger({});
    expect([byPlatform.findings, byPlatform.checked.records]).toEqual([[], 1_301]);
    expect(told(all).slice(0, 2)).toEqual(['taken-in prod/audit/\ufffd', 'taken-in prod/audit/e0']);
    await cache.close();
  });
});

describe('a packed page', () => {
  const row = fc.oneof(
    fc.integer({ min: -5, max: 300 }),
    fc.maxSafeInteger(),
    fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  );
  const came = fc.record({
    what: fc.constantFrom('added' as const, 'changed' as const, 'moved' as const, 'taken-in' as const),
    thing: fc.constantFrom('audit' as const, 'alert' as const),
    row,
    idHash: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
    hash: fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((bytes) => Buffer.from(bytes).toString('latin1')),
  });
  const row_ = fc.record({
    what: fc.constant('added' as const),
    thing: fc.constantFrom('term' as const, 'party' as const, 'superseded' as const),
    row,
    idHash: fc.constant(0),
    hash: fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((bytes) => Buffer.from(bytes).toString('latin1')),
  });
  const went = fc.record({
    what: fc.constantFrom('left' as const, 'dropped' as const, 'withdrawn' as const),
    thing: fc.constantFrom('audit' as const, 'superseded' as const),
    row,
  });

  test('says what was packed', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(came, row_, went)), (entries) => {
        const packer = new Packer();
        for (let turn = 0; turn < 2; turn += 1) {
          for (const entry of entries) packer.add(entry as Entry);
          expect(unpackEntries(packer.take())).toEqual(entries);
        }
      }),
    );
  });

  test('is refused or read, whatever its bytes are', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void unpackEntries(Buffer.from(bytes))));
  });
});
