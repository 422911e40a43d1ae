/** What look-ups found out, wherever a user or an account appears. */
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import type { Profile } from '../../src/platforms/port.ts';
import { alert, audit, job, NOW, page } from './records.ts';

const alice: Profile = {
  ...{ type: 'user', id: 'u-1', status: 'found', name: 'Alice Ames', email: 'alice@example.com' },
  ...{ actorType: 'service', body: { id: 'u-1', status: 'ACTIVE', user_name: 'alice' } },
};
const acme: Profile = {
  ...{ type: 'account', id: 'acc-1', status: 'found', name: 'Acme', email: null, actorType: null },
  body: { id: 'acc-1' },
};
const gone = (profile: Profile): Profile => ({
  ...{ ...profile, status: 'missing', name: null, email: null, actorType: null, body: null },
});

async function cacheOf(...records: Parameters<typeof page>[0]) {
  const cache = openDirect({ memory: true });
  await cache.commit(page(records));
  const one = async (kind: 'audit' | 'job', query: string) => {
    const selection = { kind, query, now: NOW, longRunningAfter: HOUR };
    return (await cache.rows({ selection, limit: 10 })).rows;
  };
  return { cache, one };
}

test('a name that the record does not tell is that of the look-up: in lists, filters, orders and jobs', async () => {
  const { cache, one } = await cacheOf(
    audit({
      actor: { type: 'user', id: 'u-1', name: null, email: null },
      account: { id: 'acc-1', name: null },
    }),
    job({ triggeredBy: { type: 'USER', id: 'u-1', name: null } }),
  );
  expect(await one('audit', 'actor:ames')).toEqual([]);
  await cache.saveProfiles('prod', [alice, acme], NOW);
  const [entry] = await one('audit', 'actor:ames account:acme email:alice@example.com actor_type:service');
  expect(entry?.record).toMatchObject({
    actor: { type: 'service', id: 'u-1', name: 'Alice Ames', email: 'alice@example.com' },
    account: { id: 'acc-1', name: 'Acme' },
  });
  const [work] = await one('job', 'actor:ames');
  expect(work?.record).toMatchObject({ triggeredBy: { type: 'USER', id: 'u-1', name: 'Alice Ames' } });
  expect((await cache.record('prod/job/j1'))?.profiles).toMatchObject([{ id: 'u-1', fetchedAt: NOW }]);
  await cache.close();
});

test('the name of then wins over the name of now', async () => {
  const { cache, one } = await cacheOf(audit());
  await cache.saveProfiles('prod', [alice], NOW);
  expect((await one('audit', ''))[0]?.record).toMatchObject({ actor: { name: 'alice' } });
  await cache.close();
});

test('who is gone stays named, is marked, and the object of an earlier day is not passed off as today’s', async () => {
  const { cache, one } = await cacheOf(
    audit({ actor: { type: 'user', id: 'u-1', name: null, email: null } }),
    job(),
    alert({ entity: { type: 'USER', id: 'u-1', name: null } }),
  );
  await cache.saveProfiles('prod', [alice], NOW);
  expect((await one('audit', ''))[0]?.gone).toBeUndefined();
  await cache.saveProfiles('prod', [gone(alice)], NOW + DAY);
  expect((await one('audit', 'actor:ames'))[0]).toMatchObject({
    gone: true,
    record: { actor: { name: 'Alice Ames', email: 'alice@example.com' } },
  });
  expect((await one('job', ''))[0]).toMatchObject({ gone: true });
  for (const ref of ['prod/audit/e1', 'prod/job/j1', 'prod/alert/a1']) {
    expect((await cache.record(ref))?.profiles).toMatchObject([
      { id: 'u-1', status: 'missing', name: 'Alice Ames', fetchedAt: NOW + DAY },
    ]);
  }
  expect((await cache.record('prod/audit/e1'))?.record).toMatchObject({
    details: { user: { id: 'u-1', name: 'alice' } },
  });
  await cache.saveProfiles('prod', [{ ...alice, name: 'Alice Back' }], NOW + 2 * DAY);
  expect((await one('audit', 'actor:back'))[0]?.gone).toBeUndefined();
  await cache.close();
});

test('what has grown old is named after what was never looked up; who is missing, a week later', async () => {
  const { cache } = await cacheOf(
    audit(),
    audit({ id: 'e2', actor: { type: 'user', id: 'u-2', name: null, email: null } }),
  );
  const unknown = (now?: number) => cache.unknown('prod', 10, now);
  await cache.saveProfiles('prod', [alice], NOW);
  await cache.saveProfiles('prod', [gone(acme)], NOW + HOUR);
  const second = { type: 'user', id: 'u-2' };
  expect(await unknown()).toEqual([second]);
  expect(await unknown(NOW + 23 * HOUR)).toEqual([second]);
  expect(await unknown(NOW + 25 * HOUR)).toEqual([second, { type: 'user', id: 'u-1' }]);
  expect(await unknown(NOW + 8 * DAY)).toHaveLength(3);
  expect(await cache.unknown('prod', 1, NOW + 8 * DAY)).toEqual([second]);
  await cache.close();
});
