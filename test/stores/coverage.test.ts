import { describe, expect, test } from 'vitest';
import type { StreamState } from '../../src/cache/stored.ts';
import { HOUR } from '../../src/domain/time.ts';
import type { TimeMode } from '../../stores/age.ts';
import { certaintyOf, coverageFor } from '../../stores/coverage.ts';
import { coverageStatement } from '../../stores/coverage-text.ts';
import { NOW } from './records.ts';
import { info, OUT_OF_REACH, REFUSED, stream } from './streams.ts';

const SYNCED = Date.UTC(2026, 7, 20, 12, 0, 8);

test('a clock that goes in steps makes no hole before the first sync', () => {
  const stream = {
    platform: 'prod',
    stream: 'audit',
    kinds: ['audit'],
    covered: [{ from: SYNCED - HOUR, to: SYNCED }],
    syncedAt: SYNCED,
    notOffered: false,
    failure: null,
  } as unknown as StreamState;
  const ask = {
    kind: 'audit',
    query: '',
    streams: [stream],
    platforms: [{ name: 'prod', kind: 'digicert-one', pollInterval: 60_000, since: HOUR, marksRead: false }],
    longRunningAfter: HOUR,
  } as const;
  const [coverage] = coverageFor({ ...ask, now: SYNCED - 8_000 });
  expect(coverage?.holes).toEqual([]);
});

describe('in words', () => {
  const THREE_HOURS_AGO = NOW - 3 * HOUR;
  const say = (
    streams: readonly StreamState[],
    { mode = 'utc', query = '', polling = [], names = [] }: Partial<Telling> = {},
  ) => {
    const all = [...new Set([...names, ...streams.map(({ platform }) => platform)])];
    const platforms = all.map((name) => info(name));
    const ask = {
      kind: 'job',
      query,
      streams,
      platforms,
      polling,
      now: NOW,
      longRunningAfter: HOUR,
    } as const;
    return coverageStatement(coverageFor(ask), { now: NOW, mode });
  };

  test('everything that was asked for is here', () => {
    expect(say([stream('prod')]).text).toBe('complete');
  });

  test.each([
    ['silent', { failure: OUT_OF_REACH }],
    ['refused', { failure: REFUSED }],
    ['late', {}],
  ] as const)('a stream that is %s says since when, in the time of the screen', (_word, rest) => {
    const streams = [stream('prod', { syncedAt: THREE_HOURS_AGO, ...rest }), stream('test')];
    expect(say(streams)).toMatchObject({
      text: 'prod: nothing since 06:00Z (3h)',
      short: 'behind: prod',
    });
    expect(say(streams, { mode: 'relative' }).text).toBe('prod: nothing for 3h');
    // What the last hour held nobody knows; what ended before the silence is all here.
    expect(say(streams, { query: 'since:1h' }).text).toBe('prod: nothing since 06:00Z (3h)');
    expect(say(streams, { query: 'until:4h' }).text).toBe('complete');
  });

  test('out of reach a moment ago is behind, too', () => {
    const text = say([stream('prod', { syncedAt: NOW - HOUR / 60, failure: OUT_OF_REACH })]).text;
    expect(text).toBe('prod: nothing since 08:59Z (1m)');
  });

  test('a platform that never answered says why, not that it is being synced', () => {
    const never = { syncedAt: null };
    const streams = [
      stream('prod', { ...never, failure: OUT_OF_REACH }),
      stream('dns', { ...never, failure: OUT_OF_REACH }),
      stream('dev', { ...never, failure: REFUSED }),
      stream('new', never),
      stream('well'),
    ];
    expect(say(streams, { polling: ['new'] })).toEqual({
      text: 'never synced: prod, dns (out of reach), dev (not authorised) · first sync under way: new',
      short: 'never synced: 3 platforms · first sync: new',
    });
    expect(say([], { names: ['prod'] }).text).toBe('never synced: prod');
    expect(say([], { names: ['prod'], polling: ['prod'] }).text).toBe('first sync under way: prod');
  });

  test('a hole is one hole, and a poll that took a moment is none', () => {
    const covered = [
      { from: NOW - 2_000 * HOUR, to: NOW - 5 * HOUR },
      { from: NOW - 4 * HOUR + 2, to: NOW - 500 },
    ];
    const since = 'since:9h';
    expect(say([stream('prod', { covered })], { query: since }).text).toBe(
      'hole of 1h in prod, ended 3h ago',
    );
  });

  test('what begins late is told as that: there is nothing before it that it would be a hole in', () => {
    const covered = [{ from: NOW - 4 * HOUR, to: NOW }];
    expect(say([stream('prod', { covered })], { query: 'since:9h' }).text).toBe(
      'prod: nothing fetched until 4h ago',
    );
  });

  test('a platform that brings no such records is not asked', () => {
    const platforms = [info('one', { kinds: ['audit'] }), info('clm', { kinds: ['job'] })];
    const ask = { kind: 'job', query: '', streams: [], platforms, now: NOW, longRunningAfter: HOUR } as const;
    expect(coverageFor(ask).map(({ platform }) => platform)).toEqual(['clm']);
  });

  test('what rules derive is known as far as what it is derived from', () => {
    const derives = { audit: ['alert', 'job'] } as const;
    const platforms = [
      info('one', { kinds: ['audit'], derives }),
      info('two', { kinds: ['audit'], derives }),
    ];
    const streams = [stream('one', { stream: 'audit', kinds: ['audit'], syncedAt: THREE_HOURS_AGO })];
    const ask = { kind: 'job', query: '', streams, platforms, now: NOW, longRunningAfter: HOUR } as const;
    const reaches = coverageFor(ask);
    expect(coverageStatement(reaches, { now: NOW, mode: 'utc' }).text).toBe(
      'never synced: two · one: nothing since 06:00Z (3h)',
    );
    expect(certaintyOf(reaches)).toBe('at least');
    expect(coverageFor({ ...ask, kind: 'statistic' })).toEqual([]);
  });

  test('a count is worth what is known of its platforms', () => {
    const worth = (...streams: readonly StreamState[]) => {
      const platforms = streams.map(({ platform }) => info(platform));
      const ask = { kind: 'job', query: '', streams, platforms, now: NOW, longRunningAfter: HOUR } as const;
      return certaintyOf(coverageFor(ask));
    };
    expect(worth(stream('a'), stream('b'))).toBe('exact');
    expect(worth(stream('a'), stream('b', { failure: OUT_OF_REACH }))).toBe('at least');
    expect(worth(stream('a'), stream('b', { syncedAt: null }))).toBe('at least');
    expect(worth(stream('b', { syncedAt: null, failure: REFUSED }))).toBe('unknown');
    expect(worth()).toBe('exact');
  });
});

interface Telling {
  readonly mode: TimeMode;
  readonly query: string;
  readonly polling: readonly string[];
  /** Platforms besides those of the streams. */
  readonly names: readonly string[];
}
