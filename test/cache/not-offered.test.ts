/** What a platform does not offer it does not offer either while it cannot be asked. */
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Failure, FailureCode } from '../../src/domain/failure.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { dailyCheck } from '../../src/sync/daily-check.ts';
import { job, NOW, page } from './records.ts';

const failed = (code: FailureCode): Failure => ({ code, what: `prod: ${code}`, next: 'Wait.' });
const about = { platform: 'prod', kinds: ['job'] } as const;

test.each<[FailureCode, boolean]>([
  ['UNREACHABLE', true],
  ['UNAVAILABLE', true],
  ['TIMED_OUT', true],
  ['UNAUTHORISED', true],
  ['BAD_RESPONSE', false],
])('after %s a stream that was not offered still is not: %s', async (code, still) => {
  const cache = openDirect({ memory: true });
  await cache.note({ ...about, stream: 'scans', at: NOW, failure: null, notOffered: true });
  await cache.note({ ...about, stream: 'scans', at: NOW + 1, failure: failed(code) });
  expect(await cache.streams()).toMatchObject([{ notOffered: still, failure: { code }, syncedAt: null }]);
  await cache.note({ ...about, stream: 'scans', at: NOW + 2, failure: null, syncedAt: NOW + 2 });
  expect(await cache.streams()).toMatchObject([{ notOffered: false, failure: null }]);
  await cache.close();
});

test('a platform that goes down was synced when what it offers was', async () => {
  const cache = openDirect({ memory: true });
  await cache.note({ ...about, stream: 'scans', at: NOW, failure: null, notOffered: true });
  await cache.note({ ...about, stream: 'audit', kinds: ['audit'], at: NOW, failure: null, syncedAt: NOW });
  const at = NOW + MINUTE;
  await cache.note({ ...about, stream: 'scans', at, failure: failed('UNREACHABLE') });
  await cache.note({ ...about, stream: 'audit', kinds: ['audit'], at, failure: failed('UNREACHABLE') });
  const platform = { name: 'prod', kind: 'certifyclouds', pollInterval: MINUTE };
  const report = await dailyCheck(cache, [platform], { now: at, longRunningAfter: MINUTE, examples: 1 });
  expect(report.platforms).toMatchObject([{ state: 'out of reach', syncedAt: NOW }]);
  await cache.close();
});

test('records of a kind that several streams bring are counted once, with one that is offered', async () => {
  const cache = openDirect({ memory: true });
  const scans = { ...page([job({ id: 'a' }), job({ id: 'b' })]), stream: 'scans', kinds: ['job'] as const };
  await cache.commit(scans);
  await cache.note({ ...about, stream: 'rotations', at: NOW, failure: null, syncedAt: NOW });
  await cache.note({ ...about, stream: 'scans', at: NOW, failure: null });
  await cache.note({ ...about, stream: 'exports', at: NOW, failure: null, notOffered: true });
  const streams = (await cache.streams()).map(({ stream, known, countedWith }) => [
    stream,
    known,
    countedWith,
  ]);
  expect(streams).toEqual([
    ['exports', 0, 'rotations'],
    ['rotations', 2, undefined],
    ['scans', 0, 'rotations'],
  ]);
  await cache.close();
});
