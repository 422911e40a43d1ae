/** A scan reads what the pages of a list read, in the same order, and all of it is of one moment. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Cursor, Selection, Sort } from '../../src/cache/ask.ts';
import { openDirect } from '../../src/cache/direct.ts';
import type { CacheReader } from '../../src/cache/port.ts';
import { openRowReader } from '../../src/cache/row-reader.ts';
import { openScan, type Scan, type ScanAsk } from '../../src/cache/scan.ts';
import { asValue, type Value } from '../../src/domain/json.ts';
import { KIND_TABLES, valueAt } from '../../src/domain/kinds.ts';
import { type AnyRecord, KINDS, type Kind, refOf } from '../../src/domain/record.ts';
import { DAY } from '../../src/domain/time.ts';
import type { Profile } from '../../src/platforms/port.ts';
import { RECORDS } from './arbitrary.ts';
import { audit, job, NOW, page, statistic } from './records.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'scan-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const all = (kind: Kind, query = ''): Selection => ({ kind, query, now: NOW, longRunningAfter: 3000 });

async function paged(cache: Pick<CacheReader, 'rows'>, { selection, sort = [] }: ScanAsk) {
  const records: AnyRecord[] = [];
  let after: Cursor | undefined;
  for (;;) {
    const at = after === undefined ? {} : { at: { after } };
    const { rows, atEnd } = await cache.rows({ selection, sort, limit: 7, whole: true, ...at });
    records.push(...rows.map(({ record }) => record));
    after = rows.at(-1)?.cursor;
    if (atEnd || after === undefined) return records;
  }
}

async function scanned<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const batch of batches) found.push(...batch);
  return found;
}

/** Columns of the kind, groups, and places inside bodies. */
const pathsOf = (kind: Kind): readonly string[] => [
  ...KIND_TABLES[kind].columns.map(({ path }) => path),
  'actor',
  'details.user.id',
  'payload.errors',
  'cause',
  'nothing.at.all',
];

const looked = (id: string): readonly Profile[] => [
  {
    ...{ type: 'user', id, status: 'found', name: 'Ames', email: 'a@example.com', actorType: 'service' },
    body: { id, name: 'of now', applications: [{ name: 'é "x"', permissions: [] }] },
  },
  { ...{ type: 'account', id, status: 'found', name: 'Acme', email: null, actorType: null }, body: { id } },
];

describe.each(KINDS)('%s', (kind) => {
  test('reads the records and the values of the list, in its order', async () => {
    const sorts: readonly (readonly Sort[])[] = [
      [],
      [{ field: 'time', descending: false }],
      [{ field: KIND_TABLES[kind].columns[5]?.path ?? '', descending: true }],
      [{ field: 'id', descending: false }],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(RECORDS[kind], { maxLength: 40 }),
        fc.constantFrom('', 'ab', '-login', 'has:origin'),
        fc.constantFrom(...sorts),
        async (records, query, sort) => {
          const dir = folder();
          const cache = openDirect({ dir });
          await cache.commit(page(records));
          for (const platform of ['prod', 'dc1', 'dc10']) {
            for (const id of ['alice', 'Bob', 'x']) await cache.saveProfiles(platform, looked(id), NOW);
          }
          using scan = openScan({ dir });
          const ask = { selection: all(kind, query), sort };
          const wanted = await paged(cache, ask);
          expect(await scanned(scan.records(ask))).toEqual(wanted);
          const paths = pathsOf(kind);
          const values = wanted.map((record) => paths.map((path) => asValue(valueAt(record, path))));
          expect(await scanned(scan.values(ask, paths))).toEqual(values);
          expect(await scanned(scan.values(ask, ['id']))).toEqual(wanted.map(({ id }) => [id]));
          expect((await scan.count(ask.selection)).matched).toBe(wanted.length);
          await cache.close();
        },
      ),
      { numRuns: 25 },
    );
  });
});

/** A cache of jobs that are all under way, more than a batch has. */
async function running(count: number) {
  const dir = folder();
  const cache = openDirect({ dir });
  onTestFinished(() => cache.close());
  const records = Array.from({ length: count }, (_, at) =>
    job({ id: `j${at}`, status: 'RUNNING', startedAt: NOW - at * 10, scheduledAt: null, completedAt: null }),
  );
  await cache.commit(page(records));
  /** All of them end now: each moves to the newest end of the list. */
  const end = () =>
    cache.commit(
      page(records.map((record) => ({ ...record, status: 'SUCCESS', completedAt: NOW + 60_000 }))),
    );
  return { dir, end };
}

async function idsWhile(scan: Scan, first: () => Promise<unknown>): Promise<readonly Value[]> {
  const ids: Value[] = [];
  for await (const batch of scan.values({ selection: all('job') }, ['id', 'status'])) {
    if (ids.length === 0) await first();
    ids.push(...batch.map(([id, status]) => `${id} ${status}`));
  }
  return ids;
}

test('what is written meanwhile is not seen: nothing is missed, nothing comes twice', async () => {
  const { dir, end } = await running(3_000);
  using scan = openScan({ dir });
  const wanted = Array.from({ length: 3_000 }, (_, at) => `j${at} RUNNING`);
  expect(await idsWhile(scan, end)).toEqual(wanted);
  expect(await idsWhile(scan, async () => {})).toEqual(wanted);
});

test('past the longest log it goes on with what there is now', async () => {
  const { dir, end } = await running(3_000);
  using scan = openScan({ dir }, 0);
  const ids = await idsWhile(scan, end);
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.length).toBeLessThan(3_000);
  expect((await idsWhile(scan, async () => {})).every((id) => String(id).endsWith('SUCCESS'))).toBe(true);
});

test('ends within a batch when it is cancelled', async () => {
  const dir = folder();
  const cache = openDirect({ dir });
  await cache.commit(page(Array.from({ length: 2_500 }, (_, at) => audit({ id: `e${at}` }))));
  using scan = openScan({ dir });
  const cancel = new AbortController();
  let rows = 0;
  const reading = async () => {
    for await (const batch of scan.records({ selection: all('audit') }, { signal: cancel.signal })) {
      rows += batch.length;
      cancel.abort();
    }
  };
  await expect(reading()).rejects.toMatchObject({ failure: { code: 'CANCELLED' } });
  expect(rows).toBeLessThan(2_500);
  await cache.close();
});

test('figures are of the same moment, and of what is selected', async () => {
  const dir = folder();
  const cache = openDirect({ dir });
  onTestFinished(() => cache.close());
  const day = (name: string, ago: number, value: number) =>
    statistic({ id: `${name}/${ago}`, name, value, at: NOW - ago * DAY, account: { id: '7', name: 'ACME' } });
  await cache.commit(page([day('Issued', 0, 5), day('Issued', 1, 3), day('Revoked', 0, 1)]));
  using scan = openScan({ dir });
  await scan.count(all('statistic'));
  await cache.commit(page([day('Issued', 0, 6)]));
  const told = async (change: Partial<ScanAsk['selection']>) =>
    (await scan.figures({ ...all('statistic'), ...change }))
      .map(({ name, value, dayAgo, account, series }) => [name, value, dayAgo, account?.name, series.length])
      .sort();
  expect(await told({})).toEqual([
    ['Issued', 5, 3, 'ACME', 2],
    ['Revoked', 1, null, 'ACME', 1],
  ]);
  expect(await told({ query: 'name:revoked' })).toEqual([['Revoked', 1, null, 'ACME', 1]]);
  expect(await told({ only: [refOf(day('Issued', 1, 3))] })).toEqual([['Issued', 3, null, 'ACME', 1]]);
  await expect(scan.figures(all('statistic', '('))).rejects.toMatchObject({
    failure: { code: 'QUERY_INVALID' },
  });
});

test('a cache that was never written reads as empty, and what is no cache is told', async () => {
  using scan = openScan({ dir: folder() });
  expect(await scanned(scan.records({ selection: all('audit') }))).toEqual([]);
  await expect(scanned(scan.records({ selection: all('audit', '(') }))).rejects.toMatchObject({
    failure: { code: 'QUERY_INVALID' },
  });
});

test('rows that another connection reads are of the same moment, however often somebody writes', async () => {
  const { dir, end } = await running(600);
  using scan = openScan({ dir });
  using rows = openRowReader({ dir }, 'job', ['id', 'status']);
  const { divided } = scan;
  if (divided === undefined) throw new Error('not divided');
  const writer = openDirect({ dir });
  const write = (at: number) => writer.commit(page([job({ id: `late${at}`, startedAt: NOW + at })]));
  const ofBoth = async () => {
    const found: Value[][][] = [[], []];
    for await (const batch of divided.rows({ selection: all('job') }))
      found[0]?.push(rows.values(batch).flat());
    for await (const batch of scan.values({ selection: all('job') }, ['id', 'status']))
      found[1]?.push(batch.flat());
    return found.map((batches) => batches.flat());
  };
  let tried = 0;
  const isOne = await divided.together(async () => {
    rows.begin();
    if (tried++ < 2) await write(tried);
  });
  expect([isOne, tried]).toEqual([true, 3]);
  await end();
  const [there, here] = await ofBoth();
  expect(there).toHaveLength(2 * 602);
  expect(there).toEqual(here);
  expect(there).not.toContain('SUCCESS');
  const never = await divided.together(async () => {
    rows.begin();
    await write(++tried);
  });
  expect(never).toBe(false);
  await writer.close();
});
