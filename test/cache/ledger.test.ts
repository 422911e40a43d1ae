/** What is stored is what arrived: any change of the file is found, and named. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { LedgerFinding, LedgerPosition, LedgerVerification } from '../../src/cache/ledger/answers.ts';
import { RowSet } from '../../src/cache/ledger/row-set.ts';
import { CACHE_FILE } from '../../src/cache/place.ts';
import type { Cache } from '../../src/cache/port.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { DAY } from '../../src/domain/time.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { RECORDS } from './arbitrary.ts';
import { alert, audit, NOW, page } from './records.ts';
import { keeping, retain } from './retention.ts';

const PLAN = { choices: { 'failed-sign-ins': { enabled: true, thresholds: { attempts: 2 } } }, brings: {} };
const entry = (id: string, given: Parameters<typeof audit>[0] = {}) =>
  audit({ id, details: { id, user: { id: 'u-1' }, note: `of ${id}` }, ...given });
const sound = { page: 0, head: 0, entry: 0, gone: 0, unrecorded: 0, value: 0, former: 0, count: 0 };

describe('whatever happens to a cache', () => {
  type Step =
    | { readonly what: 'page'; readonly records: readonly AnyRecord[]; readonly retired: readonly number[] }
    | { readonly what: 'cut'; readonly records: readonly AnyRecord[] }
    | { readonly what: 'retain'; readonly age: number; readonly steps: number };
  const records = fc.array(fc.oneof(RECORDS.audit, RECORDS.audit, RECORDS.alert, RECORDS.job), {
    maxLength: 8,
  });
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        what: fc.constant('page' as const),
        records,
        retired: fc.array(fc.nat(8), { maxLength: 1 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('cut' as const), records }) },
    {
      weight: 1,
      arbitrary: fc.record({
        what: fc.constant('retain' as const),
        age: fc.nat(40).map((n) => n * 500 + 1),
        steps: fc.integer({ min: 1, max: 9 }),
      }),
    },
  );

  async function run(cache: Cache, steps: readonly Step[]): Promise<void> {
    const known: string[] = [];
    for (const [n, one] of steps.entries()) {
      const at = NOW + n;
      if (one.what === 'retain') {
        await retain(cache, { ...keeping({ audit: { age: one.age } }), platform: 'dc1' }, NOW, one.steps);
        continue;
      }
      known.push(...one.records.map(({ platform, kind, id }) => `${platform}/${kind}/${id}`));
      const given = page(one.records, { platform: 'dc1', at });
      if (one.what === 'page') {
        const retired = one.retired.flatMap((index) => known[index] ?? []);
        await cache.commit({ ...given, retired });
      } else {
        // Everything is written when this is refused: nothing of it may stay, in the file or in memory.
        await expect(cache.commit({ ...given, position: 1n as never })).rejects.toThrow();
      }
    }
  }

  test('it verifies, and all of it has arrived', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const cache = openDirect({ memory: true }, PLAN);
        await run(cache, steps);
        const found = await cache.verifyLedger({});
        expect(found.findings).toEqual([]);
        const { audit: kept, alert: alerts } = await cache.known();
        expect(found.checked.records).toBe(kept);
        const refs = new Set<string>();
        for (let after: LedgerPosition | null = null, isOver = false; !isOver; ) {
          const { arrivals, upTo, atEnd } = await cache.arrivals(after, ['audit', 'alert'], 4);
          for (const { ref } of arrivals) refs.add(ref);
          [after, isOver] = [upTo, atEnd];
        }
        expect(refs.size).toBe(kept + alerts);
        await cache.close();
      }),
      { numRuns: 50 },
    );
  });

  test('a cache of the sixth schema verifies once it is taken in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 4 }),
        fc.array(step, { maxLength: 3 }),
        async (first, then) => {
          const dir = temporaryFolder('sixth');
          const before = openDirect({ dir });
          await run(before, first);
          await before.close();
          tamper(dir, (db) => db.exec('DROP TABLE ledger; DROP TABLE superseded; PRAGMA user_version = 6'));
          const cache = openDirect({ dir });
          expect((await cache.verifyLedger({})).findings).toEqual([]);
          await run(cache, then);
          const { findings, checked } = await cache.verifyLedger({});
          expect(findings).toEqual([]);
          expect(checked.records).toBe((await cache.known()).audit);
          await cache.close();
        },
      ),
      { numRuns: 8 },
    );
  });
});

function tamper(dir: string, work: (db: Database) => unknown): void {
  const db = new SQLite(join(dir, CACHE_FILE));
  work(db);
  db.close();
}

describe('a file that somebody changed', () => {
  const made = temporaryFolder('ledger');
  let copies = 0;
  let head = { seq: 0, link: '' };

  beforeAll(async () => {
    const cache = openDirect({ dir: made });
    await cache.commit(page([entry('e1'), entry('e2', { timestamp: NOW + 5 }), alert()]));
    const other = { action: 'DELETE', actor: { type: 'user' as const, id: 'u-2', name: 'bob', email: null } };
    await cache.commit(page([entry('e3', { ...other, timestamp: NOW + 9 })], { at: NOW + 1 }));
    await cache.commit(
      page([entry('e2', { timestamp: NOW + 5, description: 'told anew', details: { id: 'e2' } })], {
        at: NOW + 2,
      }),
    );
    await cache.commit(page([entry('e4', { timestamp: NOW + 11 })], { at: NOW + 3 }));
    const { seq, link } = await cache.ledgerHead();
    head = { seq, link };
    await cache.close();
  });

  async function afterwards(work: (db: Database) => unknown, heads = [head]): Promise<LedgerVerification> {
    const dir = join(made, `copy-${++copies}`);
    mkdirSync(dir);
    copyFileSync(join(made, CACHE_FILE), join(dir, CACHE_FILE));
    tamper(dir, work);
    const cache = openDirect({ dir });
    try {
      return await cache.verifyLedger({ heads });
    } finally {
      await cache.close();
    }
  }
  const foundBy = async (sql: string): Promise<readonly LedgerFinding[]> =>
    (await afterwards((db) => db.exec(sql))).findings;

  test('as it was it is sound, and what the platform changed is shown as it was before', async () => {
    const { findings, counts, checked, changedByPlatform, ...rest } = await afterwards(() => {});
    expect([findings, counts]).toEqual([[], sound]);
    expect(checked).toEqual({ pages: 4, entries: 6, records: 4 });
    expect(rest).toEqual({ head: { ...head, entries: 6 }, changedByPlatformCount: 1 });
    expect(changedByPlatform).toEqual([
      {
        ref: 'prod/audit/e2',
        at: NOW + 2,
        before: expect.objectContaining({
          description: 'User alice logged in',
          details: { id: 'e2', user: { id: 'u-1' }, note: 'of e2' },
        }),
      },
    ]);
  });

  /** Every column of a table that verification is about, and a value that is not what it has. */
  const other = (column: string) =>
    `CASE typeof("${column}") WHEN 'null' THEN 'x' WHEN 'text' THEN "${column}" || 'x' ELSE "${column}" + 1 END`;
  const columns = (table: string): readonly string[] => {
    const db = new SQLite(join(made, CACHE_FILE), { readonly: true });
    const names = db.pragma(`table_info(${table})`) as { name: string }[];
    db.close();
    return names.map(({ name }) => name);
  };

  test('any column of an entry', async () => {
    const names = columns('audit').filter((name) => name !== 'row');
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const found = await foundBy(`UPDATE audit SET "${name}" = ${other(name)} WHERE id = 'e3'`);
      const ref = name === 'platform' ? expect.stringMatching(/audit\/e3$/) : 'prod/audit/e3';
      expect(found, name).toEqual([{ kind: 'entry', ref, at: NOW + 1, time: NOW + 9 }]);
    }
    const combined = columns('audit_combination').filter((name) => !['key', 'identity', 'n'].includes(name));
    expect(combined.length).toBeGreaterThan(3);
    for (const name of combined) {
      // By its combination an entry is found: a query would not, and what is read of it would be as ever.
      const found = await foundBy(
        `UPDATE audit_combination SET "${name}" = ${other(name)} WHERE key = (SELECT combo FROM audit WHERE id = 'e3')`,
      );
      const refs = found.map((one) => ('ref' in one ? one.ref : null));
      expect(refs, name).toContain('prod/audit/e3');
    }
    for (const name of ['raw', 'details']) {
      const found = await foundBy(
        `UPDATE audit_body SET ${name} = replace(coalesce(nullif(${name}, ''), raw), 'u-1', 'u-7') WHERE row = (SELECT row FROM audit WHERE id = 'e3')`,
      );
      expect(found, name).toEqual([{ kind: 'entry', ref: 'prod/audit/e3', at: NOW + 1, time: NOW + 9 }]);
    }
    const emptied =
      "UPDATE audit_body SET details = NULL WHERE row = (SELECT row FROM audit WHERE id = 'e3')";
    expect(await foundBy(emptied)).toMatchObject([{ kind: 'entry', ref: 'prod/audit/e3' }]);
    const bytes = "UPDATE audit SET description = x'00ff' WHERE id = 'e3'";
    expect(await foundBy(bytes)).toMatchObject([{ kind: 'entry', ref: 'prod/audit/e3' }]);
  });

  test('any byte of a document', async () => {
    const sql =
      "UPDATE audit_body SET raw = CAST(? AS TEXT) WHERE row = (SELECT row FROM audit WHERE id = 'e3')";
    const read = "SELECT raw FROM audit_body WHERE row = (SELECT row FROM audit WHERE id = 'e3')";
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 127 }), async (place, flip) => {
        const { findings } = await afterwards((db) => {
          const raw = Buffer.from(db.prepare(read).pluck().get() as string);
          const at = place % raw.length;
          raw[at] = (raw[at] ?? 0) ^ flip;
          db.prepare(sql).run(raw);
        });
        expect(findings).toEqual([{ kind: 'entry', ref: 'prod/audit/e3', at: NOW + 1, time: NOW + 9 }]);
      }),
      { numRuns: 12 },
    );
  });

  test('a text or a person that entries are read with', async () => {
    for (const name of columns('term').filter((one) => !['key', 'n'].includes(one))) {
      const found = await foundBy(
        `UPDATE term SET ${name} = ${name} || 'x' WHERE kind = 'audit' AND value = 'DELETE'`,
      );
      const value = name === 'value' ? 'DELETEx' : 'DELETE';
      expect(found, name).toEqual([
        { kind: 'value', why: 'changed', thing: 'term', value, refs: ['prod/audit/e3'] },
      ]);
    }
    for (const name of columns('party').filter((one) => !['key', 'n'].includes(one))) {
      const found = await foundBy(
        `UPDATE party SET ${name} = ${other(name)} WHERE kind = 'audit' AND name = 'bob'`,
      );
      const value = name === 'name' ? 'bobx' : 'bob';
      expect(found, name).toEqual([
        { kind: 'value', why: 'changed', thing: 'party', value, refs: ['prod/audit/e3'] },
      ]);
    }
    const gone = { kind: 'value', why: 'gone', value: null, refs: ['prod/audit/e3'] };
    expect(await foundBy("DELETE FROM term WHERE kind = 'audit' AND value = 'DELETE'")).toEqual([
      { ...gone, thing: 'term' },
    ]);
    expect(await foundBy("DELETE FROM party WHERE name = 'bob'")).toEqual([{ ...gone, thing: 'party' }]);
    const swapped = await foundBy(
      "UPDATE audit SET actor = (SELECT key FROM party WHERE kind = 'audit' AND name = 'bob') WHERE id = 'e1'",
    );
    expect(swapped).toMatchObject([{ kind: 'entry', ref: 'prod/audit/e1' }]);
    expect(
      await foundBy(
        "INSERT INTO term SELECT 999, kind, field, 'DELETED', 'deleted', 0 FROM term WHERE value = 'DELETE'",
      ),
    ).toEqual([{ kind: 'value', why: 'unrecorded', thing: 'term', value: 'DELETED', refs: [] }]);
  });

  test('an entry that is gone, put elsewhere or slipped in', async () => {
    const gone = { kind: 'gone', platform: 'prod', at: NOW + 1, time: NOW + 9 };
    expect(await foundBy("DELETE FROM audit WHERE id = 'e3'")).toEqual([{ ...gone, ref: 'prod/audit/e3' }]);
    const both =
      "DELETE FROM audit_body WHERE row = (SELECT row FROM audit WHERE id = 'e3'); DELETE FROM audit WHERE id = 'e3'";
    expect(await foundBy(both)).toEqual([{ ...gone, ref: null }]);
    const moved =
      await foundBy(`UPDATE audit_body SET row = row + 1 WHERE row = (SELECT row FROM audit WHERE id = 'e3');
      UPDATE audit SET row = row + 1 WHERE id = 'e3'`);
    expect(moved).toEqual([
      { ...gone, ref: null },
      { kind: 'unrecorded', ref: 'prod/audit/e3', time: NOW + 9 },
    ]);
    const copied = await foundBy(`CREATE TEMP TABLE one AS SELECT * FROM audit WHERE id = 'e1';
      UPDATE one SET row = row + 2048 * 60, id = 'false'; INSERT INTO audit SELECT * FROM one`);
    expect(copied).toEqual([{ kind: 'unrecorded', ref: 'prod/audit/false', time: NOW - 2000 + 60 }]);
    expect(await foundBy('DELETE FROM audit; DELETE FROM audit_body')).toHaveLength(4);
  });

  test('how many records hold what, by the table that says otherwise', async () => {
    const count = (table: string, wrong: number) => [{ kind: 'count', table, wrong, of: expect.any(Number) }];
    const tables = ['term', 'party', 'audit_combination', 'alert_combination'];
    for (const table of tables) {
      const one = `(SELECT key FROM ${table} WHERE n > 0 LIMIT 1)`;
      expect(await foundBy(`UPDATE ${table} SET n = n + 1 WHERE key = ${one}`)).toEqual(count(table, 1));
      const all = await foundBy(`UPDATE ${table} SET n = n - 1`);
      expect(all).toHaveLength(1);
      expect(all).toEqual([{ ...count(table, 0)[0], wrong: expect.any(Number) }]);
    }
    expect(await foundBy(`UPDATE party SET n = 7 WHERE role = 'actor'; UPDATE term SET n = 0`)).toMatchObject(
      [
        { kind: 'count', table: 'term' },
        { kind: 'count', table: 'party', wrong: 2 },
      ],
    );
    // An alert that is gone leaves the numbers of its kind behind.
    const found = await foundBy('DELETE FROM alert');
    expect(found.map((one) => (one.kind === 'count' ? one.table : one))).toEqual([
      'term',
      'alert_combination',
    ]);
  });

  test('what an entry was before', async () => {
    for (const name of ['platform', 'id', 'at', 'before']) {
      const found = await foundBy(`UPDATE superseded SET ${name} = ${other(name)}`);
      expect(found, name).toMatchObject([{ kind: 'former', why: 'changed' }]);
    }
    expect(await foundBy('DELETE FROM superseded')).toEqual([{ kind: 'former', why: 'gone', ref: null }]);
    expect(await foundBy("INSERT INTO superseded VALUES (99, 'prod', 'e1', 5, '{}')")).toEqual([
      { kind: 'former', why: 'unrecorded', ref: 'prod/audit/e1' },
    ]);
  });

  test('the ledger itself, and which page of it', async () => {
    for (const name of ['at', 'platform', 'stream', 'total']) {
      const found = await foundBy(`UPDATE ledger SET ${name} = ${other(name)} WHERE seq = 2`);
      expect(found, name).toMatchObject([{ kind: 'page', why: 'changed', seq: 2, from: 2 }]);
    }
    const relinked = await foundBy('UPDATE ledger SET link = zeroblob(32) WHERE seq = 2');
    expect(relinked).toMatchObject([
      { kind: 'page', seq: 3 },
      { kind: 'page', seq: 2 },
    ]);
    const cut = await foundBy('DELETE FROM ledger WHERE seq IN (1, 2)');
    expect(cut).toContainEqual({ kind: 'page', why: 'missing', seq: 3, from: 1, at: NOW + 2 });
    expect(cut).toContainEqual({ kind: 'unrecorded', ref: 'prod/audit/e3', time: NOW + 9 });
    const renumbered = await foundBy('DELETE FROM ledger WHERE seq = 1; UPDATE ledger SET seq = seq - 1');
    expect(renumbered).toContainEqual({ kind: 'page', why: 'changed', seq: 1, from: 1, at: NOW + 1 });
  });

  test('any byte of a page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 2, 3, 4),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (seq, place, flip) => {
          const { findings } = await afterwards((db) => {
            const bytes = db.prepare('SELECT entries FROM ledger WHERE seq = ?').pluck().get(seq) as Buffer;
            const at = place % bytes.length;
            bytes[at] = (bytes[at] ?? 0) ^ flip;
            db.prepare('UPDATE ledger SET entries = ? WHERE seq = ?').run(bytes, seq);
          });
          expect(findings).toContainEqual(expect.objectContaining({ kind: 'page', why: 'changed', seq }));
        },
      ),
      { numRuns: 15 },
    );
  });

  test('an end that was cut off only a head written down before can tell', async () => {
    const cut = (db: Database) =>
      db.exec(
        "DELETE FROM ledger WHERE seq = 4; DELETE FROM audit_body WHERE row = (SELECT row FROM audit WHERE id = 'e4'); DELETE FROM audit WHERE id = 'e4'",
      );
    const found = async (heads?: (typeof head)[]) => (await afterwards(cut, heads)).findings;
    const numbers = { kind: 'count', wrong: expect.any(Number), of: expect.any(Number) };
    // Who sets these right, too, leaves no trace.
    const left = ['term', 'party', 'audit_combination'].map((table) => ({ ...numbers, table }));
    expect(await found([])).toEqual(left);
    expect(await found()).toEqual([{ kind: 'head', ...head, found: null }, ...left]);
    const elsewhere = { ...head, link: 'f'.repeat(64) };
    expect((await afterwards(() => {}, [elsewhere])).findings).toEqual([
      { kind: 'head', ...elsewhere, found: head.link },
    ]);
  });
});

describe('verification', () => {
  test('what retention takes is no finding, and what it took cannot be put back', async () => {
    const dir = temporaryFolder('ledger-retention');
    const cache = openDirect({ dir });
    const old = entry('old', { timestamp: NOW - 9 * DAY });
    await cache.commit(page([old, entry('new')]));
    await cache.commit(page([{ ...old, description: 'told anew', details: { id: 'old' } }]));
    tamper(dir, (db) => db.exec('CREATE TABLE kept AS SELECT * FROM audit'));
    await retain(cache, keeping({ audit: { age: DAY } }), NOW);
    const { findings, changedByPlatformCount } = await cache.verifyLedger({});
    expect([findings, changedByPlatformCount]).toEqual([[], 0]);
    await cache.close();
    tamper(dir, (db) => db.exec("INSERT INTO audit SELECT * FROM kept WHERE id = 'old'; DROP TABLE kept"));
    const again = openDirect({ dir });
    expect((await again.verifyLedger({})).findings).toMatchObject([
      { kind: 'unrecorded', ref: 'prod/audit/old' },
    ]);
    await again.close();
  });

  test('an entry that is read otherwise by a newer program is none that its platform changed', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page([entry('e1')]));
    await cache.commit(page([entry('e1', { severity: 'warning' })]));
    const { findings, changedByPlatformCount } = await cache.verifyLedger({});
    expect([findings, changedByPlatformCount]).toEqual([[], 0]);
    await cache.close();
  });

  test('can be cancelled, and pages that come meanwhile are no finding', async () => {
    const cache = openDirect({ dir: temporaryFolder('ledger-slices') });
    const rows = (part: number) =>
      Array.from({ length: 500 }, (_, n) =>
        entry(`e${part}-${n}`, { timestamp: NOW + part * 9_000 + n * 7 }),
      );
    for (let part = 0; part < 8; part += 1) await cache.commit(page(rows(part)));
    const controller = new AbortController();
    const first = cache.verifyLedger({}, { signal: controller.signal });
    controller.abort();
    await expect(first).rejects.toMatchObject({ failure: { code: 'CANCELLED' } });
    let isOver = false;
    const second = cache.verifyLedger({}).finally(() => {
      isOver = true;
    });
    for (let n = 0; !isOver; n += 1) {
      const changed = entry(`e0-${n}`, { timestamp: NOW + n * 7, details: { id: `e0-${n}` } });
      await cache.commit(page([entry(`late-${n}`), changed]));
      await new Promise(setImmediate);
    }
    expect((await second).findings).toEqual([]);
    expect((await cache.verifyLedger({})).findings).toEqual([]);
    await cache.close();
  });
});

test('a set of rows holds what a set holds', () => {
  const rows = fc.oneof(fc.integer({ min: -3, max: 40 }), fc.maxSafeInteger());
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), rows), { maxLength: 4_000, size: 'max' }), (steps) => {
      const [ours, theirs] = [new RowSet(), new Set<number>()];
      for (const [isAdded, row] of steps) {
        if (isAdded) {
          ours.add(row);
          theirs.add(row);
        } else expect(ours.delete(row)).toBe(theirs.delete(row));
        expect(ours.size).toBe(theirs.size);
      }
      for (const [, row] of steps) expect(ours.has(row)).toBe(theirs.has(row));
    }),
    { numRuns: 30 },
  );
});

test('an entry that was taken in and is gone is named with its platform', async () => {
  const dir = temporaryFolder('ledger-taken-in');
  const before = openDirect({ dir });
  const of = (platform: string, n: number) => entry(`${platform}-${n}`, { platform, timestamp: NOW + n });
  await before.commit(page([of('a', 1), of('b', 2), of('a', 3)]));
  await before.close();
  tamper(dir, (db) => db.exec('DROP TABLE ledger; DROP TABLE superseded; PRAGMA user_version = 6'));
  await openDirect({ dir }).close();
  tamper(dir, (db) => db.exec("DELETE FROM audit WHERE id = 'b-2'"));
  const cache = openDirect({ dir });
  expect((await cache.verifyLedger({})).findings).toMatchObject([
    { kind: 'gone', ref: 'b/audit/b-2', platform: 'b', time: NOW + 2 },
  ]);
  await cache.close();
});
