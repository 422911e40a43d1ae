/** The sign of a platform in the header while it is synced for the first time. */
import { describe, expect, test } from 'vitest';
import type { StreamState } from '../../src/cache/stored.ts';
import type { Failure, FailureCode } from '../../src/domain/failure.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import type { SyncEvent } from '../../src/sync/events.ts';
import { platformState } from '../../stores/platforms.ts';
import type { ConsoleServices, ConsoleSync } from '../../stores/services.ts';
import { openConsole } from './harness.ts';
import { NOW } from './records.ts';

const INFO = { name: 'prod', kind: 'ssl-clm', pollInterval: MINUTE, since: HOUR, marksRead: true };

function stream(name: string, syncedAt: number | null, failed: FailureCode | null = null): StreamState {
  const failure = failed === null ? null : { code: failed, what: 'no', next: '' };
  const known = { platform: 'prod', stream: name, kinds: [], covered: [], position: null, known: 0 };
  return { ...known, syncedAt, attemptedAt: NOW, failure, notOffered: false, rejected: 0 };
}

describe('a platform', () => {
  test.each<[string, string, readonly StreamState[], readonly string[], boolean]>([
    ['of which nothing is known yet is polled', 'polling', [], [], true],
    ['of which nothing is known and nobody asks is late', 'late', [], [], false],
    [
      'is polled while a list is read for the first time',
      'polling',
      [stream('audit', null)],
      ['audit'],
      true,
    ],
    ['of which another list has come is polled', 'polling', [stream('jobs', NOW)], ['audit'], true],
    [
      'of which another list could not be read is polled',
      'polling',
      [stream('jobs', null, 'BAD_RESPONSE')],
      ['audit'],
      true,
    ],
    ['that refuses the key says so', 'not authorised', [stream('jobs', null, 'FORBIDDEN')], ['audit'], true],
    ['is fresh in a routine poll', 'fresh', [stream('jobs', NOW)], ['jobs'], true],
    [
      'is late in a routine poll while another list cannot be read',
      'late',
      [stream('jobs', NOW), stream('audit', null, 'BAD_RESPONSE')],
      ['jobs'],
      true,
    ],
    ['is late in a routine poll after a long night', 'late', [stream('jobs', NOW - HOUR)], ['jobs'], true],
  ])('%s: %s', (_, condition, streams, polling, polls) => {
    expect(platformState(INFO, streams, new Set(polling), polls, NOW).condition).toBe(condition);
  });
});

test('a first sync is not late between its last page and the next look at the cache', async () => {
  let tell: (event: SyncEvent) => void = () => undefined;
  const sync: ConsoleSync = {
    refresh: async () => undefined,
    flush: async () => undefined,
    onEvent(listener) {
      tell = listener;
      return () => undefined;
    },
  };
  const { console, cache, idle } = await openConsole([], { services: { sync } });
  const seen: string[] = [];
  console.store.subscribe(({ platforms: [first] }) => {
    if (first !== undefined && seen.at(-1) !== first.condition) seen.push(first.condition);
  });
  const about = { platform: 'prod', stream: 'audit' };
  tell({ kind: 'begun', ...about });
  cache.streamStates = [stream('audit', null)];
  cache.put();
  await idle();
  cache.streamStates = [stream('audit', NOW)];
  const counts = { pages: 1, rows: 0, added: 0, changed: 0, rejected: 0 };
  const outcome = { ...about, ...counts, failure: null, notOffered: false, complete: true };
  tell({ kind: 'ended', ...about, outcome, again: MINUTE });
  await idle();
  expect(seen).toEqual(['polling', 'fresh']);
});

test('a cache that cannot be written says why nothing comes, though it cannot keep that', async () => {
  let tell: (event: SyncEvent) => void = () => undefined;
  const sync: ConsoleSync = {
    refresh: async () => undefined,
    flush: async () => undefined,
    onEvent(listener) {
      tell = listener;
      return () => undefined;
    },
  };
  const { console, cache, idle } = await openConsole([], { services: { sync } });
  cache.streamStates = [stream('audit', NOW)];
  const full: Failure = {
    code: 'CACHE_FAILED',
    what: 'the cache c.sqlite failed: database or disk is full',
    cause: 'the disk is full',
    next: 'Free some space, then try again.',
  };
  const poll = async (name: string, failure: Failure | null) => {
    const about = { platform: 'prod', stream: name };
    const counts = { pages: 1, rows: 0, added: 0, changed: 0, rejected: 0 };
    tell({ kind: 'begun', ...about });
    const outcome = { ...about, ...counts, failure, notOffered: false, complete: failure === null };
    tell({ kind: 'ended', ...about, outcome, again: MINUTE });
    await idle();
  };
  const failing = () =>
    console.store.getState().streams.map(({ stream, failure }) => [stream, failure?.code]);
  await poll('audit', full);
  expect(console.store.getState().message?.text).toBe(`${full.what}. ${full.next}`);
  expect(console.store.getState().platforms[0]?.failure).toEqual(full);
  // One that never came into the cache stands there, too; and it is told once.
  console.say('something else');
  await poll('jobs', full);
  expect(failing()).toEqual([
    ['audit', 'CACHE_FAILED'],
    ['jobs', 'CACHE_FAILED'],
  ]);
  expect(console.store.getState().message?.text).toBe('something else');
  await poll('audit', null);
  await poll('jobs', null);
  expect(failing()).toEqual([['audit', undefined]]);
  expect(console.store.getState().platforms[0]?.failure).toBeNull();
});

test.each<[string, Partial<ConsoleServices>]>([
  ['No target is configured', {}],
  ['Nothing can be sent from here', { targets: [{ name: 'siem', kind: 'syslog' }] }],
])('sending to targets that cannot be sent to says why: %s', async (words, services) => {
  const { console, type } = await openConsole([], { services });
  await type('@s');
  expect(console.store.getState().message?.text).toContain(words);
});
