/** Read marks that a platform says no to. */
import { expect, test } from 'vitest';
import { fail, ok } from '../../src/domain/failure.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { waitingMarks } from '../../src/sync/waiting-marks.ts';
import { bench, hands } from './bench.ts';
import { changingOf, platformOf, source } from './fake-platform.ts';
import { memoryCache } from './memory-cache.ts';

const NOW = 100 * HOUR;

/** A platform that refuses marks of some alerts with a status. */
function choosy(refuses: (id: string) => number | null) {
  const asked: string[] = [];
  const markRead = async (id: string) => {
    asked.push(id);
    const status = refuses(id);
    const failure = { code: 'FORBIDDEN', what: `p: no to ${id}`, next: 'ask' } as const;
    return status === null ? ok(null) : fail({ ...failure, status });
  };
  return { asked, platform: platformOf([changingOf(source([]), 'alert')], { actions: { markRead } }) };
}

test('marks that are refused are kept with their reason, and hold up none behind them', async () => {
  const cache = memoryCache();
  cache.queue('p', ['a1', 'bad', 'a2']);
  cache.queue('p', ['worse']);
  cache.queue('p', ['a3']);
  const { asked, platform } = choosy((id) => (id.startsWith('a') ? null : 403));
  const time = hands(NOW);
  const { sync } = bench(cache, [platform], time);
  await sync.flush();
  expect(asked.toSorted()).toEqual(['a1', 'a2', 'a3', 'bad', 'worse']);
  const kept = (await cache.outbox()).map(({ ids, attempts, failure }) => [...ids, attempts, failure?.what]);
  expect(kept.toSorted()).toEqual([
    ['bad', 1, 'p: no to bad'],
    ['worse', 1, 'p: no to worse'],
  ]);
  // New marks go at once; what was refused is left alone for an hour, unless somebody asks.
  cache.queue('p', ['a4']);
  asked.length = 0;
  await sync.flush();
  expect(asked).toEqual(['a4']);
  time.advance(61 * MINUTE);
  await sync.flush();
  expect(asked).toEqual(['a4', 'bad', 'worse']);
  expect(await sync.catchUp()).toMatchObject([{ marks: { what: 'p: no to bad' } }]);
  expect(asked.slice(3)).toEqual(['bad', 'worse']);
  await sync.stop();
});

test.each([401, 408, 429, 500])('marks answered with %i wait all together', async (status) => {
  const cache = memoryCache();
  cache.queue('p', ['a1']);
  cache.queue('p', ['a2']);
  const { asked, platform } = choosy(() => status);
  const { sync } = bench(cache, [platform], hands(NOW));
  await sync.flush();
  await sync.flush();
  expect(asked).toEqual(['a1', 'a1']);
  expect(await cache.outbox()).toMatchObject([
    { ids: ['a1'], attempts: 2 },
    { ids: ['a2'], attempts: 0 },
  ]);
  await sync.stop();
});

test('marks of a key that may mark nothing are tried a few at a time, and none for ever before the others', async () => {
  const cache = memoryCache();
  const ids = Array.from({ length: 30 }, (_, index) => `a${index}`);
  cache.queue('p', ids.slice(0, 25));
  for (const id of ids.slice(25)) cache.queue('p', [id]);
  const { asked, platform } = choosy(() => 403);
  const { sync } = bench(cache, [platform], hands(NOW));
  await sync.flush();
  expect(asked).toHaveLength(8);
  expect(waitingMarks(await cache.outbox())).toMatchObject([
    { count: 8, refused: true, failure: { what: 'p: no to a0' } },
    { count: 22, refused: false, failure: { what: 'p: not sent, as 8 others were refused in a row' } },
  ]);
  for (let poll = 0; poll < 6; poll += 1) await sync.flush();
  expect(asked.toSorted()).toEqual(ids.toSorted());
  expect((await cache.outbox()).map(({ ids: [id] }) => id).toSorted()).toEqual(ids.toSorted());
  expect(waitingMarks(await cache.outbox())).toMatchObject([{ count: 30, refused: true }]);
  await sync.stop();
});
