import { afterEach, describe, expect, test } from 'vitest';
import type { Row } from '../../src/cache/ask.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { refOf } from '../../src/domain/record.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { changeQuery, likeOf, ranked } from '../../stores/lane/changes.ts';
import { laneLinesOf } from '../../stores/lane/lines.ts';
import { endingIt, mergedRows } from '../../stores/lane/merged.ts';
import { type LaneState, none } from '../../stores/lane/state.ts';
import { troubleOf } from '../../stores/lane/trouble.ts';
import { EMPTY_WINDOW, type RowWindow } from '../../stores/window.ts';
import { type Harness, openConsole } from './harness.ts';
import { openOverCache } from './over-cache.ts';
import { alert, entry, job, NOW } from './records.ts';

const row = (record: AnyRecord): Row => ({ ref: refOf(record), record, cursor: null });
const window = (records: readonly AnyRecord[], rest: Partial<RowWindow> = {}): RowWindow => ({
  ...EMPTY_WINDOW,
  rows: records.map(row),
  ...rest,
});
const at = (ms: number) => NOW - ms;

const SERIAL = '09a911f650a8ab6b3c52a73b85d40e38';
const ID = '5125aec6-42c6-46a7-9562-2a807bedb9c8';
const CERTIFICATE = { type: 'Certificate', id: ID, name: null };

/** The story of a renewal that fails since an hour, on three platforms; what changed before it is on a fourth. */
const STORY: readonly AnyRecord[] = [
  alert('raised', {
    platform: 'clm',
    title: 'Renewal failure: track.example.com',
    entity: CERTIFICATE,
    message: 'The CA refused the order.',
    createdAt: at(59 * MINUTE),
  }),
  job('failed', {
    platform: 'clm',
    name: 'Renew track.example.com',
    certificateId: null,
    triggeredBy: { type: 'USER', id: 'ada@example.com', name: null },
    caId: null,
    startedAt: at(61 * MINUTE),
    completedAt: at(HOUR),
    scheduledAt: at(61 * MINUTE),
    payload: { certificateId: ID, commonName: 'track.example.com', previousSerialNumber: SERIAL },
  }),
  entry('log', {
    platform: 'clm',
    action: 'RENEWAL_FAILED',
    outcome: 'failure',
    resource: CERTIFICATE,
    timestamp: at(HOUR),
    description: null,
    details: { certificateId: ID, serialNumber: SERIAL },
  }),
  entry('again', {
    platform: 'vaults',
    action: 'sync.failed',
    outcome: 'failure',
    resource: { type: 'sync', id: 'sync-1', name: 'track-example-com' },
    timestamp: at(30 * MINUTE),
    actor: null,
    description: 'Sync failed',
    details: { serial_number: SERIAL.toUpperCase(), common_name: 'track.example.com' },
  }),
  entry('worked', {
    platform: 'clm',
    action: 'RENEWAL_COMPLETED',
    resource: CERTIFICATE,
    timestamp: at(20 * DAY),
    description: null,
    details: { certificateId: ID, commonName: 'track.example.com' },
  }),
  entry('cause', {
    platform: 'one',
    action: 'DISABLED',
    resource: { type: 'APIKEY', id: '7e2a149b', name: 'svc-renewal-2026' },
    timestamp: at(9 * HOUR),
    description: `API token disabled. In use for track.example.com (certificate ${ID}, serial ${SERIAL}).`,
    details: null,
  }),
  entry('role', {
    platform: 'one',
    action: 'UPDATE',
    resource: { type: 'ROLE', id: '8e2a149b', name: 'OPERATOR_ROLE' },
    timestamp: at(2 * HOUR),
    description: 'Role changed',
    details: null,
  }),
  ...[3, 4].map((hours) =>
    entry(`setting${hours}`, {
      platform: 'clm',
      action: 'CONFIG_UPDATED',
      resource: { type: 'Configuration', id: 'x', name: null },
      timestamp: at(hours * HOUR),
      description: null,
      details: null,
    }),
  ),
  entry('login', {
    platform: 'one',
    action: 'LOGIN',
    resource: null,
    timestamp: at(2 * HOUR),
    details: null,
  }),
  // Another certificate, whose name contains this one's.
  alert('other', {
    entity: { type: 'Certificate', id: null, name: 'my-track.example.com' },
    createdAt: at(HOUR),
  }),
];

const laneOf = ({ console }: Pick<Harness, 'console'>): LaneState => {
  const { lane } = console.store.getState();
  if (lane === null) throw new Error('no lane is open');
  return lane;
};
const idsOf = (lane: LaneState): readonly string[] =>
  laneLinesOf(lane).flatMap((line) => (line.kind === 'record' ? [line.row.record.id] : []));
const cursorOf = ({ cursor }: LaneState): string => cursor.key?.split('/').at(-1) ?? '';

describe('kinds as one list', () => {
  const entries = [1, 2, 3].map((n) => entry(`e${n}`, { timestamp: at(n * MINUTE) }));
  const jobs = [2, 9].map((n) =>
    job(`j${n}`, { completedAt: at(n * MINUTE), startedAt: null, scheduledAt: null }),
  );

  test('ends where a kind is not read on, so that nothing is missing between', () => {
    const windows = { ...none(EMPTY_WINDOW), audit: window(entries, { atEnd: false }), jobs: window(jobs) };
    expect(mergedRows({ windows, upTo: null }).map(({ record }) => record.id)).toEqual([
      'e1',
      'e2',
      'j2',
      'e3',
    ]);
    expect(endingIt({ windows, upTo: null }, 'after')).toEqual(['audit']);
    const whole = { ...windows, audit: window(entries) };
    expect(mergedRows({ windows: whole, upTo: null }).map(({ record }) => record.id)).toEqual([
      'e1',
      'e2',
      'j2',
      'e3',
      'j9',
    ]);
    expect(endingIt({ windows: whole, upTo: null }, 'after')).toEqual([]);
  });

  test('begins where a kind is not read before', () => {
    const windows = {
      ...none(EMPTY_WINDOW),
      audit: window(entries.slice(1), { atStart: false }),
      jobs: window(jobs),
    };
    expect(mergedRows({ windows, upTo: null }).map(({ record }) => record.id)).toEqual([
      'e2',
      'j2',
      'e3',
      'j9',
    ]);
    expect(endingIt({ windows, upTo: null }, 'before')).toEqual(['audit']);
  });

  test('a kind of which nothing is loaded hides all that may lie beyond it', () => {
    const windows = { ...none(EMPTY_WINDOW), audit: window(entries), jobs: window([], { atEnd: false }) };
    expect(mergedRows({ windows, upTo: null })).toEqual([]);
    expect(endingIt({ windows, upTo: null }, 'after')).toEqual(['jobs']);
  });
});

describe('the trouble a thing is in', () => {
  const failed = (id: string, ms: number) =>
    row(job(id, { completedAt: at(ms), startedAt: null, scheduledAt: null }));
  const worked = (id: string, ms: number, type = 'RENEW_CERT') =>
    row(job(id, { status: 'SUCCESS', type, completedAt: at(ms), startedAt: null, scheduledAt: null }));

  test.each<[string, readonly Row[], { first: string; failures: number; ended: string | null } | null]>([
    ['nothing failed', [worked('a', HOUR)], null],
    [
      'failures since the last success',
      [failed('c', 1), failed('b', HOUR), worked('a', 2 * HOUR), failed('z', 3 * HOUR)],
      { first: 'b', failures: 2, ended: null },
    ],
    [
      'success of something else ends nothing',
      [failed('c', 1), worked('x', MINUTE, 'CA_REFRESH'), failed('b', HOUR)],
      { first: 'b', failures: 2, ended: null },
    ],
    ['what worked again', [worked('d', 1), failed('c', HOUR)], { first: 'c', failures: 1, ended: 'd' }],
    [
      'failures weeks apart are two stories',
      [failed('c', 1), failed('b', 8 * DAY)],
      { first: 'c', failures: 1, ended: null },
    ],
  ])('%s', (_, rows, wanted) => {
    const trouble = troubleOf(rows.toReversed());
    expect(
      trouble && {
        first: trouble.first.record.id,
        failures: trouble.failures,
        ended: trouble.ended?.record.id ?? null,
      },
    ).toEqual(wanted);
  });

  test('of one instant the job is the first, and a sign-in that succeeds ends failed ones', () => {
    const log = row(entry('log', { action: 'RENEWAL_FAILED', outcome: 'failure', timestamp: at(HOUR) }));
    expect(troubleOf([log, failed('job', HOUR)])?.first.record.id).toBe('job');
    const signIn = (id: string, action: string, ms: number) =>
      row(entry(id, { action, outcome: action === 'LOGIN' ? 'success' : 'failure', timestamp: at(ms) }));
    const rows = [
      signIn('c', 'LOGIN_ERROR', 1),
      signIn('b', 'LOGIN', HOUR),
      signIn('a', 'LOGIN_ERROR', 2 * HOUR),
    ];
    expect(troubleOf(rows)).toMatchObject({ failures: 1, ended: null });
  });
});

describe('what changed before', () => {
  test('what names it first, then the rarest, then the nearest', () => {
    const change = (id: string, action: string, ms: number) => row(entry(id, { action, timestamp: at(ms) }));
    const rows = [change('a', 'A', 1), change('b', 'B', 2), change('c', 'B', 1), change('d', 'C', 9)];
    const times = new Map(
      rows.map(({ record }, index) => [likeOf(record as never), [90, 3, 3, 50][index] ?? 0]),
    );
    const order = ranked(rows, times, new Set([rows[3]?.ref ?? '']));
    expect(order.map((each) => each.row.record.id)).toEqual(['d', 'c', 'b', 'a']);
  });
});

describe('the lane', () => {
  test('has the records of all platforms that name it, and of no other', async () => {
    const harness = await openConsole(STORY);
    await harness.type(`/\u0015title:renewal\r*`);
    const lane = laneOf(harness);
    expect(idsOf(lane)).toEqual(
      ['again', 'raised', 'log', 'failed', 'cause', 'worked'].toSorted((a, b) => order(a) - order(b)),
    );
    expect(lane.things[lane.at]?.platforms).toEqual(['clm', 'one', 'vaults']);
    expect(lane.counts).toEqual({
      alerts: { matched: 1, exact: true },
      jobs: { matched: 1, exact: true },
      audit: { matched: 4, exact: true },
    });
  });

  const order = (id: string): number => ['again', 'raised', 'log', 'failed', 'cause', 'worked'].indexOf(id);

  test('marks the first failure, and below it what changed before', async () => {
    const harness = await openConsole(STORY);
    await harness.type(`/\u0015title:renewal\r*f`);
    const lane = laneOf(harness);
    expect(lane.trouble).toMatchObject({ failures: 4, ended: null });
    expect(cursorOf(lane)).toBe('failed');
    expect(lane.changes?.list.map(({ row: { record }, names, times }) => [record.id, names, times])).toEqual([
      ['cause', true, 1],
      ['role', false, 1],
      ['setting3', false, 2],
      ['setting4', false, 2],
    ]);
    // Less far back there is less, and further back at least as much.
    await harness.type('__');
    expect(laneOf(harness).changes?.list.map((each) => each.row.record.id)).toEqual(['role']);
    expect(laneOf(harness).lookBack).toBe(HOUR);
    await harness.type('+++');
    expect(laneOf(harness).changes?.list).toHaveLength(4);
  });

  test('b asks the same before another row, and again for the first failure', async () => {
    const harness = await openConsole(STORY);
    await harness.type(`/\u0015title:renewal\r*gb`);
    expect(laneOf(harness).changes?.before.record.id).toBe('again');
    await harness.type('b');
    expect(laneOf(harness).changes?.before.record.id).toBe('failed');
  });

  test('Enter opens a record in its pane, Esc comes back to the row', async () => {
    const harness = await openConsole(STORY);
    await harness.type(`/\u0015title:renewal\r*fj\r`);
    expect(harness.console.store.getState()).toMatchObject({
      pane: 'audit',
      lane: null,
      detail: { followed: true },
    });
    await harness.type('q');
    expect(cursorOf(laneOf(harness))).toBe('cause');
    expect(harness.console.store.getState()).toMatchObject({ pane: 'alerts', detail: null });
    await harness.type('q');
    expect(harness.console.store.getState()).toMatchObject({ pane: 'alerts', lane: null });
  });

  test('1, 2 and 3 open its query in a pane, and Ctrl-O leads back', async () => {
    const harness = await openConsole(STORY);
    await harness.type(`/\u0015title:renewal\r*`);
    const { queries } = laneOf(harness);
    await harness.type('3');
    const state = harness.console.store.getState();
    expect(state.lists.audit.query).toBe(queries.audit);
    expect(state.lists.audit.window.rows.map(({ record }) => record.id)).toEqual([
      'again',
      'log',
      'cause',
      'worked',
    ]);
    expect(state.lane).toBeNull();
    await harness.type('\u000f');
    expect(idsOf(laneOf(harness))).toHaveLength(6);
  });

  test('C opens the changes of that time, as many as it said', async () => {
    const harness = await openConsole(STORY);
    await harness.type(`/\u0015title:renewal\r*C`);
    const { lists } = harness.console.store.getState();
    expect(lists.audit.window.rows.map(({ record }) => record.id)).toEqual([
      'role',
      'setting3',
      'setting4',
      'cause',
    ]);
  });

  test('n and N go from failure to failure', async () => {
    const harness = await openConsole(STORY);
    await harness.type(`/\u0015title:renewal\r*g`);
    const seen: string[] = [cursorOf(laneOf(harness))];
    for (const key of ['n', 'n', 'n', 'n', 'N']) {
      await harness.type(key);
      seen.push(cursorOf(laneOf(harness)));
    }
    expect(seen).toEqual(['again', 'raised', 'log', 'failed', 'failed', 'log']);
    expect(harness.console.store.getState().message).toBeNull();
  });

  test('] goes on to the other things the record names', async () => {
    const harness = await openConsole(STORY);
    await harness.type('2*');
    expect(laneOf(harness).things.map(({ thing }) => thing)).toEqual(['certificate', 'user']);
    await harness.type(']');
    const lane = laneOf(harness);
    expect(lane.things[lane.at]?.thing).toBe('user');
    await harness.type(']');
    expect(laneOf(harness).at).toBe(0);
  });

  test('a record that names nothing says so, and the lane does not open', async () => {
    const harness = await openConsole([alert('a', { entity: null, title: 'Licence', message: null })]);
    await harness.type('*');
    expect(harness.console.store.getState()).toMatchObject({
      lane: null,
      message: { text: 'This record names no certificate, host, user or CA' },
    });
  });

  test('keys that act on the pane below say why they do not', async () => {
    const harness = await openConsole(STORY);
    await harness.type(`/\u0015title:renewal\r*`);
    for (const key of ['m', 'M', 'x', '0', 'T', 'J', '\u0017']) {
      await harness.type(key);
      expect(harness.console.store.getState().message?.text).toMatch(/The lane lies over the pane/);
      expect(harness.console.store.getState().lists.alerts.query).toBe('title:renewal');
    }
  });

  test('what is found in the help does nothing without a lane, and says why', async () => {
    const harness = await openConsole(STORY);
    await harness.type('?first failure\r');
    expect(harness.console.store.getState().message?.text).toBe('No lane is open: * opens that of a record');
  });

  test('c copies its queries and command lines', async () => {
    const harness = await openConsole(STORY);
    await harness.type(`/\u0015title:renewal\r*c6`);
    expect(harness.copied.at(-1)).toMatch(/^certdeck audit '\("track\.example\.com" /);
  });

  test('what comes meanwhile is shown, and the cursor stays on its record', async () => {
    const harness = await openConsole(STORY, {
      services: {
        after: (_, run) => {
          setImmediate(run);
          return () => undefined;
        },
      },
    });
    await harness.type(`/\u0015title:renewal\r*f`);
    harness.cache.put(
      entry('fresh', {
        resource: CERTIFICATE,
        timestamp: NOW - SECOND,
        details: null,
        action: 'RENEWAL_INITIATED',
      }),
    );
    await harness.idle();
    await harness.idle();
    expect(idsOf(laneOf(harness))[0]).toBe('fresh');
    expect(cursorOf(laneOf(harness))).toBe('failed');
  });

  test.each([
    ['track.example.com', 'certificate'],
    ['TRACK.example.com', 'certificate'],
    ['09:A9:11:F6:50:A8:AB:6B:3C:52:A7:3B:85:D4:0E:38', 'certificate'],
    ['ada@example.com', 'user'],
  ])(':lane %s opens it by its name', async (name, thing) => {
    const harness = await openConsole(STORY);
    await harness.type(`:lane ${name}\r`);
    const lane = laneOf(harness);
    expect(lane.things[lane.at]?.thing).toBe(thing);
    if (thing === 'certificate') expect(idsOf(lane)).toHaveLength(6);
  });

  test(':lane says what it cannot find', async () => {
    const harness = await openConsole(STORY);
    await harness.type(':lane nobody.example.org\r');
    expect(harness.console.store.getState()).toMatchObject({
      lane: null,
      message: { text: 'No record names nobody.example.org' },
    });
  });

  test('the last line of the related records leads to it', async () => {
    const harness = await openConsole(STORY);
    await harness.type('2\r');
    while (harness.console.store.getState().detail?.tab !== 'related') await harness.type(']');
    await harness.type('G\r');
    expect(idsOf(laneOf(harness))).toHaveLength(6);
    await harness.type('q');
    expect(harness.console.store.getState()).toMatchObject({ lane: null, detail: { tab: 'related' } });
  });

  test('the pivot menu leads to the thing of the value under the cursor', async () => {
    const harness = await openConsole(STORY);
    await harness.type('2.');
    const { overlay } = harness.console.store.getState();
    const at = overlay?.kind === 'pivots' ? overlay.items.findIndex(({ field }) => field === 'actor') : -1;
    await harness.type(`${'j'.repeat(at)}*`);
    const lane = laneOf(harness);
    expect(lane.things[lane.at]?.thing).toBe('user');
  });
});

describe('over the real cache', () => {
  const opened: { [Symbol.asyncDispose](): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0)) await each[Symbol.asyncDispose]();
  });
  const open = async (records: readonly AnyRecord[]) => {
    const harness = await openOverCache(records);
    opened.push(harness);
    return harness;
  };

  test('finds the same story by the same names', async () => {
    const harness = await open(STORY.map((record) => ({ ...record, platform: 'prod' })));
    await harness.type(`/\u0015title:renewal\r`);
    await harness.type('*');
    await harness.type('f');
    expect(idsOf(laneOf(harness))).toHaveLength(6);
    expect(cursorOf(laneOf(harness))).toBe('failed');
    expect(laneOf(harness).changes?.list.map(({ row: { record } }) => record.id)).toEqual([
      'cause',
      'role',
      'setting3',
      'setting4',
    ]);
    expect(changeQuery(0, NOW)).not.toMatch(/undefined/);
  });

  test('of thousands of records a screen is loaded, and all are walked to the end and back', async () => {
    const count = 3_000;
    const many = Array.from({ length: count }, (_, n) =>
      n % 3 === 0
        ? job(`j${n}`, {
            certificateId: ID,
            status: n === 2_400 ? 'FAILED' : 'SUCCESS',
            error: null,
            payload: null,
            scheduledAt: null,
            startedAt: null,
            completedAt: at(n * MINUTE),
          })
        : entry(`e${n}`, {
            resource: CERTIFICATE,
            actor: null,
            details: null,
            description: null,
            timestamp: at(n * MINUTE),
          }),
    );
    const harness = await open(many);
    await harness.type('3');
    await harness.type('*');
    const first = laneOf(harness);
    expect(idsOf(first).length).toBeLessThan(500);
    expect(first.counts.audit).toEqual({ matched: 2_000, exact: true });
    const seen = new Set<string>();
    for (let step = 0; step < 1_000 && cursorOf(laneOf(harness)) !== 'e2999'; step++) {
      for (const id of idsOf(laneOf(harness))) seen.add(id);
      await harness.type('\u0006\u0006\u0006\u0006');
    }
    for (const id of idsOf(laneOf(harness))) seen.add(id);
    expect(seen.size).toBe(count);
    await harness.type('g');
    expect(cursorOf(laneOf(harness))).toBe('j0');
    // The one failure lies far beyond what is loaded.
    await harness.type('n');
    expect(cursorOf(laneOf(harness))).toBe('j2400');
    await harness.type('k');
    expect(cursorOf(laneOf(harness))).toBe('e2399');
    await harness.type('G');
    expect(cursorOf(laneOf(harness))).toBe('e2999');
    await harness.type('k');
    expect(cursorOf(laneOf(harness))).toBe('e2998');
  });
});
