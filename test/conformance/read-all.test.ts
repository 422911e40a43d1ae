/** Many read marks at once, against the stand-in's real HTTP server. */
import { describe, expect, test } from 'vitest';
import type { Cache } from '../../src/cache/port.ts';
import type { Ref } from '../../src/domain/record.ts';
import { HOUR } from '../../src/domain/time.ts';
import { rig } from './rig.ts';
import { SUBJECTS } from './subjects.ts';

const subject = SUBJECTS.find(({ kind }) => kind === 'ssl-clm') as (typeof SUBJECTS)[number];

const matching = (cache: Cache, query: string): Promise<readonly Ref[]> =>
  cache.refs({ kind: 'alert', query, now: 0, longRunningAfter: 0 }, 100_000);

async function synced(entries = 20_000) {
  const made = await rig(subject, { entries });
  const engine = made.sync();
  await engine.catchUp();
  const unread = await matching(made.cache, 'is:unread');
  expect(unread.length).toBeGreaterThan(20);
  const { asked } = made.proxy;
  return {
    ...made,
    engine,
    unread,
    posts: () => asked.flatMap(({ method, url }) => (method === 'POST' ? [url.pathname] : [])),
    unreadThere: async () =>
      [...(await made.truth())].flatMap(([ref, state]) => (state === 'false' ? [ref] : [])),
  };
}

describe('marking every alert read', () => {
  test('is one call, and the platform has it', async () => {
    const { cache, engine, unread, clock, posts, unreadThere } = await synced();
    await cache.markRead(unread, true, clock(), ['prod']);
    await engine.flush();
    expect(posts()).toEqual(['/api/alerts/read-all']);
    expect(await unreadThere()).toEqual([]);
    expect(await cache.outbox()).toEqual([]);
    await engine.refresh();
    expect(await matching(cache, 'is:unread')).toEqual([]);
  });

  test('an alert that nobody has seen here keeps the marks apart', async () => {
    const { cache, engine, unread, clock, posts, time, unreadThere } = await synced();
    await cache.markRead(unread, true, clock(), ['prod']);
    // The platform goes on before the marks are sent: what it raised meanwhile is found, and stays unread.
    time.now += 24 * HOUR;
    await engine.flush();
    expect(posts()).not.toContain('/api/alerts/read-all');
    expect(posts().length).toBeGreaterThanOrEqual(unread.length);
    const left = await unreadThere();
    expect(left.length).toBeGreaterThan(0);
    expect(left.filter((ref) => unread.includes(ref))).toEqual([]);
    expect([...(await matching(cache, 'is:unread'))].sort()).toEqual(left.sort());
  });

  test('one that comes between the reading and the call stays unread here', async () => {
    const { cache, engine, unread, clock, posts, time, proxy } = await synced();
    const before = new Set(await matching(cache, ''));
    await cache.markRead(unread, true, clock(), ['prod']);
    proxy.before = (url) => {
      if (url.pathname.endsWith('read-all')) time.now += 24 * HOUR;
    };
    await engine.flush();
    expect(posts()).toEqual(['/api/alerts/read-all']);
    const came = (await matching(cache, '')).filter((ref) => !before.has(ref));
    expect(came.length).toBeGreaterThan(0);
    expect([...(await matching(cache, 'is:unread'))].sort()).toEqual([...came].sort());
  });

  test('marks taken back while the call is on its way stay taken back', async () => {
    const { cache, engine, unread, clock, proxy } = await synced();
    await cache.markRead(unread, true, clock(), ['prod']);
    let back: Promise<unknown> | null = null;
    proxy.before = (url) => {
      if (url.pathname.endsWith('read-all')) back ??= cache.markRead(unread, false, clock(), ['prod']);
    };
    await engine.flush();
    await back;
    await engine.refresh();
    expect([...(await matching(cache, 'is:unread'))].sort()).toEqual([...unread].sort());
  });

  test('a call the platform refuses leaves the marks to go one by one', async () => {
    const { cache, engine, unread, clock, proxy, unreadThere } = await synced();
    proxy.fault({
      path: /read-all$/,
      skip: 0,
      times: 1,
      spoil: () => ({ status: 404, headers: {}, body: '' }),
    });
    await cache.markRead(unread, true, clock(), ['prod']);
    await engine.flush();
    expect(await cache.outbox()).toEqual([]);
    expect(await unreadThere()).toEqual([]);
  });

  test('a few marks are not worth reading the list for', async () => {
    const { cache, engine, unread, clock, posts } = await synced();
    await cache.markRead(unread.slice(0, 4), true, clock(), ['prod']);
    await engine.flush();
    expect(posts()).toHaveLength(4);
    expect(posts()).not.toContain('/api/alerts/read-all');
  });
});
