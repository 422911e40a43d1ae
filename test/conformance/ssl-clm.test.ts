import { describe, expect, test } from 'vitest';
import type { Cache } from '../../src/cache/port.ts';
import { rig } from './rig.ts';
import { SUBJECTS } from './subjects.ts';

const subject = SUBJECTS.find(({ kind }) => kind === 'ssl-clm') as (typeof SUBJECTS)[number];

async function unread(cache: Cache, limit: number) {
  const selection = { kind: 'alert' as const, query: 'is:unread', now: 0, longRunningAfter: 0 };
  return cache.refs(selection, limit);
}

describe('ssl-clm', () => {
  test('a read mark arrives at the platform at once', async () => {
    const { sync, cache, truth, clock } = await rig(subject);
    const engine = sync();
    await engine.catchUp();
    const marks = await unread(cache, 3);
    expect(marks).toHaveLength(3);
    await cache.markRead(marks, true, clock(), ['prod']);
    await engine.flush();
    const there = await truth();
    expect(marks.map((ref) => there.get(ref))).toEqual(['true', 'true', 'true']);
    expect(await cache.outbox()).toEqual([]);
  });

  test('or, while the platform is out of reach, with a later poll; a poll in between takes nothing back', async () => {
    const { sync, cache, truth, clock, proxy, time, held } = await rig(subject);
    const engine = sync();
    await engine.catchUp();
    const [mark = ''] = await unread(cache, 1);
    await cache.markRead([mark], true, clock(), ['prod']);
    proxy.fault({ path: /\/read$/, skip: 0, times: 1_000, spoil: () => 'cut' });
    // The mark is cut after the platform took it in: to us it is not sent.
    await engine.flush();
    expect(await cache.outbox()).toMatchObject([{ attempts: 1, failure: { code: 'UNREACHABLE' } }]);
    time.now += 60_000;
    await engine.refresh();
    expect((await held()).get(mark)).toBe('true');
    expect(await cache.outbox()).toHaveLength(1);
    proxy.mend();
    time.now += 60_000;
    await engine.refresh();
    expect(await cache.outbox()).toEqual([]);
    expect((await truth()).get(mark)).toBe('true');
  });

  test.each(['before it was sent', 'while it was on its way', 'after it was sent'])(
    'a mark taken back %s stays taken back',
    async (when) => {
      const { sync, cache, clock, proxy, held, time } = await rig(subject);
      const engine = sync();
      await engine.catchUp();
      const [mark = ''] = await unread(cache, 1);
      const takeBack = () => cache.markRead([mark], false, clock(), ['prod']);
      await cache.markRead([mark], true, clock(), ['prod']);
      let back: Promise<unknown> | null = null;
      proxy.before = (url) => {
        if (when.startsWith('while') && url.pathname.endsWith('/read')) back ??= takeBack();
      };
      if (when.startsWith('before')) await takeBack();
      await engine.flush();
      await back;
      if (when.startsWith('after')) await takeBack();
      time.now += 60_000;
      await engine.catchUp();
      expect((await held()).get(mark)).toBe('false');
    },
  );

  test('a running job is followed to its end', async () => {
    const { sync, held, time, truth } = await rig(subject);
    const engine = sync();
    await engine.catchUp();
    const open = [...(await held())].filter(([, state]) => state === 'RUNNING' || state === 'QUEUED');
    for (let poll = 0; poll < 10; poll += 1) {
      time.now += 60_000;
      await engine.refresh();
    }
    const there = await truth();
    const here = await held();
    for (const [ref] of open) expect(here.get(ref)).toBe(there.get(ref));
    const running = (all: Map<string, string>) =>
      [...all].flatMap(([ref, state]) => (state === 'RUNNING' ? [ref] : [])).sort();
    expect(running(here)).toEqual(running(there));
  });
});
