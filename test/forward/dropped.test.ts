/** What retention drops before a target has taken it: counted once, said, and not forgotten. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import { DAY } from '../../src/domain/time.ts';
import { standingLines, standingsOf } from '../../src/forward/standing.ts';
import { again, settledAll } from '../../src/forward/target.ts';
import { alert, audit, NOW, page } from '../cache/records.ts';
import { keeping, retain } from '../cache/retention.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { ids, rig, ScriptedTarget, SETTINGS, UNAVAILABLE } from './support/rig.ts';

const onDisk = () => openDirect({ dir: temporaryFolder('dropped') });
/** One entry a day, for whole days are dropped. */
const arrive = (cache: Cache, from: number, to: number) =>
  cache.commit(
    page(
      Array.from({ length: to - from }, (_, at) =>
        audit({ id: `e${from + at}`, timestamp: NOW + (from + at) * DAY }),
      ),
      { at: NOW + from },
    ),
  );
/** Drops what happened before that day. */
const dropBefore = (cache: Cache, day: number) =>
  retain(cache, keeping({ audit: { age: DAY }, alert: { age: DAY } }), NOW + (day + 1) * DAY);
const busy = () => new ScriptedTarget(Array.from({ length: 99 }, () => () => again(UNAVAILABLE)));

test('is counted, told, and stands with the position of the target', async () => {
  const { cache, run } = rig(onDisk());
  await arrive(cache, 0, 5);
  await run(new ScriptedTarget());
  await arrive(cache, 5, 25);
  await run(busy());
  // Three of them were sent already.
  await dropBefore(cache, 3);
  await dropBefore(cache, 12);
  const notices: string[] = [];
  const target = new ScriptedTarget();
  const ended = await run(target, { onNotice: (line) => notices.push(line) });
  expect(ended).toMatchObject({ sent: 13, dropped: 7, failure: null });
  expect(target.ids).toEqual(ids(12, 25));
  const words = async () =>
    (await standingsOf(cache, [{ name: 'siem', kind: 'syslog' }])).flatMap((one) => standingLines(one, NOW));
  const line = {
    tone: 'warning',
    text: 'siem (syslog): up to date, 18 sent, 7 dropped by retention before this target took them',
  };
  expect(await words()).toEqual([line]);
  // Once: neither the next run nor what is dropped of what was sent adds to it.
  await dropBefore(cache, 20);
  expect(await run(new ScriptedTarget())).toMatchObject({ sent: 0, dropped: 0 });
  expect(await words()).toEqual([line]);
  await cache.close();
});

test('a run without an end says so when it is up to date', async () => {
  const { cache, run } = rig(onDisk());
  await run(new ScriptedTarget());
  await arrive(cache, 0, 10);
  await dropBefore(cache, 4);
  const notices: string[] = [];
  const stop = new AbortController();
  const onNotice = (line: string) => {
    notices.push(line);
    stop.abort();
  };
  const ended = await run(new ScriptedTarget(), { once: null, onNotice }, stop.signal);
  expect(notices).toEqual([
    'siem: 4 dropped by retention before this target took them. Keep longer than a target may be down (`retention`).',
  ]);
  expect(ended).toMatchObject({ sent: 6, dropped: 4 });
  await cache.close();
});

test('what its platform withdrew, what moved, other kinds, and what was gone when it began are not among it', async () => {
  const { cache, run } = rig(onDisk());
  await arrive(cache, 0, 4);
  await dropBefore(cache, 2);
  // From the start: what is there, not what was.
  expect(await run(new ScriptedTarget())).toMatchObject({ sent: 2, dropped: 0 });
  const other = { ...SETTINGS, name: 'other', kinds: ['alert'] as const };
  await run(new ScriptedTarget(), { settings: other });
  await arrive(cache, 4, 8);
  await cache.commit(
    page(
      [
        audit({ id: 'e6', timestamp: NOW + 500 * DAY }),
        alert({ id: 'a1', read: true, createdAt: NOW + 5 * DAY }),
        alert({ id: 'a2', createdAt: NOW + 6 * DAY }),
      ],
      { retired: ['prod/audit/e5', 'prod/alert/a2'] },
    ),
  );
  await dropBefore(cache, 100);
  const target = new ScriptedTarget();
  // e4, e7 and the alert a1; e6 lies later now.
  expect(await run(target)).toMatchObject({ sent: 1, dropped: 3 });
  expect(target.ids).toEqual(['e6']);
  expect(await run(new ScriptedTarget(), { settings: other })).toMatchObject({ sent: 0, dropped: 1 });
  await cache.close();
});

test('with a date to begin at, what happened before it is not missed', async () => {
  const { cache, run } = rig(onDisk());
  const settings = { ...SETTINGS, from: NOW + 3 * DAY } as const;
  await run(new ScriptedTarget(), { settings });
  await arrive(cache, 0, 8);
  await dropBefore(cache, 5);
  expect(await run(new ScriptedTarget(), { settings })).toMatchObject({ sent: 3, dropped: 2 });
  await cache.close();
});

test('whatever arrives, is dropped, and is cut in between: each arrival is sent or counted, none twice', async () => {
  const step = fc.oneof(
    fc.record({ arrive: fc.integer({ min: 1, max: 260 }) }),
    fc.record({ drop: fc.integer({ min: 0, max: 300 }) }),
    fc.record({ take: fc.integer({ min: 0, max: 40 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      const { cache, run } = rig(openDirect({ memory: true }));
      await run(new ScriptedTarget());
      let arrived = 0;
      let edge = 0;
      let dropped = 0;
      const sent: string[] = [];
      const go = async (target: ScriptedTarget) => {
        dropped += (await run(target, { once: { patience: 0 } })).dropped;
        sent.push(...target.ids);
      };
      for (const one of steps) {
        if ('arrive' in one) {
          await arrive(cache, arrived, arrived + one.arrive);
          arrived += one.arrive;
        } else if ('drop' in one) {
          edge = Math.min(arrived, Math.max(edge, one.drop));
          await dropBefore(cache, edge);
        } else {
          const taking = Array.from({ length: Math.floor(one.take / 10) }, () => settledAll);
          const cut = { settled: one.take % 10, refused: [], failure: UNAVAILABLE };
          await go(new ScriptedTarget([...taking, () => cut, () => again(UNAVAILABLE)]));
        }
      }
      await go(new ScriptedTarget());
      expect(new Set(sent).size).toBe(sent.length);
      expect(sent.length + dropped).toBe(arrived);
      const { progress } = (await standingsOf(cache, [{ name: 'siem', kind: '' }]))[0] ?? {};
      expect(progress).toMatchObject({ dropped, sent: sent.length });
      await cache.close();
    }),
    { numRuns: 60 },
  );
});
