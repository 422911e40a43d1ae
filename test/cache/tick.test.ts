/** What the clock changes: records that are due, and platforms out of reach; nothing while the platform is behind. */
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { Kind } from '../../src/domain/record.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import type { RulesPlan } from '../../src/rules/plan.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { alert, audit, job, NOW, page } from './records.ts';

const PLAN: RulesPlan = { choices: {}, brings: {} };
const SILENT: Failure = {
  code: 'UNREACHABLE',
  what: 'prod: connection refused',
  next: 'Look at the network.',
};

const rows = async (cache: Cache, query: string) => {
  const selection = { kind: 'alert' as const, query, now: NOW, longRunningAfter: HOUR };
  return (await cache.rows({ selection, limit: 50, whole: true })).rows.map(({ record }) => record);
};
/** The end of a look at a stream that found nothing new. */
const looked = (cache: Cache, syncedAt: number, stream = 'audit', kinds: readonly Kind[] = ['audit']) =>
  cache.note({ platform: 'prod', stream, kinds, at: syncedAt, failure: null, syncedAt });
const missed = (cache: Cache, at: number, stream = 'audit') =>
  cache.note({ platform: 'prod', stream, kinds: ['audit'], at, failure: SILENT });

describe('what is due', () => {
  test('a job runs too long once the platform is known that far, and no more when it ends', async () => {
    const cache = openDirect({ memory: true }, PLAN);
    const running = job({ id: 'r', status: 'RUNNING', startedAt: NOW, completedAt: null, error: null });
    await cache.commit(page([running], { stream: 'audit', syncedAt: NOW }));
    expect(await rows(cache, 'type:JOB_TOO_LONG')).toEqual([]);
    await looked(cache, NOW + HOUR / 2 - 1);
    expect(await rows(cache, 'type:JOB_TOO_LONG')).toEqual([]);
    await looked(cache, NOW + 3 * HOUR);
    const [told] = await rows(cache, 'type:JOB_TOO_LONG');
    expect(told).toMatchObject({ origin: 'rule:long-running', createdAt: NOW + HOUR / 2, read: false });
    // Looked at again, nothing is told twice.
    await looked(cache, NOW + 4 * HOUR);
    expect(await rows(cache, 'type:JOB_TOO_LONG')).toEqual([told]);
    const ended = { ...running, status: 'SUCCESS' as const, completedAt: NOW + 5 * HOUR };
    await cache.commit(page([ended], { stream: 'audit', at: NOW + 5 * HOUR }));
    expect(await rows(cache, 'type:JOB_TOO_LONG')).toEqual([]);
    await cache.close();
  });

  test('also a job that was derived', async () => {
    const cache = openDirect({ memory: true }, PLAN);
    const start = audit({ id: 's', action: 'sync.started', timestamp: NOW, outcome: null });
    await cache.commit(page([start], { stream: 'audit' }));
    await looked(cache, NOW + 3 * HOUR);
    expect(await rows(cache, 'type:JOB_TOO_LONG')).toHaveLength(1);
    const end = audit({ id: 'e', action: 'sync.completed', timestamp: NOW + 3 * HOUR, outcome: 'success' });
    await cache.commit(page([end], { stream: 'audit', at: NOW + 4 * HOUR }));
    expect(await rows(cache, 'type:JOB_TOO_LONG')).toEqual([]);
    await cache.close();
  });

  test('nothing is missing while one stream of the platform is behind', async () => {
    const cache = openDirect({ memory: true }, PLAN);
    const issued = audit({ id: 'i', action: 'RENEWAL_COMPLETED', timestamp: NOW, outcome: 'success' });
    await looked(cache, NOW, 'jobs', ['job']);
    await cache.commit(page([issued], { stream: 'audit', syncedAt: NOW + 12 * HOUR }));
    expect(await rows(cache, 'type:DEPLOYMENT_MISSING')).toEqual([]);
    await looked(cache, NOW + 12 * HOUR, 'jobs', ['job']);
    expect(await rows(cache, 'type:DEPLOYMENT_MISSING')).toHaveLength(1);
    // It came after all.
    const late = audit({
      id: 'd',
      action: 'DEPLOYMENT_COMPLETED',
      timestamp: NOW + 20 * HOUR,
      outcome: 'success',
    });
    await cache.commit(page([late]));
    expect(await rows(cache, 'type:DEPLOYMENT_MISSING')).toEqual([]);
    await cache.close();
  });

  test('a restart and another threshold go over it again', async () => {
    const dir = temporaryFolder('due');
    const first = openDirect({ dir }, PLAN);
    const notice = alert({
      id: 'n',
      type: 'EXPIRING_SOON',
      title: 'Certificate expires in 7 days: www.example.com',
      createdAt: NOW,
    });
    await first.commit(page([notice], { syncedAt: NOW + 20 * HOUR }));
    expect(await rows(first, 'type:RENEWAL_MISSING')).toEqual([]);
    await first.close();
    const thresholds = { expires_within: 14 * 24 * HOUR, wait: 2 * HOUR };
    const choices = { 'renewal-missing': { enabled: true, thresholds } };
    const second = openDirect({ dir }, { choices, brings: {} });
    expect(await rows(second, 'type:RENEWAL_MISSING')).toMatchObject([{ createdAt: NOW + 2 * HOUR }]);
    await second.close();
    const off = openDirect(
      { dir },
      { choices: { 'renewal-missing': { enabled: false, thresholds } }, brings: {} },
    );
    expect(await rows(off, 'type:RENEWAL_MISSING')).toEqual([]);
    await off.close();
  });
});

describe('a platform out of reach', () => {
  test('is told after a while, once, and as over when it answers', async () => {
    const dir = temporaryFolder('reach');
    let cache = openDirect({ dir }, PLAN);
    await looked(cache, NOW);
    await looked(cache, NOW, 'jobs', ['job']);
    await missed(cache, NOW + MINUTE);
    await missed(cache, NOW + 30 * MINUTE);
    // The other stream answered last: the platform does.
    expect(await rows(cache, '')).toEqual([]);
    await missed(cache, NOW + 30 * MINUTE, 'jobs');
    const [told] = await rows(cache, '');
    expect(told).toMatchObject({
      severity: 'error',
      type: 'PLATFORM_OUT_OF_REACH',
      createdAt: NOW + 15 * MINUTE,
      read: false,
      origin: 'rule:out-of-reach',
    });
    await missed(cache, NOW + 40 * MINUTE);
    expect(await rows(cache, '')).toEqual([told]);
    await cache.close();
    cache = openDirect({ dir }, PLAN);
    await looked(cache, NOW + HOUR);
    expect(await rows(cache, '')).toMatchObject([
      { id: told?.id, severity: 'info', title: 'prod was out of reach', read: true },
    ]);
    // The next time is another one.
    await missed(cache, NOW + 2 * HOUR);
    await missed(cache, NOW + 2 * HOUR, 'jobs');
    expect((await rows(cache, 'is:unread')).map(({ id }) => id)).not.toContain(told?.id);
    expect(await rows(cache, '')).toHaveLength(2);
    await cache.close();
    const choices = { 'out-of-reach': { enabled: false, thresholds: {} } };
    const off = openDirect({ dir }, { choices, brings: {} });
    expect(await rows(off, '')).toEqual([]);
    await off.close();
  });

  test('a refused key is none', async () => {
    const cache = openDirect({ memory: true }, PLAN);
    await looked(cache, NOW);
    const failure: Failure = { code: 'UNAUTHORISED', what: 'prod: the key was refused', next: '' };
    await cache.note({ platform: 'prod', stream: 'audit', kinds: ['audit'], at: NOW + HOUR, failure });
    expect(await rows(cache, '')).toEqual([]);
    await cache.close();
  });
});
