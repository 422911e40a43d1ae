/** What rules derived goes with the day it rests on, and neither flaps nor changes before that. */
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Kind } from '../../src/domain/record.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import type { RulesPlan } from '../../src/rules/plan.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { audit, job, NOW, page } from './records.ts';
import { keeping, retain } from './retention.ts';

const PLAN: RulesPlan = { choices: {}, brings: {} };
const TODAY = Math.floor(NOW / DAY) * DAY;
const select = (kind: Kind, query = '') => ({ kind, query, now: NOW, longRunningAfter: 60_000 });

/** Failed sign-ins of one person, and a scan that began and failed, on a day so many before today. */
function dayOf(ago: number, from = 9 * HOUR): readonly AuditEntry[] {
  const at = TODAY - ago * DAY + from;
  const actor = { type: 'user' as const, id: `u-${ago}`, name: `user ${ago}`, email: null };
  const attempts = Array.from({ length: 6 }, (_, index) =>
    audit({
      id: `a${ago}-${index}`,
      timestamp: at + index * MINUTE,
      action: 'LOGIN_ERROR',
      outcome: 'failure',
      actor,
    }),
  );
  const resource = { type: 'scan', id: `scan-${ago}`, name: null };
  const scans = ['started', 'failed'].map((end, index) =>
    audit({
      id: `s${ago}-${end}`,
      timestamp: at + index * HOUR,
      action: `discovery.scan.${end}`,
      resource,
      outcome: null,
    }),
  );
  return [...attempts, ...scans];
}

const DAYS = [3, 10, 20, 29, 40];

async function filled(place: Parameters<typeof openDirect>[0] = { memory: true }): Promise<Cache> {
  const cache = openDirect(place, PLAN);
  await cache.commit(
    page(
      DAYS.flatMap((ago) => dayOf(ago)),
      { syncedAt: NOW },
    ),
  );
  return cache;
}

async function derived(cache: Cache): Promise<readonly string[]> {
  const lists = await Promise.all(
    (['alert', 'job'] as const).map((kind) =>
      cache.rows({ selection: select(kind, '-origin:platform'), limit: 100 }),
    ),
  );
  return lists.flatMap(({ rows }) => rows.map(({ record }) => JSON.stringify(record))).sort();
}

async function onlyOf(days: readonly number[]): Promise<readonly string[]> {
  const cache = openDirect({ memory: true }, PLAN);
  await cache.commit(
    page(
      days.flatMap((ago) => dayOf(ago)),
      { syncedAt: NOW },
    ),
  );
  return derived(cache);
}

describe('what rules derived', () => {
  test('is, after every day that goes, what a cache of the days left derives', async () => {
    const cache = await filled();
    expect((await derived(cache)).length).toBeGreaterThan(9);
    for (const age of [35, 25, 15, 5]) {
      await retain(cache, keeping({ audit: { age: age * DAY } }), NOW);
      expect(await derived(cache)).toEqual(await onlyOf(DAYS.filter((ago) => ago <= age)));
    }
  });

  test('leaves no evidence behind, and derives nothing of what comes too late', async () => {
    const cache = await filled();
    await retain(cache, keeping({ audit: { age: 15 * DAY } }), NOW);
    const before = await derived(cache);
    expect(await cache.commit(page(dayOf(20, 11 * HOUR)))).toMatchObject({ added: 0, older: 8 });
    expect(await derived(cache)).toEqual(before);
    // A late entry of a day that is kept is read as ever.
    await cache.commit(page(dayOf(12)));
    expect((await derived(cache)).length).toBeGreaterThan(before.length);
  });

  test('stays as it was derived while a part of its day is left', async () => {
    const cache = await filled();
    const before = await derived(cache);
    const left = (await cache.known()).audit - 3;
    await retain(cache, keeping({ audit: { records: left } }), NOW);
    expect(await cache.known()).toMatchObject({ audit: left });
    expect(await derived(cache)).toEqual(before);
  });

  test('stays where it is pinned, as long as it is, also when the rest is derived anew', async () => {
    const dir = temporaryFolder('derived-pinned');
    const first = await filled({ dir });
    const selection = select('alert', 'origin:rule:failed-sign-ins');
    const pinned = (await first.refs(selection, 9)).at(-1) ?? '';
    await first.pin([pinned], true);
    await retain(first, keeping({ audit: { age: 35 * DAY } }), NOW);
    await first.close();
    const off = { 'agent-quiet': { enabled: false, thresholds: {} } };
    const cache = openDirect({ dir }, { ...PLAN, choices: off });
    expect(await cache.record(pinned)).not.toBeNull();
    expect((await derived(cache)).length).toBe((await onlyOf([3, 10, 20, 29])).length + 1);
    await cache.pin([pinned], false);
    await retain(cache, keeping({ audit: { age: 15 * DAY } }), NOW);
    expect(await derived(cache)).toEqual(await onlyOf([3, 10]));
    await cache.close();
  });

  test('goes by its own age, too, and does not come back with the next entry of its day', async () => {
    const cache = await filled();
    const bounds = keeping({ audit: { age: 100 * DAY }, alert: { age: 15 * DAY } });
    await retain(cache, bounds, NOW);
    const alerts = () => cache.count(select('alert'));
    const { matched } = await alerts();
    expect(await cache.count(select('alert', 'until:16d'))).toMatchObject({ matched: 0 });
    await cache.commit(
      page(dayOf(20, 9 * HOUR + 30 * MINUTE).map((one) => ({ ...one, id: `late ${one.id}` }))),
    );
    expect((await alerts()).matched).toBe(matched);
    expect(await cache.count(select('job', 'until:16d'))).not.toMatchObject({ matched: 0 });
  });

  test('is no other after all of it was derived anew', async () => {
    const dir = temporaryFolder('derived-anew');
    const first = await filled({ dir });
    await retain(first, keeping({ audit: { age: 25 * DAY }, alert: { age: 15 * DAY } }), NOW);
    const before = await derived(first);
    await first.close();
    const off = { 'failed-sign-ins': { enabled: false, thresholds: {} } };
    const without = openDirect({ dir }, { ...PLAN, choices: off });
    expect((await derived(without)).length).toBeLessThan(before.length);
    await without.close();
    const again = openDirect({ dir }, PLAN);
    expect(await derived(again)).toEqual(before);
    await again.close();
  });

  test('about a platform as a whole stays while it holds', async () => {
    const cache = await filled();
    const failure = { code: 'UNREACHABLE', what: 'prod: no answer', next: 'Wait.' } as const;
    const note = { platform: 'prod', stream: 'all', kinds: ['audit'], failure } as const;
    await cache.note({ ...note, at: NOW + 60 * DAY });
    const down = () => cache.count(select('alert', 'origin:rule:out-of-reach'));
    expect(await down()).toMatchObject({ matched: 1 });
    await retain(cache, keeping({ alert: { age: DAY } }), NOW + 90 * DAY);
    expect(await cache.count(select('alert'))).toMatchObject({ matched: 1 });
    await cache.note({ ...note, failure: null, at: NOW + 91 * DAY, syncedAt: NOW + 91 * DAY });
    await retain(cache, keeping({ alert: { age: DAY } }), NOW + 200 * DAY);
    expect(await down()).toMatchObject({ matched: 0 });
  });

  test('of a job that runs stays with the job, whatever its age', async () => {
    const cache = openDirect({ memory: true }, { ...PLAN, brings: { prod: ['job'] } });
    const old = { scheduledAt: NOW - 90 * DAY, startedAt: NOW - 90 * DAY, completedAt: null };
    await cache.commit(page([job({ ...old, status: 'RUNNING', error: null })], { syncedAt: NOW }));
    const stuck = () => cache.count(select('alert', 'origin:rule:long-running'));
    expect(await stuck()).toMatchObject({ matched: 1 });
    await retain(cache, keeping({ job: { age: DAY }, audit: { age: DAY } }), NOW);
    expect(await cache.known()).toMatchObject({ job: 1 });
    expect(await stuck()).toMatchObject({ matched: 1 });
  });
});
