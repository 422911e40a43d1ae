/** What the writer promises: whole pages, marks that last, intervals that merge, one syncing process. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { ChangeNotice } from '../../src/cache/stored.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { Kind } from '../../src/domain/record.ts';
import { alert, audit, job, NOW, page } from './records.ts';

const select = (kind: Kind, query = '') => ({ kind, query, now: NOW, longRunningAfter: 60_000 });
const DOWN: Failure = { code: 'UNREACHABLE', what: 'prod: no answer', next: 'Wait.' };
const REF = 'prod/alert/a1';

describe('a page', () => {
  test('commits whole or not at all', async () => {
    const cache = openDirect({ memory: true });
    const broken = { ...audit({ id: 'e2' }), platform: null } as unknown as ReturnType<typeof audit>;
    const covered = { from: NOW - 1000, to: NOW };
    await expect(cache.commit(page([audit(), broken], { position: 7, covered }))).rejects.toThrow();
    expect(await cache.known()).toMatchObject({ audit: 0 });
    expect(await cache.streams()).toEqual([]);
    expect(await cache.count(select('audit', 'alice'))).toEqual({ matched: 0, exact: true });
    await cache.commit(page([audit()], { position: 7, covered }));
    expect(await cache.streams()).toMatchObject([
      { position: 7, covered: [covered], known: 1, syncedAt: null },
    ]);
    expect(await cache.values('audit', 'action', 'lo', 5)).toEqual(['LOGIN']);
    await cache.close();
  });

  test('clears what was set aside by key, and of the rows that came whole', async () => {
    const cache = openDirect({ memory: true });
    const keys = async () => (await cache.rejected('prod', 9)).map(({ key }) => key).sort();
    const rejected = ['e1', 'file a.csv', 'file a.csv: 1', 'file b.csv: 1'].map((key) => ({
      key,
      reason: 'odd',
      sample: '{}',
    }));
    await cache.commit(page([], { rejected }));
    expect(await keys()).toHaveLength(4);
    await cache.commit(
      page([audit({ id: 'e1' })], { cleared: ['file a.csv', 'file b.csv'], rejected: rejected.slice(3) }),
    );
    expect(await keys()).toEqual(['file b.csv: 1']);
    await cache.close();
  });

  test('tells news from repetition, and whom nobody has looked up', async () => {
    const cache = openDirect({ memory: true });
    const first = await cache.commit(page([audit(), job()]));
    expect(first).toMatchObject({ added: 2, changed: 0 });
    expect(first.unknown).toEqual([
      { type: 'user', id: 'u-1' },
      { type: 'account', id: 'acc-1' },
    ]);
    await cache.saveProfiles('prod', [PROFILE], NOW);
    const again = await cache.commit(page([audit(), job({ status: 'SUCCESS', error: null })]));
    expect(again).toEqual({ added: 0, changed: 1, unknown: [{ type: 'account', id: 'acc-1' }] });
    const later = await cache.commit(page([audit()], { at: NOW + 30 * 86_400_000 }));
    expect(later.unknown).toHaveLength(2);
    await cache.close();
  });

  test('moves a record whose time changed, and retires one that is gone', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page([job({ status: 'RUNNING', completedAt: null }), job({ id: 'j2' })]));
    await cache.commit(page([job({ completedAt: NOW + 5000 })], { at: NOW + 1 }));
    const { rows } = await cache.rows({ selection: select('job'), limit: 5 });
    expect(rows.map(({ ref }) => ref)).toEqual(['prod/job/j1', 'prod/job/j2']);
    expect(await cache.record('prod/job/j1')).toMatchObject({ firstSeenAt: NOW, changedAt: NOW + 1 });
    await cache.commit(page([], { retired: ['prod/job/j2', 'prod/job/never'] }));
    expect(await cache.known()).toMatchObject({ job: 1 });
    expect(await cache.count(select('job', 'example'))).toEqual({ matched: 1, exact: true });
    await cache.close();
  });

  test('keeps what it could not map, once, with the reason', async () => {
    const cache = openDirect({ memory: true });
    const rejected = [{ key: 'r1', reason: 'no id', sample: '{}' }];
    await cache.commit(page([], { rejected }));
    await cache.commit(page([], { rejected, at: NOW + 5 }));
    expect(await cache.rejected('prod', 10)).toEqual([{ ...rejected[0], stream: 'all', at: NOW + 5 }]);
    expect(await cache.streams()).toMatchObject([{ rejected: 1 }]);
    await cache.close();
  });

  test('holds hostile records', async () => {
    const cache = openDirect({ memory: true });
    const payload = { blob: `needle-at-start ${'x'.repeat(5_000_000)} needle-at-end` };
    await cache.commit(
      page([job({ id: 'a/../b?c\u0000', name: '\u0000\ud800', payload, scheduledAt: -8.64e15 })]),
    );
    const { rows } = await cache.rows({ selection: select('job'), limit: 1, whole: true });
    expect(rows[0]?.record).toMatchObject({ id: 'a/../b?c\u0000', name: '\u0000\ufffd', payload });
    expect(await cache.record('prod/job/a/../b?c\u0000')).not.toBeNull();
    for (const query of ['needle-at-start', 'needle-at-end', 'id:A/../B?C\u0000']) {
      expect(await cache.count(select('job', query))).toEqual({ matched: 1, exact: true });
    }
    await cache.close();
  });
});

const PROFILE = {
  type: 'user',
  id: 'u-1',
  status: 'found',
  name: 'Alice Liddell',
  email: 'alice@example.com',
  actorType: 'service',
  body: { id: 'u-1', name: 'other', locale: 'en_US' },
} as const;

test('a look-up enriches every entry at once, and leaves the name of then', async () => {
  const cache = openDirect({ memory: true });
  await cache.commit(
    page([audit(), audit({ id: 'e2', actor: { type: 'user', id: 'u-1', name: 'al', email: null } })]),
  );
  await cache.saveProfiles('prod', [PROFILE], NOW);
  for (const query of ['email:example.com', 'actor_type:service', 'en_US', 'alice@']) {
    expect((await cache.count(select('audit', query))).matched).toBe(2);
  }
  const found = await cache.record('prod/audit/e1');
  expect(found).toMatchObject({
    record: {
      actor: { name: 'alice', email: 'alice@example.com', type: 'service' },
      details: { user: { id: 'u-1', name: 'alice', locale: 'en_US' } },
    },
    profiles: [{ ...PROFILE, fetchedAt: NOW }],
  });
  expect(found?.raw).toBe(JSON.stringify(audit().details));
  expect(await cache.profiles('prod', [{ type: 'user', id: 'u-1' }])).toHaveLength(1);
  await cache.close();
});

describe('read marks', () => {
  test('keep their instant where the platform agrees and tells none of its own', async () => {
    const cache = openDirect({ memory: true });
    const readAt = async () => {
      const record = (await cache.record(REF))?.record;
      return record?.kind === 'alert' ? [record.read, record.readAt] : null;
    };
    await cache.commit(page([alert({ read: false })]));
    await cache.markRead([REF], true, NOW, ['prod']);
    await cache.commit(page([alert({ read: true, readAt: null })]));
    expect(await readAt()).toEqual([true, NOW]);
    await cache.commit(page([alert({ read: true, readAt: null, title: 'Said otherwise' })]));
    expect(await readAt()).toEqual([true, NOW]);
    await cache.commit(page([alert({ read: true, readAt: NOW + 9 })]));
    expect(await readAt()).toEqual([true, NOW + 9]);
    await cache.commit(page([alert({ read: false })]));
    await cache.commit(page([alert({ read: true, readAt: null })]));
    expect(await readAt()).toEqual([true, null]);
    await cache.close();
  });

  test('hold against a platform that has not heard of them, and give way once it has', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page([alert()]));
    expect(await cache.markRead([REF, 'prod/alert/none'], true, NOW, ['prod'])).toEqual({ changed: [REF] });
    expect(await cache.outbox()).toMatchObject([
      { platform: 'prod', ids: ['a1'], attempts: 0, failure: null },
    ]);
    await cache.commit(page([alert({ title: 'Still unread there' })]));
    expect((await cache.record(REF))?.record).toMatchObject({
      read: true,
      readAt: NOW,
      title: 'Still unread there',
    });
    expect(await cache.open('prod', 'alert', 5)).toEqual([]);
    await cache.commit(page([alert({ read: true, readAt: NOW + 9 })]));
    expect((await cache.record(REF))?.record).toMatchObject({ read: true, readAt: NOW + 9 });
    await cache.commit(page([alert({ read: false })]));
    expect((await cache.record(REF))?.record).toMatchObject({ read: false, readAt: null });
    await cache.close();
  });

  test('are taken back before they have left, and can differ from the platform', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page([alert(), alert({ id: 'a2' }), alert({ id: 'a3', read: true })]));
    await cache.markRead([REF, 'prod/alert/a2'], true, NOW, ['prod']);
    await cache.markRead([REF], false, NOW, ['prod']);
    expect((await cache.outbox('prod')).map(({ ids }) => ids)).toEqual([['a2']]);
    await cache.markRead(['prod/alert/a3'], false, NOW, ['prod']);
    await cache.commit(page([alert({ id: 'a3', read: true, title: 'changed' })]));
    expect((await cache.count(select('alert', 'is:unread'))).matched).toBe(2);
    await cache.close();
  });

  test('taken back after they have left, stay taken back whatever the platform says', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page([alert()]));
    await cache.markRead([REF], true, NOW, ['prod']);
    const [item] = await cache.outbox('prod');
    await cache.outboxDone(item?.seq ?? 0, null);
    expect(await cache.markRead([REF], false, NOW, ['prod'])).toEqual({ changed: [REF] });
    // Asked before the platform had taken the mark, then after.
    await cache.commit(page([alert({ title: 'as it was' })]));
    await cache.commit(page([alert({ read: true, readAt: NOW + 9 })]));
    expect((await cache.record(REF))?.record).toMatchObject({ read: false, readAt: null });
    await cache.markRead([REF], true, NOW + 10, ['prod']);
    expect((await cache.record(REF))?.record).toMatchObject({ read: true });
    await cache.close();
  });

  test('leave the outbox one by one: taken, refused with a reason of its own, gone with the alert', async () => {
    const cache = openDirect({ memory: true });
    const ids = ['a1', 'a2', 'a3', 'a4'];
    await cache.commit(page(ids.map((id) => alert({ id }))));
    await cache.markRead(
      ids.map((id) => `prod/alert/${id}`),
      true,
      NOW,
      ['prod'],
    );
    const [item] = await cache.outbox();
    const no = { code: 'FORBIDDEN', what: 'no', next: 'ask', status: 403 } as const;
    const told = {
      taken: ['a1'],
      refused: [
        { id: 'a2', failure: no },
        { id: 'a3', failure: no },
      ],
    };
    await cache.outboxDone(item?.seq ?? 0, DOWN, told);
    expect(await cache.outbox()).toMatchObject([
      { ids: ['a4'], attempts: 1, failure: DOWN, queuedAt: NOW },
      { ids: ['a2'], attempts: 1, failure: no, queuedAt: NOW },
      { ids: ['a3'], attempts: 1, failure: no, queuedAt: NOW },
    ]);
    // Taken back while they were on their way: nobody wants them refused or kept.
    await cache.markRead(['prod/alert/a4'], false, NOW, ['prod']);
    await cache.outboxDone(item?.seq ?? 0, DOWN, { taken: [], refused: [{ id: 'a4', failure: no }] });
    await cache.commit({ ...page([]), retired: ['prod/alert/a3'] });
    expect(await cache.outbox()).toMatchObject([{ ids: ['a2'] }]);
    await cache.close();
  });

  test('wait in the outbox with what failed last', async () => {
    const cache = openDirect({ memory: true });
    await cache.commit(page([alert(), alert({ platform: 'host' })]));
    await cache.markRead([REF, 'host/alert/a1'], true, NOW, ['prod']);
    const [item] = await cache.outbox();
    await cache.outboxDone(item?.seq ?? 0, DOWN);
    expect(await cache.outbox()).toMatchObject([{ platform: 'prod', attempts: 1, failure: DOWN }]);
    await cache.outboxDone(item?.seq ?? 0, null);
    expect(await cache.outbox()).toEqual([]);
    await cache.close();
  });

  test('are told of anew when the platform has answered, though no record changes', async () => {
    const cache = openDirect({ memory: true });
    /** The next notice, of these kinds alone. */
    const notice = (...kinds: Kind[]) =>
      new Promise<ChangeNotice>((resolve) => {
        const stop = cache.onChange((heard) => {
          if (!isDeepStrictEqual(heard.kinds, kinds)) return;
          stop();
          resolve(heard);
        });
      });
    await cache.commit(page([alert()]));
    const marked = notice('alert');
    await cache.markRead([REF], true, NOW, ['prod']);
    await marked;
    const [item] = await cache.outbox();
    const answered = notice();
    await cache.outboxDone(item?.seq ?? 0, DOWN);
    expect(await answered).toMatchObject({ platforms: ['prod'] });
    await cache.close();
  });
});

test('covered intervals merge and leave holes', async () => {
  const cache = openDirect({ memory: true });
  for (const [from, to] of [
    [50, 60],
    [10, 20],
    [21, 30],
    [58, 70],
    [100, 90],
  ] as const) {
    await cache.commit(page([], { covered: { from, to } }));
  }
  const [stream] = await cache.streams();
  expect(stream?.covered).toEqual([
    { from: 10, to: 30 },
    { from: 50, to: 70 },
  ]);
  const kinds: readonly Kind[] = ['audit'];
  await cache.note({
    platform: 'prod',
    stream: 'all',
    kinds,
    at: 7,
    failure: DOWN,
    covered: { from: 30, to: 50 },
  });
  expect(await cache.streams()).toMatchObject([
    { covered: [{ from: 10, to: 70 }], failure: DOWN, attemptedAt: 7 },
  ]);
  await cache.close();
});

test('one process at a time holds the lease of a platform', async () => {
  const cache = openDirect({ memory: true });
  expect(await cache.lease('prod', 'one', 1000, NOW)).toBe(true);
  expect(await cache.lease('prod', 'two', 1000, NOW + 500)).toBe(false);
  expect(await cache.lease('prod', 'one', 1000, NOW + 500)).toBe(true);
  expect(await cache.lease('prod', 'two', 1000, NOW + 1499)).toBe(false);
  expect(await cache.lease('prod', 'two', 1000, NOW + 1500)).toBe(true);
  await cache.release('two');
  expect(await cache.lease('prod', 'one', 1000, NOW)).toBe(true);
  // The clock was set back by an hour: whoever held it may be long dead.
  expect(await cache.lease('prod', 'two', 1000, NOW - 3_600_000)).toBe(true);
  await cache.close();
});

test('small values are remembered', async () => {
  const cache = openDirect({ memory: true });
  expect(await cache.recall('view')).toBeNull();
  await cache.remember('view', { sort: ['time'] });
  expect(await cache.recall('view')).toEqual({ sort: ['time'] });
  await cache.close();
});
