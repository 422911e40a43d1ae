/** Failures by their cause, and causes that are known: indexed, kept, and made up for in an older cache. */
import SQLite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import { SCHEMA } from '../../src/cache/schema.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { alert, audit, job, NOW, page } from './records.ts';

const failed = (id: string, error: string) =>
  job({ id, status: 'FAILED', error, completedAt: NOW - Number(id.replace(/\D/g, '')) * 1000 });
const refs = (cache: Cache, kind: 'alert' | 'job', query: string) =>
  cache.refs({ kind, query, now: NOW, longRunningAfter: 60_000 }, 100);

const ROWS = [
  failed('j1', 'Order 17 of a.example.com rejected'),
  failed('j2', 'Order 18 of b.example.com rejected'),
  failed('j3', 'No route to 192.0.2.7'),
  job({ id: 'j4', status: 'SUCCESS', error: 'Order 19 of c.example.com rejected' }),
  alert({ id: 'a1', severity: 'error', message: 'Order 99 of z.example.com rejected' }),
  alert({ id: 'a2', severity: 'info', message: 'Order 98 of y.example.com rejected' }),
];
const CAUSE = 'Order … of … rejected';

describe('known causes', () => {
  test('are a state of jobs and alerts, whole and no more, and survive', async () => {
    const dir = temporaryFolder('muted');
    const cache = openDirect({ dir });
    await cache.commit(page(ROWS));
    expect(await refs(cache, 'job', 'is:muted')).toEqual([]);
    expect(await refs(cache, 'job', '-is:muted')).toHaveLength(4);
    await cache.mute([CAUSE, 'never seen'], true, NOW);
    await cache.mute([CAUSE], true, NOW + 1);
    await cache.close();
    const again = openDirect({ dir });
    expect(await again.muted()).toEqual([
      { cause: CAUSE, at: NOW },
      { cause: 'never seen', at: NOW },
    ]);
    expect(await refs(again, 'job', 'is:muted')).toEqual(['prod/job/j1', 'prod/job/j2']);
    expect((await refs(again, 'job', '-is:muted')).toSorted()).toEqual(['prod/job/j3', 'prod/job/j4']);
    expect(await refs(again, 'job', 'status:failed -is:muted')).toEqual(['prod/job/j3']);
    expect(await refs(again, 'alert', 'is:muted')).toEqual(['prod/alert/a1']);
    expect(await refs(again, 'alert', `cause="${CAUSE}"`)).toEqual(['prod/alert/a1']);
    // One that comes later is known already.
    await again.commit(page([failed('j5', 'Order 20 of d.example.com rejected')]));
    expect(await refs(again, 'job', 'is:muted')).toContain('prod/job/j5');
    // Entries have no cause at all.
    await again.commit(page([audit({ id: 'e', description: 'Order 1 of a.example.com rejected' })]));
    await again.mute([CAUSE], false, NOW);
    expect(await refs(again, 'job', 'is:muted')).toEqual([]);
    await again.close();
  });

  test('a job that is corrected changes its group', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page([failed('j1', 'Order 17 rejected')]));
    await cache.commit(page([failed('j1', 'No route to 192.0.2.7')]));
    expect(await refs(cache, 'job', 'cause="Order … rejected"')).toEqual([]);
    expect(await refs(cache, 'job', 'cause="No route to …"')).toEqual(['prod/job/j1']);
    await cache.close();
  });

  test('a cache of before there were causes is made up for', async () => {
    const dir = temporaryFolder('causes');
    const first = openDirect({ dir });
    await first.commit(page(ROWS));
    await first.close();
    const db = new SQLite(`${dir}/cache.sqlite`);
    db.exec(
      "UPDATE job SET cause = NULL; UPDATE alert SET cause = NULL; DELETE FROM memory; DELETE FROM term WHERE field = 'cause'",
    );
    db.close();
    const cache = openDirect({ dir });
    expect(await refs(cache, 'job', `cause="${CAUSE}"`)).toEqual(['prod/job/j1', 'prod/job/j2']);
    expect(await refs(cache, 'job', 'no:cause')).toEqual(['prod/job/j4']);
    await cache.close();
  });

  test('a cache of the first schema gets the tables and keeps its records', async () => {
    const dir = temporaryFolder('first-schema');
    const db = new SQLite(`${dir}/cache.sqlite`);
    db.exec(SCHEMA);
    db.pragma('user_version = 1');
    db.close();
    const cache = openDirect({ dir });
    await cache.commit(page(ROWS));
    expect(await refs(cache, 'job', `cause="${CAUSE}"`)).toHaveLength(2);
    await cache.close();
  });
});
