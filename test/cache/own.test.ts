/** What the user lays on records in the cache: notes, pins, and frozen lists of refs. */
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { openScan } from '../../src/cache/scan.ts';
import { DAY } from '../../src/domain/time.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { alert, audit, job, NOW, page } from './records.ts';
import { keeping, retain } from './retention.ts';

const select = (query = '', only?: readonly string[]) => ({
  kind: 'audit' as const,
  query,
  now: NOW,
  longRunningAfter: 60_000,
  ...(only === undefined ? {} : { only }),
});

describe('notes', () => {
  test('are kept beside the record, told with it, found, replaced and taken away', async () => {
    const dir = temporaryFolder('notes');
    const cache = openDirect({ dir });
    await cache.commit(page([audit({ id: 'e1' }), audit({ id: 'e2' }), audit({ id: 'a/b' })]));
    await cache.annotate(['prod/audit/e1', 'prod/audit/a/b'], 'asked the CA', NOW);
    await cache.annotate(['prod/audit/e1'], 'asked again \u{1f600}', NOW + 1);
    await cache.close();
    const again = openDirect({ dir });
    expect(await again.notes(10)).toEqual([
      { ref: 'prod/audit/e1', text: 'asked again \u{1f600}', at: NOW + 1 },
      { ref: 'prod/audit/a/b', text: 'asked the CA', at: NOW },
    ]);
    expect(await again.notes(1)).toHaveLength(1);
    expect((await again.record('prod/audit/e1'))?.note).toEqual({
      text: 'asked again \u{1f600}',
      at: NOW + 1,
    });
    expect(await again.record('prod/audit/e2')).not.toHaveProperty('note');
    expect((await again.refs(select('is:noted'), 9)).toSorted()).toEqual(['prod/audit/a/b', 'prod/audit/e1']);
    expect(await again.count(select('-is:noted'))).toEqual({ matched: 1, exact: true });
    await again.annotate(['prod/audit/e1'], null, NOW);
    expect(await again.refs(select('is:noted'), 9)).toEqual(['prod/audit/a/b']);
    await again.close();
  });

  test('hold their records through retention, as pins do', async () => {
    const cache = openDirect({ memory: true });
    const old = NOW - 90 * DAY;
    await cache.commit(page(['noted', 'pinned', 'other'].map((id) => audit({ id, timestamp: old }))));
    await cache.annotate(['prod/audit/noted'], 'still asked about', NOW);
    await cache.pin(['prod/audit/pinned'], true);
    await retain(cache, keeping({ audit: { age: DAY } }), NOW);
    expect((await cache.refs(select(), 9)).toSorted()).toEqual(['prod/audit/noted', 'prod/audit/pinned']);
    await cache.close();
  });

  test('a cache of the fifth schema gets the table and keeps what it has', async () => {
    const dir = temporaryFolder('fifth-schema');
    const before = openDirect({ dir });
    await before.commit(page([audit({ id: 'e1' })]));
    await before.pin(['prod/audit/e1'], true);
    await before.close();
    const db = new SQLite(join(dir, 'cache.sqlite'));
    db.exec('DROP TABLE note; DROP TABLE ledger; DROP TABLE superseded; PRAGMA user_version = 5');
    db.close();
    const cache = openDirect({ dir });
    await cache.annotate(['prod/audit/e1'], 'still here', NOW);
    expect(await cache.refs(select('is:pinned is:noted'), 9)).toEqual(['prod/audit/e1']);
    await cache.close();
  });
});

describe('a frozen list', () => {
  const rows = Array.from({ length: 40 }, (_, at) =>
    audit({ id: `e${at}`, timestamp: NOW - at * 1_000, action: at % 2 === 0 ? 'LOGIN' : 'CREATE' }),
  );
  const only = [
    'prod/audit/e3',
    'prod/audit/e30',
    'prod/audit/e4',
    'prod/audit/gone',
    'prod/job/e5',
    'nonsense',
  ];

  test('is all a selection means, in every order, and what the query leaves of it', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page([...rows, job({ id: 'e5' }), alert({ id: 'e3' })]));
    const ids = async (query: string, sort?: { field: string; descending: boolean }) => {
      const { rows: found } = await cache.rows({
        selection: select(query, only),
        ...(sort ? { sort: [sort] } : {}),
        limit: 9,
      });
      return found.map(({ record }) => record.id);
    };
    expect(await ids('')).toEqual(['e3', 'e4', 'e30']);
    expect(await ids('', { field: 'time', descending: false })).toEqual(['e30', 'e4', 'e3']);
    expect(await ids('', { field: 'action', descending: false })).toEqual(['e3', 'e4', 'e30']);
    expect(await ids('action:LOGIN')).toEqual(['e4', 'e30']);
    expect(await ids('-action:LOGIN')).toEqual(['e3']);
    expect(await cache.count(select('', only))).toEqual({ matched: 3, exact: true });
    expect(await cache.count(select('', []))).toEqual({ matched: 0, exact: true });
    await cache.close();
  });

  test('of jobs can be ordered by attention, and is read whole by an export', async () => {
    const dir = temporaryFolder('frozen');
    const cache = openDirect({ dir });
    await cache.commit(
      page([...rows, job({ id: 'j1', status: 'SUCCESS' }), job({ id: 'j2', status: 'FAILED' })]),
    );
    const jobs = {
      kind: 'job' as const,
      query: '',
      now: NOW,
      longRunningAfter: 60_000,
      only: ['prod/job/j1', 'prod/job/j2'],
    };
    const sort = [{ field: 'attention', descending: false }];
    const { rows: found } = await cache.rows({ selection: jobs, sort, limit: 9 });
    expect(found.map(({ record }) => record.id)).toEqual(['j2', 'j1']);
    using scan = openScan({ dir });
    const seen: string[] = [];
    for await (const batch of scan.records({ selection: select('', only) }))
      seen.push(...batch.map(({ id }) => id));
    expect(seen).toEqual(['e3', 'e4', 'e30']);
    await cache.close();
  });
});
