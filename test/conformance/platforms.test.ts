import { describe, expect, test } from 'vitest';
import type { Ref } from '../../src/domain/record.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';
import type { Relayed, Spoilt } from './proxy.ts';
import { dyingAfter, fewPages, rig, START } from './rig.ts';
import { SUBJECTS } from './subjects.ts';

/** Compares as lists: a difference names the refs. */
const listed = (held: Map<Ref, string>) => [...held].map(([ref, state]) => `${ref} ${state}`).sort();

const offered = ({ notOffered }: { readonly notOffered: boolean }) => !notOffered;

/** What is held and is not so at the platform. */
const beyond = (held: Map<Ref, string>, truth: Map<Ref, string>) =>
  [...held].filter(([ref, state]) => truth.get(ref) !== state);

test('every registered kind that talks HTTP takes part', () => {
  const http = PLATFORM_KINDS.filter(({ hasBaseUrl }) => hasBaseUrl).map(({ kind }) => kind);
  expect(SUBJECTS.map(({ kind }) => kind).sort()).toEqual(http.sort());
});

/** Another type where a time belongs, in the third row of a page. */
function spoilRow(body: string, field: string): string {
  let row = 0;
  return body.replace(new RegExp(`"${field}":("[^"]*"|\\d+)`, 'g'), (text) => {
    row += 1;
    return row === 3 ? `"${field}":{"wrong":true}` : text;
  });
}

describe.each(SUBJECTS)('$kind', (subject) => {
  test('a first sync holds what the platform holds, and covers the window', async () => {
    const { sync, held, truth, cache } = await rig(subject);
    const [outcome] = await sync().catchUp();
    for (const stream of outcome?.streams ?? []) {
      expect(stream).toMatchObject({ failure: null, complete: true, rejected: 0 });
    }
    expect(listed(await held())).toEqual(listed(await truth()));
    for (const { covered, syncedAt } of (await cache.streams()).filter(offered)) {
      expect(covered).toHaveLength(1);
      expect(syncedAt).toBe(START);
    }
  });

  test('a poll that finds nothing new asks each append-only list once', async () => {
    const { sync, proxy, time, platform } = await rig(subject);
    const engine = sync();
    await engine.catchUp();
    proxy.asked.length = 0;
    time.now += 1_000;
    await engine.refresh();
    const logs = platform.streams.filter(({ mode }) => mode === 'log').length;
    const { longest, logs: paths = longest } = subject;
    expect(proxy.asked.filter(({ url }) => paths.test(url.pathname))).toHaveLength(logs);
  });

  // As many syncs as the platform has pages: on a busy machine they take their time.
  test('killed after any commit, a new process goes on and ends up with all', {
    timeout: 180_000,
  }, async () => {
    let kill = 1;
    for (let dies = true; dies; kill += 1) {
      const { sync, held, truth, time, reopen } = await rig(subject, fewPages(subject));
      const control = new AbortController();
      await sync(dyingAfter(kill, control)).catchUp({ signal: control.signal });
      dies = control.signal.aborted;
      await reopen();
      const half = await held();
      expect(half.size).toBeGreaterThan(0);
      const there = await truth();
      expect([...half.keys()].filter((ref) => !there.has(ref))).toEqual([]);
      time.now += 90_000;
      const [outcome] = await sync().catchUp();
      for (const stream of outcome?.streams ?? [])
        expect(stream).toMatchObject({ failure: null, complete: true });
      expect(listed(await held())).toEqual(listed(await truth()));
    }
    expect(kill).toBeGreaterThan(4);
  });

  test('while entries are added between pages nothing is lost and nothing doubled', async () => {
    const { sync, held, truth, cache, proxy, capped, time, demo } = await rig(subject, fewPages(subject));
    const engine = sync();
    let added = 0;
    proxy.before = (url) => {
      capped(url);
      if (subject.lists.test(url.pathname)) subject.grow(time, demo.hooks);
    };
    const [first] = await engine.catchUp();
    for (const stream of first?.streams ?? []) {
      expect(stream).toMatchObject({ failure: null, complete: true });
      added += stream.added;
    }
    expect(added).toBe((await held()).size);
    for (let poll = 0; poll < 5; poll += 1) {
      time.now += 60_000;
      await engine.refresh();
    }
    proxy.before = capped;
    await engine.refresh();
    expect(listed(await held())).toEqual(listed(await truth()));
    for (const { covered, failure } of (await cache.streams()).filter(offered)) {
      expect(covered).toHaveLength(1);
      expect(failure).toBeNull();
    }
  });

  test('never asks for more than the published cap at once, nor two lists pages ahead', async () => {
    const { sync, proxy } = await rig(subject, { entries: 2_500 });
    await sync().catchUp();
    for (const { url } of proxy.asked.filter((one) => subject.lists.test(one.url.pathname))) {
      expect(Number(url.searchParams.get(subject.size.name))).toBeLessThanOrEqual(subject.size.cap);
    }
  });

  const HTML = '<!doctype html><title>Oops</title>';
  const html = (status: number, headers: Record<string, string> = {}): Relayed => ({
    status,
    headers: { 'content-type': 'text/html', ...headers },
    body: HTML,
  });
  const FAULTS: readonly (readonly [string, (answer: Relayed) => Spoilt])[] = [
    ['a connection cut before the answer', () => 'cut'],
    ['a connection cut within the answer', () => 'cut within'],
    ['429 with seconds', () => html(429, { 'retry-after': '7' })],
    ['429 with a date', () => html(429, { 'retry-after': new Date(START + 9_000).toUTCString() })],
    ['429 without a word', () => html(429)],
    ['503 with a long wait', () => html(503, { 'retry-after': '600' })],
    ['500 with HTML', () => html(500)],
    ['200 with HTML', () => html(200)],
    [
      'half a JSON body with 200',
      (answer) => ({ ...answer, body: answer.body.slice(0, answer.body.length / 2) }),
    ],
    ['JSON that is no page', (answer) => ({ ...answer, body: '{"status":"ok"}' })],
    ['an empty body with 200', (answer) => ({ ...answer, body: '' })],
  ];

  /** Faults that outlast the retries of a request, and meet the sync itself. */
  const LASTING = FAULTS.filter(([name]) => /cut before|503|500|half/.test(name));
  const cases = [
    ...FAULTS.map(([name, spoil]) => ({ name, spoil, times: 1 })),
    ...LASTING.map(([name, spoil]) => ({ name, spoil, times: 4 })),
  ];

  test.each(cases)(
    '$name, $times times: nothing stored is touched, and the next sync has all',
    async (fault) => {
      const { sync, held, truth, cache, proxy, time } = await rig(subject, fewPages(subject));
      proxy.fault({ path: subject.longest, skip: 1, ...fault });
      const engine = sync();
      const [first] = await engine.catchUp();
      for (const { failure, complete } of first?.streams ?? []) expect(failure === null).toBe(complete);
      expect(beyond(await held(), await truth())).toEqual([]);
      for (let again = 0; again < 6 && proxy.faulty; again += 1) {
        time.now += 15 * 60_000;
        await engine.catchUp();
      }
      time.now += 15 * 60_000;
      await engine.catchUp();
      expect(listed(await held())).toEqual(listed(await truth()));
      expect((await cache.streams()).every(({ failure }) => failure === null)).toBe(true);
    },
  );

  test.each([
    ['seconds', '5', START + 5_000],
    ['a date', new Date(START + 8_000).toUTCString(), START + 8_000],
  ])('a Retry-After in %s is kept: nothing is asked before its time', async (_, retry, until) => {
    const { sync, proxy } = await rig(subject, fewPages(subject));
    proxy.fault({
      path: subject.longest,
      skip: 1,
      times: 1,
      spoil: () => html(429, { 'retry-after': retry }),
    });
    await sync().catchUp();
    const refused = proxy.asked.findIndex(({ status }) => status === 429);
    const next = proxy.asked.slice(refused + 1).find(({ url }) => subject.longest.test(url.pathname));
    expect(next?.at).toBeGreaterThanOrEqual(until);
  });

  test('under a tight limit of the key all arrives, with few refusals', async () => {
    const limits = { burst: 4, perSecond: 2 };
    const { sync, cache, proxy, time } = await rig(subject, { ...fewPages(subject), limits });
    const engine = sync();
    const begun = time.now;
    const [outcome] = await engine.catchUp();
    for (const stream of outcome?.streams ?? [])
      expect(stream).toMatchObject({ failure: null, complete: true });
    const refused = proxy.asked.filter(({ status }) => status === 429).length;
    const passed = proxy.asked.length - refused;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(passed);
    // What the bucket holds and refills in that time is all that came through.
    expect(passed).toBeLessThanOrEqual(limits.burst + (limits.perSecond * (time.now - begun)) / 1_000 + 1);
    for (const { covered } of (await cache.streams()).filter(offered)) expect(covered).toHaveLength(1);
  });

  test('a wrong type in one row sets that row aside, and its page goes on', async () => {
    const { sync, held, truth, proxy, cache } = await rig(subject, fewPages(subject));
    proxy.fault({
      path: subject.longest,
      skip: 1,
      times: 1,
      spoil: (answer) => ({ ...answer, body: spoilRow(answer.body, subject.timeField) }),
    });
    const [outcome] = await sync().catchUp();
    expect(outcome?.streams.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(1);
    for (const stream of outcome?.streams ?? [])
      expect(stream).toMatchObject({ failure: null, complete: true });
    expect((await truth()).size - (await held()).size).toBe(1);
    expect(await cache.rejected('prod', 10)).toMatchObject([{ reason: expect.stringMatching(/expected/) }]);
  });

  test('a page past the end is not taken for the end', async () => {
    const { sync, held, truth, proxy, capped } = await rig(subject, fewPages(subject));
    let count = 0;
    proxy.before = (url) => {
      capped(url);
      if (!subject.longest.test(url.pathname)) return;
      count += 1;
      if (count !== 2) return;
      const name = ['offset', 'startIndex'].find((one) => url.searchParams.has(one)) ?? 'page';
      url.searchParams.set(name, '100000');
    };
    const engine = sync();
    await engine.catchUp();
    await engine.catchUp();
    expect(listed(await held())).toEqual(listed(await truth()));
  });

  test('a key that is refused is said as such', async () => {
    const { sync, proxy } = await rig(subject);
    proxy.fault({ path: /./, skip: 0, times: 100, spoil: () => html(401) });
    const [outcome] = await sync().catchUp();
    for (const stream of (outcome?.streams ?? []).filter(offered)) {
      expect(stream).toMatchObject({ complete: false, failure: { code: 'UNAUTHORISED' } });
    }
  });
});
