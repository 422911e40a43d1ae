/** What the wire does to every platform beyond faults: limits, ends of tokens and lists, times that are equal. */
import { describe, expect, test } from 'vitest';
import type { Cache } from '../../src/cache/port.ts';
import type { Ref } from '../../src/domain/record.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import type { PlatformOutcome } from '../../src/sync/platform-sync.ts';
import type { Relayed } from './proxy.ts';
import { dyingAfter, fewPages, rig } from './rig.ts';
import { SUBJECTS } from './subjects.ts';

const listed = (held: Map<Ref, string>) => [...held].map(([ref, state]) => `${ref} ${state}`).sort();
const rowsOf = (held: Map<Ref, string>) => [...held.keys()].filter((ref) => ref.startsWith('prod/audit/'));

function whole(outcomes: readonly PlatformOutcome[]): void {
  expect(outcomes).toHaveLength(1);
  for (const stream of outcomes[0]?.streams ?? [])
    expect(stream).toMatchObject({ failure: null, complete: true });
}

/** Requests at the most crowded place of a rolling window of `per` ms; the times ascend. */
function most(times: readonly number[], per: number): number {
  let [first, crowd] = [0, 0];
  for (const [last, at] of times.entries()) {
    while ((times[first] ?? at) <= at - per) first += 1;
    crowd = Math.max(crowd, last - first + 1);
  }
  return crowd;
}

/** The same page, as of a platform that keeps no time of day. */
function byDay(answer: Relayed, field: string): Relayed {
  const body = answer.body.replace(new RegExp(`("${field}":)("[^"]*"|\\d+)`, 'g'), (_, name, value) => {
    const day = /^\d/.test(value)
      ? Math.floor(Number(value) / DAY) * DAY
      : value.replace(/\d\d:\d\d:\d\d(\.\d+)?/, '00:00:00');
    return `${name}${day}`;
  });
  return { ...answer, body };
}

async function absent(cache: Pick<Cache, 'streams'>): Promise<readonly string[]> {
  const streams = await cache.streams();
  return streams.flatMap(({ stream, notOffered }) => (notOffered ? [stream] : [])).sort();
}

const refused = (status: number, body: unknown): Relayed => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe.each(SUBJECTS)('$kind', (subject) => {
  const few = fewPages(subject);

  test('a token that is refused in mid-sync: replaced where one can log in, else told, and no page is lost', async () => {
    const { sync, held, truth, proxy, time } = await rig(subject, few);
    const spoil = () => refused(401, { error: 'expired' });
    proxy.fault({ path: subject.longest, skip: 2, times: 1, spoil });
    const engine = sync();
    const first = await engine.catchUp();
    expect(proxy.asked.filter(({ status }) => status === 401)).toHaveLength(1);
    if (subject.signsIn === true) whole(first);
    else {
      const failures = first.flatMap(({ streams }) => streams.flatMap(({ failure }) => failure ?? []));
      expect(failures).toMatchObject([{ code: 'UNAUTHORISED' }]);
      const there = await truth();
      expect([...(await held())].filter(([ref, state]) => there.get(ref) !== state)).toEqual([]);
      time.now += MINUTE;
      whole(await engine.catchUp());
    }
    expect(listed(await held())).toEqual(listed(await truth()));
  });

  test('a sync that outlasts its token goes on', async () => {
    const { sync, held, truth, proxy, capped, time } = await rig(subject, few);
    proxy.before = (url) => {
      capped(url);
      if (subject.lists.test(url.pathname)) time.now += 70_000;
    };
    const engine = sync();
    whole(await engine.catchUp());
    proxy.before = capped;
    whole(await engine.catchUp());
    expect(listed(await held())).toEqual(listed(await truth()));
  });

  test('a page past the end that repeats the last one brings nothing twice, and ends', async () => {
    const { sync, held, truth, proxy, capped } = await rig(subject, few);
    const { name, last } = subject.start;
    const rows = rowsOf(await truth()).length;
    let asked = 0;
    proxy.before = (url) => {
      capped(url);
      if (!subject.longest.test(url.pathname)) return;
      asked += 1;
      const end = last(rows, Number(url.searchParams.get(subject.size.name)));
      const start = asked === 3 ? 100_000 : Number(url.searchParams.get(name));
      url.searchParams.set(name, String(Math.min(start, end)));
    };
    whole(await sync().catchUp());
    expect(listed(await held())).toEqual(listed(await truth()));
    expect(asked).toBeLessThan(40);
  });

  test.skipIf(subject.idsFromContent === true).each([1, 2, 3])(
    'entries of one instant that fill pages survive a kill after commit %i',
    async (kill) => {
      const { sync, held, truth, proxy, reopen } = await rig(subject, few);
      const spoil = (answer: Relayed) => byDay(answer, subject.timeField);
      proxy.fault({ path: subject.longest, skip: 0, times: Number.POSITIVE_INFINITY, spoil });
      const control = new AbortController();
      await sync(dyingAfter(kill, control)).catchUp({ signal: control.signal });
      await reopen();
      whole(await sync().catchUp());
      expect(listed(await held())).toEqual(listed(await truth()));
    },
  );

  test.skipIf(subject.limits === undefined)(
    'the published limits are used up and never exceeded, as the server counts',
    async () => {
      const limits = subject.limits ?? [];
      const requests = limits[0]?.requests ?? 1;
      const { truth: count } = await rig(subject);
      const cap = Math.max(2, Math.floor(rowsOf(await count()).length / (1.5 * requests)));
      const { sync, held, truth, proxy, time } = await rig(subject, { cap, limits: 'published' });
      whole(await sync().catchUp());
      const { asked } = proxy;
      expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]));
      for (const { requests: allowed, per } of limits) {
        const crowd = most(
          asked.map(({ at }) => at),
          per,
        );
        expect(crowd).toBeLessThanOrEqual(allowed);
        if (asked.length > allowed) expect(crowd).toBe(allowed);
      }
      expect(asked.length).toBeGreaterThan(requests);
      time.now += DAY;
      const there = new Set(rowsOf(await truth()));
      expect(rowsOf(await held()).filter((ref) => !there.has(ref))).toEqual([]);
    },
  );

  test('what a deployment does not offer is said so, and all the rest is there', async () => {
    const { platform, sync: plain, cache: usual } = await rig(subject);
    await plain().catchUp();
    const never = await absent(usual);
    const optional = platform.streams.filter((stream) => stream.optional === true).map(({ name }) => name);
    expect(Object.keys(subject.optional ?? {}).sort()).toEqual(optional.sort());
    for (const [name, path] of Object.entries(subject.optional ?? {})) {
      const { sync, held, truth, cache, proxy } = await rig(subject);
      const none = () => refused(404, { error: 'Not Found' });
      proxy.fault({ path, skip: 0, times: Number.POSITIVE_INFINITY, spoil: none });
      whole(await sync().catchUp());
      expect(await absent(cache)).toEqual([...never, name].sort());
      const kinds = (await cache.streams())
        .filter(({ notOffered }) => !notOffered)
        .flatMap((stream) => stream.kinds);
      const rest = new Set(kinds.filter((kind) => kind !== 'statistic'));
      const ofRest = (all: Map<Ref, string>) =>
        listed(all).filter((line) => [...rest].some((kind) => line.startsWith(`prod/${kind}/`)));
      expect(ofRest(await held())).toEqual(ofRest(await truth()));
      // And it appears with the first sync after it does.
      proxy.mend();
      whole(await sync().catchUp());
      expect(listed(await held())).toEqual(listed(await truth()));
    }
  });

  test('a list that must be there and is not fails by its name', async () => {
    const { sync, proxy } = await rig(subject);
    const none = () => refused(404, { error: 'Not Found' });
    const { streams, path } = subject.required ?? { streams: ['audit'], path: subject.longest };
    proxy.fault({ path, skip: 0, times: Number.POSITIVE_INFINITY, spoil: none });
    const [outcome] = await sync().catchUp();
    const failed = outcome?.streams.filter(({ complete }) => !complete) ?? [];
    expect(failed.map(({ stream }) => stream).sort()).toEqual(streams);
    for (const { failure } of failed) expect(failure).toMatchObject({ code: 'NOT_FOUND' });
  });
});
