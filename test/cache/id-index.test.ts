import SQLite, { type Database } from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { IdWriter } from '../../src/cache/id-index/id-writer.ts';
import { rowsOfHash } from '../../src/cache/id-index/lookup.ts';
import { MOST_RECENT, mergeIds } from '../../src/cache/id-index/merge.ts';
import { migrate } from '../../src/cache/migrate.ts';
import { audit, NOW, page } from './records.ts';

function open(): Database {
  const db = new SQLite(':memory:');
  migrate(db, ':memory:');
  return db;
}

const put = (db: Database, row: number, hash: number) =>
  db
    .prepare(
      `INSERT INTO audit (row, id, id_hash, digest, first_seen, changed, combo) VALUES (?, ?, ?, 0, 0, 0, 0)`,
    )
    .run(row, `e${row}`, hash);

test('an id leads to its row, in the transaction and after it, merged or not, and no more when it has gone', () => {
  // Few hashes, so that some are shared; spread over all there are, as those of ids.
  const hash = fc.integer({ min: 0, max: 40 }).map((at) => at * 2 ** 46 + at);
  const pages = fc.array(fc.array(hash, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 160 });
  fc.assert(
    fc.property(pages, fc.array(fc.nat(900)), fc.nat(30), (written, gone, stopAfter) => {
      const db = open();
      const ids = new IdWriter(db, 'audit');
      const rows = new Map<number, number>();
      for (const hashes of written) {
        for (const one of hashes) {
          const row = rows.size;
          put(db, row, one);
          ids.add(one, row);
          rows.set(row, one);
          expect(ids.rowsOf(one)).toContain(row);
          expect(ids.known([one])).toEqual(new Set([one]));
        }
        ids.flush();
        // Some merges are left in the middle, as when the process ends.
        const merging = mergeIds(db, 'audit');
        for (let step = 0; step < stopAfter && merging.next().done !== true; step++);
      }
      for (const row of gone) {
        if (!rows.delete(row)) continue;
        ids.remove(row);
        db.prepare('DELETE FROM audit WHERE row = ?').run(row);
      }
      for (const _ of mergeIds(db, 'audit'));
      for (const [row, one] of rows) expect(rowsOfHash(db, 'audit', one)).toContain(row);
      expect(rowsOfHash(db, 'audit', 41 * 2 ** 46)).toEqual([]);
      const merged = db.prepare('SELECT count(*) FROM audit_ids').pluck().get() as number;
      if (written.length >= MOST_RECENT) expect(merged).toBe(rows.size);
      db.close();
    }),
    { numRuns: 20 },
  );
});

test('a record that comes again with another time is moved, however long ago its id was merged', async () => {
  const cache = openDirect({ memory: true });
  const entry = (at: number, timestamp: number) => audit({ id: `e${at}`, timestamp });
  for (let at = 0; at < MOST_RECENT + 3; at++) await cache.commit(page([entry(at, NOW - at * 1_000)]));
  const again = await cache.commit(page([entry(1, NOW - 5_000_000), entry(2, NOW - 2_000), entry(999, NOW)]));
  expect(again).toMatchObject({ added: 1, changed: 1 });
  const count = (query: string) => cache.count({ kind: 'audit', query, now: NOW, longRunningAfter: 0 });
  expect(await count('')).toMatchObject({ matched: MOST_RECENT + 4 });
  expect(await count('id:E1')).toMatchObject({ matched: 1 });
  expect(await cache.record('prod/audit/e1')).toMatchObject({ record: { timestamp: NOW - 5_000_000 } });
  await cache.close();
});
