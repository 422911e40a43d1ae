import { expect, test } from 'vitest';
import { type DetailFacts, platformDetails } from '../../components/overlays/platform-details.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import type { PlatformState } from '../../stores/state.ts';
import { NOW } from '../stores/records.ts';
import { OUT_OF_REACH, REFUSED, stream } from '../stores/streams.ts';

const platform = (name: string, rest: Partial<PlatformState> = {}): PlatformState => ({
  name,
  kind: 'ssl-clm',
  condition: 'out of reach',
  syncedAt: null,
  failure: null,
  nextTry: null,
  ...rest,
});
const down = (name: string, own: string, syncedAt: number | null = null) =>
  stream(name, { stream: own, syncedAt, failure: OUT_OF_REACH, attemptedAt: NOW - MINUTE });
const FACTS: DetailFacts = {
  platforms: [platform('prod', { nextTry: NOW + 2 * MINUTE }), platform('dev')],
  cursor: 0,
  streams: [
    down('prod', 'alerts'),
    down('prod', 'jobs'),
    stream('dev', { stream: 'audit', syncedAt: NOW - 3 * HOUR, failure: REFUSED }),
  ],
  waiting: [],
  aside: {},
  now: NOW,
  mode: 'utc',
  width: 200,
  most: 20,
};
const details = (facts: Partial<DetailFacts> = {}) =>
  platformDetails({ ...FACTS, ...facts }).map(([, text]) => text);

test('say why, since when, the next try and what to do, once for all streams of a platform', () => {
  expect(details()).toEqual([
    'prod: http://127.0.0.1:1 is out of reach (connect ECONNREFUSED 127.0.0.1:1)',
    `alerts, jobs: never synced, asked 1m ago, next try in 2m. ${OUT_OF_REACH.next}`,
    'dev: prod: the token was refused',
    'audit: nothing since 06:00Z (3h), asked just now. Check it.',
  ]);
});

test('nothing of it is cut on a narrow screen', () => {
  const lines = details({ width: 60 });
  expect(lines.every((line) => line.length <= 60)).toBe(true);
  expect(lines.map((line) => line.trim()).join(' ')).toContain(`next try in 2m. ${OUT_OF_REACH.next}`);
});

test('where there is no room, the platform under the cursor is told and the rest is counted', () => {
  expect(details({ most: 3, cursor: 1 })).toEqual([
    'dev: prod: the token was refused',
    'audit: nothing since 06:00Z (3h), asked just now. Check it.',
    '… 2 more lines: move the cursor, or see `certdeck platforms`',
  ]);
});

test('no platform is told in part but the first', () => {
  expect(details({ most: 4, width: 60 }).map((line) => line.slice(0, 5))).toEqual([
    'prod:',
    '  ECO',
    'alert',
    '… 5 m',
  ]);
  expect(details({ most: 3 })).toHaveLength(3);
  expect(details({ most: 4, width: 70, cursor: 1 })).toEqual([
    'dev: prod: the token was refused',
    'audit: nothing since 06:00Z (3h), asked just now. Check it.',
    expect.stringMatching(/^… \d more lines/),
  ]);
});

test('the reasons of rows set aside, the first few and how many more', () => {
  const reasons = ['a', 'b', 'c', 'd', 'e'].map((reason, n) => ({
    stream: 'jobs',
    reason,
    key: `j${n}`,
    count: n + 1,
  }));
  const lines = details({ streams: [], aside: { prod: reasons } });
  expect(lines).toEqual([
    'prod: jobs j0 set aside: a',
    'prod: jobs j1 and 1 more set aside: b',
    'prod: jobs j2 and 2 more set aside: c',
    'prod: 9 more set aside for other reasons',
  ]);
});

test('what records are forwarded to stands below, with what keeps it from taking them', () => {
  const failure = { what: 'siem: busy', next: 'It is tried again.', since: NOW - HOUR, again: NOW + MINUTE };
  const progress = { at: NOW - HOUR, sent: 1_204, refused: 0, dropped: 0, behind: 77, failure };
  const lines = details({
    platforms: [],
    streams: [],
    targets: [
      { target: 'siem', kind: 'syslog', progress },
      { target: 'new', kind: 'webhook', progress: null },
    ],
  });
  expect(lines).toEqual([
    'siem (syslog): behind by up to 77, last 1h ago, 1,204 sent',
    'siem: busy (since 1h ago, next try in 1m). It is tried again.',
    'new (webhook): nothing was sent to it yet; `certdeck forward` sends',
  ]);
});
