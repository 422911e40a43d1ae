import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/domain/time.ts';
import { dyingAfter, rig } from './rig.ts';
import { SUBJECTS } from './subjects.ts';

const subject = SUBJECTS.find(({ kind }) => kind === 'digicert-discovery') as (typeof SUBJECTS)[number];
const refs = (held: Map<string, string>) => [...held.keys()].sort();

/** Requests at the most crowded place of a rolling window of `per` ms. */
function most(times: readonly number[], per: number): number {
  return Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + per).length));
}

describe('digicert-discovery', () => {
  test('the published limits are never exceeded, and nothing is ever refused', async () => {
    const { sync, held, truth, proxy } = await rig(subject, { cap: 2, limits: 'published' });
    const begun = proxy.asked.length;
    const [outcome] = await sync().catchUp();
    expect(outcome?.streams).toMatchObject([{ complete: true, failure: null }]);
    const asked = proxy.asked.slice(begun);
    expect(asked.length).toBeGreaterThan(250);
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]));
    const times = asked.map(({ at }) => at);
    expect(most(times, 5_000)).toBeLessThanOrEqual(100);
    expect(most(times, 180_000)).toBeLessThanOrEqual(1_000);
    // The clock only moves where the budget waits: it is used up, not kept far away from.
    expect(most(times, 5_000)).toBe(100);
    expect(refs(await held())).toEqual(refs(await truth()));
  });

  test('a key that others use, too, is refused without a time to come back, and gets there all the same', async () => {
    const { sync, held, truth, proxy, demo, time } = await rig(subject, { cap: 40, limits: 'published' });
    const found = demo.platforms.find(({ kind }) => kind === subject.kind);
    const headers = { 'x-dc-devkey': found?.credentials.api_key ?? '' };
    for (let other = 0; other < 98; other += 1) await fetch(`${found?.baseUrl}/none`, { headers });
    const engine = sync();
    const [first] = await engine.catchUp();
    expect(first?.streams).toMatchObject([{ complete: false, failure: { code: 'RATE_LIMITED' } }]);
    expect(proxy.asked.filter(({ status }) => status === 429)).toHaveLength(4);
    time.now += MINUTE;
    await engine.catchUp();
    expect(refs(await held())).toEqual(refs(await truth()));
  });

  test.each([2, 3, 5])('rows of one instant that %i-row pages cut apart survive a kill', async (cap) => {
    const { sync, held, truth, reopen } = await rig(subject, { cap });
    const control = new AbortController();
    await sync(dyingAfter(20, control)).catchUp({ signal: control.signal });
    expect(control.signal.aborted).toBe(true);
    await reopen();
    const [outcome] = await sync().catchUp();
    expect(outcome?.streams).toMatchObject([{ complete: true, failure: null }]);
    expect(refs(await held())).toEqual(refs(await truth()));
  });

  test('a page past the end that repeats the last one brings nothing twice, and ends', async () => {
    const made = await rig(subject, { cap: 40 });
    const { sync, held, truth, proxy, capped } = made;
    const last = (await truth()).size - 40 + 1;
    let count = 0;
    proxy.before = (url) => {
      capped(url);
      count += 1;
      const asked = count === 3 ? 100_000 : Number(url.searchParams.get('startIndex'));
      url.searchParams.set('startIndex', String(Math.min(asked, last)));
    };
    const engine = sync();
    const [outcome] = await engine.catchUp();
    expect(outcome?.streams).toMatchObject([{ complete: true, failure: null }]);
    expect(refs(await held())).toEqual(refs(await truth()));
    expect(proxy.asked.length).toBeLessThan(20);
  });

  test('an error with status 200 in the middle of a sync is told, and the next sync has all', async () => {
    const { sync, held, truth, proxy, time } = await rig(subject, { cap: 40 });
    const body = JSON.stringify({ error: { reason: 'maintenance' }, data: null });
    proxy.fault({
      path: subject.longest,
      skip: 2,
      times: 1,
      spoil: () => ({ status: 200, headers: { 'content-type': 'application/json' }, body }),
    });
    const engine = sync();
    const failure = { code: 'PLATFORM_ERROR', cause: 'It said: {"reason":"maintenance"}' };
    expect((await engine.catchUp())[0]?.streams).toMatchObject([{ complete: false, failure }]);
    time.now += MINUTE;
    expect((await engine.catchUp())[0]?.streams).toMatchObject([{ complete: true, failure: null }]);
    expect(refs(await held())).toEqual(refs(await truth()));
  });
});
