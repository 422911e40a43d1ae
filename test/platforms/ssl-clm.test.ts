import { afterEach, describe, expect, test } from 'vitest';
import type { Alert } from '../../src/domain/alert.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Job } from '../../src/domain/job.ts';
import type { Json } from '../../src/domain/json.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import type { PlatformSettings } from '../../src/platforms/declaration.ts';
import type { LogStream, Page, Platform } from '../../src/platforms/port.ts';
import { SSL_CLM } from '../../src/platforms/ssl-clm/declaration.ts';
import { type Reply, type Seen, startServer } from '../support/http-server.ts';
import { fakeTools, platformSettings, secret } from '../support/platform-tools.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function platformOn(answer: (seen: Seen) => Reply, values: PlatformSettings['values'] = {}) {
  const server = await startServer(answer);
  const settings = platformSettings('ssl-clm', server.url, { token: secret('t'.repeat(32)), ...values });
  const platform = SSL_CLM.create(settings, fakeTools());
  open.push(server, platform);
  return { server, platform };
}

const signal = new AbortController().signal;

async function pageOf(
  platform: Platform,
  stream: string,
  cursor: Json = null,
  from: number | null = null,
): Promise<Page> {
  const log = platform.streams.find(({ name }) => name === stream) as LogStream;
  const answer = await log.page({ from, to: null, cursor, signal });
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

async function readAll(
  platform: Platform,
  stream: string,
  { from = null as number | null, between = () => {} } = {},
) {
  const ids: string[] = [];
  let cursor: Json = null;
  for (let count = 1; count < 100; count++) {
    const page = await pageOf(platform, stream, cursor, from);
    ids.push(...page.rows.map(({ record }) => record.id));
    if (page.next === null) return ids;
    cursor = JSON.parse(JSON.stringify(page.next));
    between();
  }
  throw new Error('never ended');
}

/** A list of rows as Spring Data pages it, at most `cap` a page; past the end the last page repeats. */
function spring(rows: () => readonly unknown[], cap: number) {
  return ({ url }: Seen): Reply => {
    const size = Math.min(cap, Number(url.searchParams.get('size')));
    const all = rows();
    const totalPages = Math.ceil(all.length / size);
    const number = Math.max(0, Math.min(Number(url.searchParams.get('page')), totalPages - 1));
    const content = all.slice(number * size, (number + 1) * size);
    return { json: { content, totalElements: all.length, totalPages, number, size } };
  };
}

const START = Date.UTC(2026, 7, 1);
const entry = (index: number) => ({
  id: `l${index}`,
  timestamp: new Date(START + index * 60_000).toISOString(),
  action: 'RENEWAL_COMPLETED',
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const names = (indexes: readonly number[]) => indexes.map((index) => `l${index}`);

describe('paging', () => {
  test('newest first, a server that caps the size', async () => {
    const { platform, server } = await platformOn(spring(() => range(0, 95).reverse().map(entry), 20));
    expect(await readAll(platform, 'audit')).toEqual(names(range(0, 95).reverse()));
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${'t'.repeat(32)}`);
    expect(server.seen.map(({ url }) => url.searchParams.get('page'))).toEqual(['0', '1', '2', '3', '4']);
  });

  test('oldest first is turned round: the last page is read first', async () => {
    const { platform } = await platformOn(spring(() => range(0, 95).map(entry), 20));
    const ids = await readAll(platform, 'audit');
    expect(ids).toEqual(names(range(0, 95).reverse()));
  });

  test.each([
    ['newest first', true],
    ['oldest first', false],
  ])('a poll for news of a list %s stops where it is known', async (_, descending) => {
    const rows = range(0, 95).map(entry);
    const { platform, server } = await platformOn(spring(() => (descending ? rows.toReversed() : rows), 20));
    const ids = await readAll(platform, 'audit', { from: START + 90 * 60_000 });
    expect(ids).toEqual(expect.arrayContaining(names(range(90, 95))));
    expect(server.seen.length).toBeLessThanOrEqual(3);
  });

  test('in no order at all everything is read', async () => {
    const rows = range(0, 95).map((index) => entry((index * 37) % 95));
    const { platform } = await platformOn(spring(() => rows, 20));
    const ids = await readAll(platform, 'audit', { from: START + 90 * 60_000 });
    expect(new Set(ids).size).toBe(95);
  });

  test.each([true, false])('loses nothing while entries arrive (newest first: %s)', async (descending) => {
    let size = 95;
    const rows = () => (descending ? range(0, size).reverse() : range(0, size)).map(entry);
    const { platform } = await platformOn(spring(rows, 20));
    const between = () => {
      size += size < 150 ? 7 : 0;
    };
    const ids = await readAll(platform, 'audit', { between });
    expect(names(range(0, 95)).filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('loses nothing when rows vanish', async () => {
    let rows = range(0, 95).reverse();
    const { platform } = await platformOn(spring(() => rows.map(entry), 20));
    let round = 0;
    const between = () => {
      if (round++ === 1) rows = rows.toSpliced(3, 9);
    };
    const ids = await readAll(platform, 'audit', { between });
    expect(names(rows).filter((id) => !ids.includes(id))).toEqual([]);
  });

  test.each([
    ['a bare list', range(0, 3).map(entry), 3],
    [
      'figures under page',
      { content: range(0, 3).map(entry), page: { size: 20, number: 0, totalElements: 3, totalPages: 1 } },
      3,
    ],
    ['no figures', { content: range(0, 3).map(entry), last: true }, null],
    ['an empty page', { content: [], totalElements: 0, totalPages: 0, number: 0, size: 500 }, 0],
  ])('%s is one page', async (_, json, total) => {
    const { platform } = await platformOn(() => ({ json }));
    const page = await pageOf(platform, 'audit');
    expect(page).toMatchObject({ next: null, total });
    expect(page.rows).toHaveLength(total === 0 ? 0 : 3);
  });

  test('without figures it ends with an empty page', async () => {
    const { platform } = await platformOn(({ url }) => {
      const page = Number(url.searchParams.get('page'));
      return { json: { content: page < 3 ? [entry(10 - page)] : [] } };
    });
    expect(await readAll(platform, 'audit')).toEqual(['l10', 'l9', 'l8']);
  });

  test.each([[{}], ['x'], [{ content: 'x' }], [{ data: [] }], [null]])('%j is no page', async (json) => {
    const { platform } = await platformOn(() => ({ json }));
    const answer = await (platform.streams[2] as LogStream).page({
      from: null,
      to: null,
      cursor: null,
      signal,
    });
    expect(answer).toMatchObject({
      ok: false,
      failure: { code: 'BAD_RESPONSE', next: 'Check paths.audit.' },
    });
  });
});

async function recordOf(
  stream: string,
  row: unknown,
  values: PlatformSettings['values'] = {},
): Promise<AnyRecord> {
  const { platform } = await platformOn(() => ({ json: [row] }), values);
  const { rows, rejected } = await pageOf(platform, stream);
  expect(rejected).toEqual([]);
  return rows[0]?.record as AnyRecord;
}

async function reasonOf(
  stream: string,
  row: unknown,
  values: PlatformSettings['values'] = {},
): Promise<string> {
  const { platform } = await platformOn(() => ({ json: [row] }), values);
  const { rows, rejected } = await pageOf(platform, stream);
  expect(rows).toEqual([]);
  return rejected[0]?.reason ?? '';
}

const ALERT = {
  id: 'al-1',
  severity: 'ERROR',
  type: 'ERROR',
  title: 'Renewal failed',
  message: 'The CA refused the order.',
  entityType: 'Certificate',
  entityId: 'c-1',
  createdAt: '2026-08-20T09:00:00Z',
  read: false,
};
const JOB = {
  id: 'j-1',
  name: 'Renew www.example.com',
  type: 'RENEW_CERT',
  status: 'FAILED',
  caId: 'ca-1',
  scheduledAt: '2026-08-20T09:00:00Z',
  startedAt: '2026-08-20T09:00:05Z',
  completedAt: '2026-08-20T09:01:00Z',
  triggeredBy: { type: 'AGENT', id: 'agent-7' },
  payload: { domains: ['www.example.com'] },
  output: { certificateId: 'c-2', externalRequestId: 77 },
  error: 'CAA record forbids issuance',
};
const AUDIT = {
  id: 'l-1',
  timestamp: '2026-08-20T09:00:00Z',
  action: 'ISSUANCE_INITIATED',
  entityType: 'CSR',
  entityId: 'csr-1',
  actorType: 'SYSTEM',
  actorId: 'scheduler',
  details: { keySize: 2048 },
};

describe('records', () => {
  test('an alert', async () => {
    expect(await recordOf('alerts', ALERT)).toEqual({
      kind: 'alert',
      platform: 'prod',
      id: 'al-1',
      severity: 'error',
      type: 'ERROR',
      title: 'Renewal failed',
      message: 'The CA refused the order.',
      entity: { type: 'Certificate', id: 'c-1', name: null },
      createdAt: Date.UTC(2026, 7, 20, 9),
      read: false,
      readAt: null,
      origin: 'platform',
    });
  });

  test.each([
    ['ERROR', 'error'],
    ['WARN', 'warning'],
    ['NOTICE', 'info'],
    [null, 'info'],
  ])('severity %s is %s', async (severity, ours) => {
    expect(((await recordOf('alerts', { ...ALERT, severity })) as Alert).severity).toBe(ours);
  });

  test('a job', async () => {
    expect(await recordOf('jobs', JOB)).toEqual({
      kind: 'job',
      platform: 'prod',
      id: 'j-1',
      name: 'Renew www.example.com',
      type: 'RENEW_CERT',
      status: 'FAILED',
      caId: 'ca-1',
      scheduledAt: Date.UTC(2026, 7, 20, 9),
      startedAt: Date.UTC(2026, 7, 20, 9, 0, 5),
      completedAt: Date.UTC(2026, 7, 20, 9, 1),
      triggeredBy: { type: 'AGENT', id: 'agent-7', name: null },
      payload: { domains: ['www.example.com'] },
      output: { certificateId: 'c-2', externalRequestId: 77 },
      error: 'CAA record forbids issuance',
      certificateId: 'c-2',
      externalRequestId: '77',
      origin: 'platform',
    });
  });

  test('a job with next to nothing, an output that is text, an error that is an object', async () => {
    const job = await recordOf('jobs', { id: 5, status: 'queued', output: 'done', error: { code: 429 } });
    expect(job).toMatchObject({
      id: '5',
      status: 'QUEUED',
      triggeredBy: null,
      output: 'done',
      certificateId: null,
      error: '{"code":429}',
    });
  });

  test('statuses by alias, and without one a reason that names the fix', async () => {
    const status = async (word: string, values = {}) =>
      ((await recordOf('jobs', { ...JOB, status: word }, values)) as Job).status;
    expect(await status('COMPLETED')).toBe('SUCCESS');
    expect(await status('in_flight', { status_aliases: { IN_FLIGHT: 'RUNNING' } })).toBe('RUNNING');
    expect(await status('COMPLETED', { status_aliases: { IN_FLIGHT: 'RUNNING' } })).toBe('SUCCESS');
    expect(await reasonOf('jobs', { ...JOB, status: 'PAUSED' })).toBe(
      'status: “PAUSED” is no known job status; status_aliases = { "PAUSED" = "RUNNING" } (or QUEUED, SUCCESS, FAILED) would tell',
    );
  });

  test('an audit entry', async () => {
    expect(await recordOf('audit', AUDIT)).toMatchObject({
      id: 'l-1',
      timestamp: Date.UTC(2026, 7, 20, 9),
      action: 'ISSUANCE_INITIATED',
      resource: { type: 'CSR', id: 'csr-1', name: null },
      actor: { type: 'system', id: 'scheduler', name: null, email: null },
      outcome: null,
      severity: 'info',
      details: { keySize: 2048 },
    });
  });

  test.each([
    ['RENEWAL_COMPLETED', 'success', 'info'],
    ['RENEWAL_FAILED', 'failure', 'error'],
    ['DEPLOYED', null, 'info'],
  ])('action %s means outcome %s, severity %s', async (action, outcome, severity) => {
    const record = (await recordOf('audit', { ...AUDIT, action, actorType: 'USER' })) as AuditEntry;
    expect(record).toMatchObject({ outcome, severity, actor: { type: 'user' } });
  });

  test('fields where the configuration says', async () => {
    const fields = {
      audit: { id: '/meta/logId', timestamp: '/meta/at', details: '' },
      alerts: { id: '/a~1b' },
    };
    const row = { meta: { logId: 9, at: 1_787_216_400 }, action: 'X' };
    expect(await recordOf('audit', row, { fields })).toMatchObject({
      id: '9',
      timestamp: 1_787_216_400_000,
      action: 'X',
      details: row,
    });
    expect(await recordOf('alerts', { ...ALERT, id: undefined, 'a/b': 'z' }, { fields })).toMatchObject({
      id: 'z',
    });
  });

  test.each([
    ['alerts', { ...ALERT, read: 'no' }, 'read: expected true or false, got the text “no”'],
    ['alerts', { ...ALERT, title: ['x'] }, 'title: expected text, got a list'],
    ['jobs', { ...JOB, triggeredBy: 'me' }, 'triggeredBy: expected an object, got the text “me”'],
    ['jobs', { ...JOB, startedAt: 'soon' }, 'startedAt: expected a date and time, got the text “soon”'],
    ['jobs', { ...JOB, status: undefined }, 'status: expected a job status, got nothing'],
    ['audit', { ...AUDIT, id: '' }, 'id: expected an id, got the text “”'],
  ])('%s: a field of the wrong type', async (stream, row, reason) => {
    expect(await reasonOf(stream, row)).toBe(reason);
  });
});

describe('paths', () => {
  test('are settable, their own query wins', async () => {
    const paths = { alerts: '/v2/notices?size=50&sort=createdAt,desc' };
    const { platform, server } = await platformOn(() => ({ json: [] }), { paths });
    await pageOf(platform, 'alerts');
    const [seen] = server.seen;
    expect(seen?.url.pathname).toBe('/v2/notices');
    expect(Object.fromEntries(seen?.url.searchParams ?? [])).toEqual({
      size: '50',
      sort: 'createdAt,desc',
      page: '0',
    });
  });

  test('that do not exist name their setting', async () => {
    const { platform } = await platformOn(() => ({
      status: 404,
      json: { status: 404, error: 'Not Found', path: '/api/jobs' },
    }));
    const jobs = platform.streams[1] as LogStream;
    expect(await jobs.page({ from: null, to: null, cursor: null, signal })).toMatchObject({
      ok: false,
      failure: { code: 'NOT_FOUND', cause: 'Not Found', next: expect.stringContaining('paths.jobs') },
    });
  });
});

describe('read marks', () => {
  test('go to the path of their alert, whatever its id is made of', async () => {
    const { platform, server } = await platformOn(() => ({ status: 204, text: '' }));
    for (const id of ['a1', 'a/../b?x', '..', '$&']) {
      expect(await platform.actions.markRead?.(id, signal)).toEqual({ ok: true, value: null });
    }
    expect(server.seen.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'POST /api/alerts/a1/read',
      'POST /api/alerts/a%2F..%2Fb%3Fx/read',
      'POST /api/alerts/%24%26/read',
    ]);
  });

  test('by another method and path', async () => {
    const paths = { read: 'PUT /notices/{id}?state=read', read_all: '/notices/all-read' };
    const { platform, server } = await platformOn(() => ({ json: {} }), { paths });
    await platform.actions.markRead?.('a1', signal);
    await platform.actions.markAllRead?.(signal);
    expect(server.seen.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
      'PUT /notices/a1?state=read',
      'GET /notices/all-read',
    ]);
  });

  test('all in one call only where the list shows every alert', async () => {
    const offered = async (alerts: string) =>
      (await platformOn(() => ({ json: {} }), { paths: { alerts } })).platform.actions.markAllRead !==
      undefined;
    expect(await offered('/api/alerts?sort=createdAt,desc&size=500')).toBe(true);
    expect(await offered('/api/alerts?severity=ERROR')).toBe(false);
  });

  test.each([
    [403, 'FORBIDDEN', /role/],
    [404, 'NOT_FOUND', /The alert is gone, or paths\.read is not where/],
    [409, 'PLATFORM_ERROR', /settings/],
  ])('answered with %i say so', async (status, code, next) => {
    const { platform } = await platformOn(() => ({ status, json: {} }));
    const answer = await platform.actions.markRead?.('a1', signal);
    expect(answer).toMatchObject({ ok: false, failure: { code, status, next: expect.stringMatching(next) } });
  });
});

test('what may still change', async () => {
  const { platform } = await platformOn(() => ({ json: [] }));
  const [alerts, jobs] = platform.streams;
  const isOpen = (stream: typeof alerts, record: AnyRecord) =>
    stream?.mode === 'changing' && stream.isOpen(record);
  expect(isOpen(alerts, (await recordOf('alerts', ALERT)) as AnyRecord)).toBe(true);
  expect(isOpen(alerts, (await recordOf('alerts', { ...ALERT, read: true })) as AnyRecord)).toBe(false);
  expect(isOpen(jobs, (await recordOf('jobs', { ...JOB, status: 'RUNNING' })) as AnyRecord)).toBe(true);
  expect(isOpen(jobs, (await recordOf('jobs', JOB)) as AnyRecord)).toBe(false);
});

test('a probe says what answered', async () => {
  const { platform } = await platformOn(spring(() => range(0, 7).map(entry), 20));
  expect(await platform.probe(signal)).toEqual({ ok: true, value: 'SSL CLM answered: it holds 7 alerts.' });
});
