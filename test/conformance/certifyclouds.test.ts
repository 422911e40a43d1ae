import { describe, expect, test } from 'vitest';
import { isObject } from '../../src/domain/json.ts';
import { KINDS } from '../../src/domain/record.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { rig } from './rig.ts';
import { SUBJECTS } from './subjects.ts';

const subject = SUBJECTS.find(({ kind }) => kind === 'certifyclouds') as (typeof SUBJECTS)[number];
const refs = (held: Map<string, string>) => [...held.keys()].sort();
const isLogIn = ({ url }: { readonly url: URL }) => url.pathname.endsWith('/auth/login');

/** Requests at the most crowded place of a rolling window of `per` ms; the times ascend. */
function most(times: readonly number[], per: number): number {
  let [first, crowd] = [0, 0];
  for (const [last, at] of times.entries()) {
    while ((times[first] ?? at) <= at - per) first += 1;
    crowd = Math.max(crowd, last - first + 1);
  }
  return crowd;
}

describe('certifyclouds', () => {
  test('the published limits are never exceeded, and nothing is ever refused', async () => {
    const { sync, cache, held, truth, proxy, time } = await rig(subject, { cap: 8, limits: 'published' });
    const begun = time.now;
    const engine = sync();
    // One after the other: a clock that leaps for one would delay what another has under way.
    for (const kind of KINDS) await engine.refresh({ kind });
    for (const { failure } of await cache.streams()) expect(failure).toBeNull();
    const { asked } = proxy;
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]));
    const times = asked.map(({ at }) => at);
    expect(most(times, MINUTE)).toBe(60);
    expect(most(times, HOUR)).toBeLessThanOrEqual(1_000);
    // The clock only moves where the budget waits: it is used up, not kept far away from.
    expect(asked.length).toBeGreaterThan(120);
    expect(time.now - begun).toBeLessThanOrEqual(Math.ceil(asked.length / 60) * (MINUTE + SECOND));
    const before = new Set(await held().then(refs));
    time.now += HOUR;
    const there = refs(await truth()).filter((ref) => before.has(ref));
    expect(there.length).toBe(before.size);
  });

  test('a token that ends in mid-sync is renewed before it does, and no page is lost', async () => {
    const { sync, held, truth, proxy, time, capped } = await rig(subject, { cap: 100 });
    proxy.before = (url) => {
      capped(url);
      time.now += 70_000;
    };
    const [outcome] = await sync().catchUp();
    for (const stream of outcome?.streams ?? [])
      expect(stream).toMatchObject({ complete: true, failure: null });
    proxy.before = capped;
    expect(proxy.asked.filter(isLogIn).length).toBeGreaterThan(1);
    expect(proxy.asked.filter(({ status }) => status === 401)).toEqual([]);
    await sync().catchUp();
    expect(refs(await held())).toEqual(refs(await truth()));
  });

  test('a token that is refused in mid-sync is replaced once, and the page asked again', async () => {
    const { sync, held, truth, proxy } = await rig(subject, { cap: 100 });
    const spoil = () => ({
      status: 401,
      headers: { 'content-type': 'application/json' },
      body: '{"error":"expired"}',
    });
    proxy.fault({ path: subject.longest, skip: 3, times: 1, spoil });
    const [outcome] = await sync().catchUp();
    for (const stream of outcome?.streams ?? [])
      expect(stream).toMatchObject({ complete: true, failure: null });
    expect(proxy.asked.filter(isLogIn)).toHaveLength(2);
    expect(proxy.asked.filter(({ status }) => status === 401)).toHaveLength(1);
    expect(refs(await held())).toEqual(refs(await truth()));
  });

  test('a poll that finds nothing new is three requests: audit log, alert history, scans', async () => {
    const { sync, proxy, time } = await rig(subject);
    const engine = sync();
    await engine.catchUp();
    proxy.asked.length = 0;
    time.now += 1_000;
    for (const kind of ['audit', 'alert', 'job'] as const) await engine.refresh({ kind });
    expect(proxy.asked.map(({ url }) => url.pathname).sort()).toEqual([
      '/api/alerts/history',
      '/api/assets/discovery/scans',
      '/api/audit/entries',
    ]);
  });

  test.each(['scans', 'history', 'assets', 'vaults', 'score'])(
    'a deployment without %s: not offered, and all the rest is there',
    async (path) => {
      const { sync, cache, proxy } = await rig(subject);
      const none = () => ({
        status: 404,
        headers: { 'content-type': 'application/json' },
        body: '{"error":"Not Found"}',
      });
      proxy.fault({ path: new RegExp(`${path}$`), skip: 0, times: 1_000, spoil: none });
      const [outcome] = await sync().catchUp();
      for (const stream of outcome?.streams ?? [])
        expect(stream).toMatchObject({ complete: true, failure: null });
      expect((await cache.streams()).filter(({ notOffered }) => notOffered)).toHaveLength(1);
    },
  );

  test('a running scan is followed to its end', async () => {
    const { sync, held, time } = await rig(subject);
    const engine = sync();
    await engine.catchUp();
    const running = [...(await held())].filter(([, state]) => state === 'RUNNING').map(([ref]) => ref);
    expect(running).not.toEqual([]);
    time.now += 2 * HOUR;
    await engine.refresh();
    const after = await held();
    for (const ref of running) expect(after.get(ref)).toMatch(/SUCCESS|FAILED/);
  });

  test('a renewal that failed at the certificate platform is a sync that failed here', async () => {
    const { sync, cache, demo, time } = await rig(subject, { entries: 450 });
    await sync().catchUp();
    const clm = demo.platforms.find(({ kind }) => kind === 'ssl-clm');
    const headers = { authorization: `Bearer ${clm?.credentials.token}` };
    const selection = {
      kind: 'audit' as const,
      query: 'action:sync.failed',
      now: time.now,
      longRunningAfter: 0,
    };
    const { rows } = await cache.rows({ selection, limit: 1 });
    const whole = await cache.record(rows[0]?.ref ?? '');
    const details =
      whole?.record.kind === 'audit' && isObject(whole.record.details) ? whole.record.details : {};
    const jobs = [];
    for (let page = 0; page < 5; page += 1) {
      const response = await fetch(`${clm?.baseUrl}/api/jobs?size=2000&page=${page}`, { headers });
      jobs.push(...((await response.json()) as { content: { id: string }[] }).content);
    }
    const job = jobs.find(({ id }) => id === details.job_id);
    expect(job).toMatchObject({ status: 'FAILED', payload: { certificateId: details.certificate_id } });
  });
});
