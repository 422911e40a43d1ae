import { describe, expect, test } from 'vitest';
import type { CacheReader } from '../../src/cache/port.ts';
import type { StreamState } from '../../src/cache/stored.ts';
import type { Alert } from '../../src/domain/alert.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { Job } from '../../src/domain/job.ts';
import { type AnyRecord, refOf } from '../../src/domain/record.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { predicate } from '../../src/query/predicate.ts';
import { DAILY_CHECK, dailyCheck } from '../../src/sync/daily-check.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const CONTEXT = { now: NOW, longRunningAfter: 30 * MINUTE, examples: 2 };
const PLATFORMS = [
  { name: 'clm', kind: 'ssl-clm', pollInterval: MINUTE },
  { name: 'my "host"', kind: 'host', pollInterval: HOUR },
];

const alert = (id: string, with_: Partial<Alert>): Alert => ({
  kind: 'alert',
  platform: 'clm',
  id,
  severity: 'error',
  type: 'ERROR',
  title: null,
  message: null,
  entity: null,
  createdAt: NOW - HOUR,
  read: false,
  readAt: null,
  origin: 'platform',
  ...with_,
});
const job = (id: string, with_: Partial<Job>): Job => ({
  kind: 'job',
  platform: 'clm',
  id,
  name: null,
  type: null,
  status: 'RUNNING',
  caId: null,
  scheduledAt: null,
  startedAt: NOW - MINUTE,
  completedAt: null,
  triggeredBy: null,
  payload: null,
  output: null,
  error: null,
  certificateId: null,
  externalRequestId: null,
  origin: 'platform',
  ...with_,
});
const stream = (platform: string, with_: Partial<StreamState> = {}): StreamState => ({
  platform,
  stream: 'alerts',
  kinds: ['alert'],
  covered: [],
  position: null,
  syncedAt: NOW - MINUTE,
  attemptedAt: NOW,
  failure: null,
  notOffered: false,
  rejected: 0,
  known: 0,
  ...with_,
});
const FRESH = PLATFORMS.map(({ name }) => stream(name));

/** The port's meaning of a query, without a database: the same predicate that the SQL is held to. */
function reader(
  records: readonly AnyRecord[],
  streams: readonly StreamState[],
): Pick<CacheReader, 'count' | 'rows' | 'streams'> {
  const found = (kind: string, query: string) => {
    const parsed = parseQuery(query, kind as 'alert', CONTEXT);
    if (parsed.tree === null) throw new Error(`${query}: ${parsed.problems[0]?.message}`);
    const test = predicate(parsed.tree, CONTEXT);
    return records.filter((record) => record.kind === kind && test(record));
  };
  return {
    count: async ({ kind, query }) => ({ matched: found(kind, query).length, exact: true }),
    rows: async ({ selection, limit }) => ({
      rows: found(selection.kind, selection.query)
        .slice(0, limit)
        .map((record) => ({ ref: refOf(record), record, cursor: null })),
      atStart: true,
      atEnd: true,
    }),
    streams: async () => streams,
  };
}

async function check(records: readonly AnyRecord[], streams: readonly StreamState[] = FRESH) {
  const report = await dailyCheck(reader(records, streams), PLATFORMS, CONTEXT);
  return [report.status, ...report.findings.map(({ row, count }) => `${row.name} ${count}`)];
}

describe('the daily check', () => {
  test('every query of it can be read', () => {
    for (const { kind, query } of DAILY_CHECK) {
      expect(parseQuery(query('platform:"a"'), kind, CONTEXT).problems).toEqual([]);
      expect(parseQuery(query(null), kind, CONTEXT).problems).toEqual([]);
    }
  });

  test('all is well where nothing is wrong', async () => {
    expect(await check([])).toEqual(['ok']);
    expect(
      await check([
        alert('old', { createdAt: NOW - 2 * DAY }),
        alert('read', { read: true }),
        alert('info', { severity: 'info' }),
        alert('anchor', { type: 'EXPIRED', severity: 'info', platform: 'my "host"' }),
        job('quick', {}),
        job('failed long ago', { status: 'FAILED', completedAt: NOW - 2 * DAY, startedAt: NOW - 2 * DAY }),
        job('waits for people', { type: 'ORDER', startedAt: NOW - DAY }),
      ]),
    ).toEqual(['ok']);
  });

  test.each<[AnyRecord, string, string]>([
    [alert('1', {}), 'critical', 'unread_errors 1'],
    [job('1', { status: 'FAILED', completedAt: NOW - HOUR }), 'critical', 'failed_jobs 1'],
    [job('1', { startedAt: NOW - 3 * DAY }), 'warning', 'long_running_jobs 1'],
    [alert('1', { severity: 'warning' }), 'warning', 'unread_warnings 1'],
    [
      alert('1', { type: 'EXPIRING_SOON', severity: 'warning', createdAt: NOW - 9 * DAY }),
      'warning',
      'expiring 1',
    ],
    [alert('1', { type: 'EXPIRED', createdAt: NOW - 9 * DAY }), 'critical', 'expired_in_use 1'],
    // On a host the alert goes with its cause: while it stands it is true, read or not.
    [
      alert('1', { type: 'EXPIRED', createdAt: NOW - 9 * DAY, read: true, platform: 'my "host"' }),
      'critical',
      'expired_in_use 1',
    ],
  ])('%#', async (record, status, finding) => {
    expect(await check([record])).toEqual([status, finding]);
  });

  const notice = (id: string, name: string, with_: Partial<Alert> = {}): Alert =>
    alert(id, {
      type: 'EXPIRING_SOON',
      severity: 'warning',
      createdAt: NOW - 9 * DAY,
      entity: { type: 'Certificate', id: null, name },
      ...with_,
    });

  test('notices of one certificate, from several platforms, count once', async () => {
    const serial = (digits: string) => `www.example.com (serial ${digits}, issued by X) expires soon`;
    const records = [
      notice('30 days', 'www.example.com'),
      notice('7 days', 'www.example.com', { platform: 'other' }),
      notice('with serial', 'www.example.com', { message: serial('068a474c6a6a07a894cb0af186f2b0d8') }),
      notice('the other key', 'www.example.com', { message: serial('0792e9a704ffee7b5b9892772579be7d') }),
      notice('mail', 'mail.example.com'),
      notice('a mail of several', '', {
        entity: null,
        message: 'mail.example.com, ftp.example.com',
        origin: 'rule:expiry-notices',
      }),
    ];
    const report = await dailyCheck(reader(records, FRESH), PLATFORMS, CONTEXT);
    expect(report.findings).toMatchObject([{ row: { name: 'expiring' }, count: 4, notices: 6 }]);
    const names = report.findings[0]?.examples.map((record) => record.id);
    expect(names).toEqual(['with serial', 'the other key']);
  });

  test('a certificate renewed since its last notice counts no more, but where it is seen in use', async () => {
    const renewal = job('r', {
      type: 'RENEW_CERT',
      name: 'Renew www.example.com',
      status: 'SUCCESS',
      completedAt: NOW - DAY,
    });
    expect(await check([notice('1', 'www.example.com'), renewal])).toEqual(['ok']);
    expect(
      await check([notice('1', 'www.example.com', { createdAt: NOW - HOUR, read: true }), renewal]),
    ).toEqual(['warning', 'expiring 1']);
    expect(await check([notice('1', 'www.example.com', { platform: 'my "host"' }), renewal])).toEqual([
      'warning',
      'expiring 1',
    ]);
  });

  test('an alert somebody has read elsewhere, long ago, is settled', async () => {
    expect(await check([alert('1', { type: 'EXPIRED', createdAt: NOW - 9 * DAY, read: true })])).toEqual([
      'ok',
    ]);
  });

  const refused: Failure = { code: 'UNAUTHORISED', what: 'clm: refused', next: '' };
  test.each<[string, readonly StreamState[], string]>([
    ['late', [stream('clm', { syncedAt: NOW - 4 * MINUTE }), stream('my "host"')], 'late'],
    ['never synced', [stream('my "host"')], 'late'],
    ['refused', [stream('clm', { failure: refused }), stream('my "host"')], 'not authorised'],
    [
      'unreachable',
      [stream('clm', { failure: { ...refused, code: 'TIMED_OUT' } }), stream('my "host"')],
      'out of reach',
    ],
  ])('a platform that is %s makes it unknown, unless something is worse', async (_name, streams, state) => {
    const report = await dailyCheck(reader([], streams), PLATFORMS, CONTEXT);
    expect(report.status).toBe('unknown');
    expect(report.platforms[0]).toMatchObject({ name: 'clm', state });
    expect((await check([alert('1', { severity: 'warning' })], streams))[0]).toBe('warning');
  });

  test("a stream that is not offered is nobody's silence", async () => {
    const streams = [...FRESH, stream('clm', { stream: 'jobs', notOffered: true, syncedAt: null })];
    expect(await check([], streams)).toEqual(['ok']);
  });
});
