import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { AnyRecord } from '../../src/domain/record.ts';
import { CERTIFYCLOUDS } from '../../src/platforms/certifyclouds/declaration.ts';
import type { LogStream, Page, Platform, ScanStream } from '../../src/platforms/port.ts';
import { type Reply, type Seen, startServer } from '../support/http-server.ts';
import { fakeTools, NOON, platformSettings, secret } from '../support/platform-tools.ts';

const ENTRY = readFileSync(
  new URL('../fixtures/certifyclouds-docs.pages.dev/features-audit/entry.json', import.meta.url),
  'utf8',
);
const signal = new AbortController().signal;
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

type Fixed = Extract<Reply, { readonly status?: number }>;
type Routes = Readonly<Record<string, Fixed | ((seen: Seen) => Fixed)>>;
const TOKEN: Fixed = { json: { access_token: 'eyJ.a.b', token_type: 'bearer', expires_in: 28_800 } };
const TOO_LOW: Fixed = {
  status: 403,
  json: { error: 'Forbidden', detail: 'Licence tier STARTER does not include this.', code: 'LICENSE' },
};
const MISSING: Fixed = { status: 404, json: { error: 'Not Found', detail: 'none', code: 'NOT_FOUND' } };

async function rig(
  routes: Routes,
  values: Record<string, string> = {},
  root = '',
  otherwise: (path: string) => Fixed = () => MISSING,
) {
  const server = await startServer((seen) => {
    const found = routes[`${seen.method} ${seen.url.pathname}`] ?? otherwise(seen.url.pathname);
    return typeof found === 'function' ? found(seen) : found;
  });
  const tools = fakeTools();
  const settings = platformSettings('certifyclouds', server.url + root, {
    username: 'ops',
    password: secret('correct horse'),
    ...values,
  });
  const platform = CERTIFYCLOUDS.create(settings, tools);
  open.push(server, platform);
  const asked = () => server.seen.map(({ method, url }) => `${method} ${url.pathname}`);
  return { server, tools, platform, asked };
}

const OPTIONAL = ['scans', 'alerts', 'assets', 'vaults', 'compliance'];

async function lookAt(platform: Platform, name: string) {
  const stream = platform.streams.find((one) => one.name === name);
  const ask = { from: null, to: null, cursor: null, state: null, now: NOON, signal };
  return stream?.mode === 'scan' ? stream.scan(ask) : stream?.page(ask);
}

const streamOf = (platform: Platform, name: string) =>
  platform.streams.find((one) => one.name === name) as LogStream;

async function pageOf(
  platform: Platform,
  name: string,
  ask: Partial<Parameters<LogStream['page']>[0]> = {},
): Promise<Page> {
  const answer = await streamOf(platform, name).page({ from: null, to: null, cursor: null, signal, ...ask });
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

const logIn = { 'POST /api/auth/login': TOKEN };
const recordsOf = async (platform: Platform, name: string): Promise<readonly AnyRecord[]> =>
  (await pageOf(platform, name)).rows.map(({ record }) => record);

/** One row as a list of each form the documentation, in either generation, allows for. */
const FORMS: readonly (readonly [string, (row: unknown) => unknown, number | null])[] = [
  ['data and meta', (row) => ({ data: [row], meta: { total: 1, page: 1, perPage: 20 } }), 1],
  ['a bare array', (row) => [row], null],
  ['items', (row) => ({ items: [row], total: 1 }), 1],
  ['a name of its own', (row) => ({ entries: [row], totalCount: 1 }), 1],
  ['data around items', (row) => ({ data: { items: [row], total: 1 } }), 1],
];

describe('the published entry', () => {
  test.each(FORMS)('as %s is mapped word for word', async (_, form, total) => {
    const { platform } = await rig({ ...logIn, 'GET /api/audit/entries': { json: form(JSON.parse(ENTRY)) } });
    const page = await pageOf(platform, 'audit');
    expect(page.total).toBe(total);
    expect(page.rejected).toEqual([]);
    expect(JSON.parse(page.rows[0]?.raw ?? '')).toEqual(JSON.parse(ENTRY));
    expect(page.rows.map(({ record }) => record)).toEqual([
      {
        kind: 'audit',
        platform: 'prod',
        id: 'audit-123',
        timestamp: Date.UTC(2025, 0, 15, 10, 30),
        action: 'discovery.scan.completed',
        module: 'discovery',
        resource: { type: 'scan', id: 'scan-789', name: null },
        actor: { type: 'user', id: 'user-456', name: 'admin@company.com', email: 'admin@company.com' },
        account: null,
        outcome: 'success',
        severity: 'info',
        description: 'Discovery scan completed successfully',
        ip: '192.0.2.50',
        country: null,
        userAgent: 'Mozilla/5.0...',
        details: { mode: 'full', duration_seconds: 45, vaults_scanned: 12, secrets_found: 234 },
        origin: 'platform',
      },
    ]);
  });

  test('in the words of the newer generation is the same', async () => {
    const { id, timestamp, event_type, ip_address, user_agent, ...same } = JSON.parse(ENTRY);
    const newer = {
      id,
      timestamp: timestamp.replace('Z', '+00:00'),
      eventType: event_type,
      ipAddress: ip_address,
      userAgent: user_agent,
      ...same,
    };
    const { platform } = await rig({
      ...logIn,
      'GET /api/audit/entries': { json: { data: [JSON.parse(ENTRY)] } },
    });
    const other = await rig({ ...logIn, 'GET /api/audit/entries': { json: { data: [newer] } } });
    expect(await recordsOf(other.platform, 'audit')).toEqual(await recordsOf(platform, 'audit'));
  });
});

test.each([
  ['auth.login.failed', 'failure'],
  ['auth.account.locked', 'failure'],
  ['discovery.vault.error', 'failure'],
  ['auth.login.success', 'success'],
  ['rotation.completed', 'success'],
  ['rotation.started', null],
  ['settings.updated', null],
])('the event %s has the outcome %s', async (event_type, outcome) => {
  const rows = [{ id: 1, event_type, actor: { type: 'system' }, severity: 'critical' }];
  const { platform } = await rig({ ...logIn, 'GET /api/audit/entries': { json: rows } });
  const [record] = await recordsOf(platform, 'audit');
  expect(record).toMatchObject({
    id: '1',
    outcome,
    module: event_type.split('.')[0],
    severity: 'error',
    actor: { type: 'system', id: null, name: null },
    resource: null,
  });
});

test('dates ask a day wider, pages a hundred rows', async () => {
  const { platform, server } = await rig({ ...logIn, 'GET /api/audit/entries': { json: [] } });
  await pageOf(platform, 'audit', { from: NOON - 3_600_000, to: NOON });
  expect(Object.fromEntries(server.seen.at(-1)?.url.searchParams ?? [])).toEqual({
    limit: '100',
    offset: '0',
    start_date: '2026-08-19',
    end_date: '2026-08-21',
  });
});

describe('where it answers', () => {
  const list: Fixed = { json: [] };
  test.each<[string, Routes, Record<string, string>, string, readonly string[]]>([
    [
      'under /api',
      { ...logIn, 'GET /api/audit/entries': list },
      {},
      '',
      ['POST /api/auth/login', 'GET /api/audit/entries'],
    ],
    [
      'without, once both were tried',
      { 'POST /auth/login': TOKEN, 'GET /audit/entries': list },
      {},
      '',
      ['POST /api/auth/login', 'POST /auth/login', 'GET /api/audit/entries', 'GET /audit/entries'],
    ],
    [
      'as the setting says, and nowhere else',
      { 'POST /auth/login': TOKEN, 'GET /audit/entries': list },
      { api_prefix: '' },
      '',
      ['POST /auth/login', 'GET /audit/entries'],
    ],
    [
      'where base_url has the prefix already',
      { ...logIn, 'GET /api/audit/entries': list },
      {},
      '/api',
      ['POST /api/auth/login', 'GET /api/audit/entries'],
    ],
    [
      'where something wants a log-in for every path there is',
      {
        'POST /api/auth/login': { status: 401, json: { error: 'Unauthorized' } },
        'POST /auth/login': TOKEN,
        'GET /api/audit/entries': MISSING,
        'GET /audit/entries': list,
      },
      {},
      '',
      ['POST /api/auth/login', 'POST /auth/login'],
    ],
    [
      'where a page of its own stands before it',
      {
        'POST /api/auth/login': { status: 405, text: '<!doctype html><title>App</title>' },
        'POST /auth/login': TOKEN,
        'GET /api/audit/entries': { text: '<!doctype html><title>App</title>' },
        'GET /audit/entries': list,
      },
      {},
      '',
      ['POST /api/auth/login', 'POST /auth/login'],
    ],
  ])('%s', async (_, routes, values, root, first) => {
    const { platform, asked } = await rig(routes, values, root);
    expect((await pageOf(platform, 'audit')).rows).toEqual([]);
    expect(asked().slice(0, first.length)).toEqual(first);
    const before = asked().length;
    // What was found is not looked for again.
    await pageOf(platform, 'audit');
    expect(asked().slice(before)).toEqual([asked()[before - 1]]);
  });

  test('lists may mix both', async () => {
    const { platform } = await rig({
      'POST /auth/login': TOKEN,
      'GET /audit/entries': { json: [] },
      'GET /api/assets/discovery/scans': { json: [{ id: 's1', status: 'running' }] },
    });
    await pageOf(platform, 'audit');
    expect(await recordsOf(platform, 'scans')).toMatchObject([{ id: 's1', status: 'RUNNING' }]);
  });

  test('a wrong password is said of the path that exists', async () => {
    const { platform } = await rig({
      'POST /auth/login': { status: 401, json: { error: 'bad', code: 'X' } },
    });
    const answer = await streamOf(platform, 'audit').page({ from: null, to: null, cursor: null, signal });
    expect(answer).toMatchObject({
      failure: { code: 'UNAUTHORISED', what: 'prod: the password was refused (HTTP 401)' },
    });
    expect(JSON.stringify(answer)).not.toContain('horse');
  });

  test.each<[string, Fixed]>([
    ['a page', { text: '<!doctype html><title>App</title>' }],
    ['a way to a log-in', { status: 302, headers: { location: 'https://sso.example.com/' }, text: '' }],
    ['a refusal of the method', { status: 405, text: '<!doctype html><title>App</title>' }],
    ['a failure', { status: 500, text: '<!doctype html><title>App</title>' }],
    ['a log-in of its own', { status: 401, text: '<!doctype html><title>App</title>' }],
  ])('%s for every other path hides no list that is not offered', async (_, elsewhere) => {
    const { platform } = await rig({ ...logIn, 'GET /api/audit/entries': { json: [] } }, {}, '', (path) =>
      path.startsWith('/api/') ? MISSING : elsewhere,
    );
    for (const name of OPTIONAL)
      expect(await lookAt(platform, name)).toMatchObject({ failure: { code: 'NOT_FOUND' } });
    expect((await pageOf(platform, 'audit')).rows).toEqual([]);
  });

  test('a failure of the only log-in there is stays one', async () => {
    const { platform } = await rig({ 'POST /auth/login': { status: 500, json: { error: 'broken' } } });
    expect(await lookAt(platform, 'audit')).toMatchObject({ failure: { code: 'PLATFORM_ERROR' } });
  });

  test('no log-in anywhere is no list that is not offered', async () => {
    const { platform } = await rig({});
    const answer = await streamOf(platform, 'scans').page({ from: null, to: null, cursor: null, signal });
    expect(answer).toMatchObject({ failure: { code: 'BAD_RESPONSE' } });
  });
});

describe.each(OPTIONAL)('%s', (name) => {
  test('may be missing', async () => {
    const { platform } = await rig(logIn);
    expect(await lookAt(platform, name)).toMatchObject({ ok: false, failure: { code: 'NOT_FOUND' } });
    expect(platform.streams.find((one) => one.name === name)?.optional).toBe(true);
  });

  test('may be beyond the licence', async () => {
    const { platform } = await rig(logIn, {}, '', () => TOO_LOW);
    expect(await lookAt(platform, name)).toMatchObject({
      failure: { code: 'NOT_OFFERED', cause: expect.stringContaining('Licence tier STARTER') },
    });
  });

  test('is not what a refused log-in is about', async () => {
    const { platform } = await rig({ 'POST /api/auth/login': TOO_LOW });
    expect(await lookAt(platform, name)).toMatchObject({ failure: { code: 'UNAUTHORISED', status: 403 } });
  });
});

describe('a scan', () => {
  test.each([
    [
      'of the newer generation',
      {
        id: 's1',
        mode: 'full',
        status: 'completed',
        startedAt: '2026-08-20T09:00:00+00:00',
        completedAt: '2026-08-20T09:01:00+00:00',
        triggeredBy: 'ann@example.com',
        results: { vaultsScanned: 3 },
      },
    ],
    [
      'in snake_case',
      {
        id: 's1',
        mode: 'full',
        status: 'COMPLETED',
        started_at: '2026-08-20T09:00:00Z',
        completed_at: '2026-08-20T09:01:00Z',
        initiated_by: 'ann@example.com',
        results: { vaultsScanned: 3 },
        errors: [],
      },
    ],
  ])('%s is a job', async (_, row) => {
    const { platform } = await rig({
      ...logIn,
      'GET /api/assets/discovery/scans': { json: { data: [row] } },
    });
    expect(await recordsOf(platform, 'scans')).toEqual([
      {
        kind: 'job',
        platform: 'prod',
        id: 's1',
        name: 'Discovery scan (full)',
        type: 'DISCOVERY_SCAN',
        status: 'SUCCESS',
        caId: null,
        scheduledAt: null,
        startedAt: Date.UTC(2026, 7, 20, 9),
        completedAt: Date.UTC(2026, 7, 20, 9, 1),
        triggeredBy: { type: null, id: 'ann@example.com', name: null },
        payload: row,
        output: { vaultsScanned: 3 },
        error: null,
        certificateId: null,
        externalRequestId: null,
        origin: 'platform',
      },
    ]);
  });

  test.each([
    ['In Progress', 'RUNNING'],
    ['pending', 'QUEUED'],
    ['failed', 'FAILED'],
    ['cancelled', 'FAILED'],
    ['success', 'SUCCESS'],
    ['partial', 'SUCCESS'],
  ])('that is %j is %s', async (status, meant) => {
    const { platform } = await rig(
      { ...logIn, 'GET /api/assets/discovery/scans': { json: [{ id: 1, status, error: { why: 'x' } }] } },
      { status_aliases: { partial: 'SUCCESS' } as unknown as string },
    );
    expect(await recordsOf(platform, 'scans')).toMatchObject([{ status: meant, error: '{"why":"x"}' }]);
  });

  test('of a status nobody knows is set aside with what to write', async () => {
    const { platform } = await rig({
      ...logIn,
      'GET /api/assets/discovery/scans': { json: [{ id: 1, status: 'limbo' }] },
    });
    const { rows, rejected } = await pageOf(platform, 'scans');
    expect(rows).toEqual([]);
    expect(rejected).toMatchObject([{ key: '1', reason: expect.stringContaining('"limbo" = "RUNNING"') }]);
  });
});

describe('an alert of the history', () => {
  test.each([
    [
      {
        id: 'a1',
        alertType: 'vault_error',
        severity: 'Critical',
        message: 'm',
        createdAt: '2026-08-20T09:00:00Z',
      },
      { severity: 'error', type: 'vault_error', title: 'vault_error', message: 'm', read: false },
    ],
    [
      {
        id: 'a1',
        alert_type: 'secret_expiring',
        subject: 'Soon',
        sent_at: '2026-08-20T09:00:00+00:00',
        status: 'acknowledged',
      },
      { severity: 'warning', title: 'Soon', read: true, createdAt: Date.UTC(2026, 7, 20, 9) },
    ],
    [
      { alert_id: 7, type: 'sync_success', asset_type: 'secret', asset_id: 's', asset_name: 'n' },
      { id: '7', severity: 'info', entity: { type: 'secret', id: 's', name: 'n' } },
    ],
  ])('%j', async (row, expected) => {
    const { platform } = await rig({ ...logIn, 'GET /api/alerts/history': { json: { data: [row] } } });
    expect(await recordsOf(platform, 'alerts')).toMatchObject([expected]);
  });

  test('is read where the setting says', async () => {
    const { platform, asked } = await rig(
      { ...logIn, 'GET /api/notifications': { json: [] } },
      { alerts_history_path: '/notifications' },
    );
    await pageOf(platform, 'alerts');
    expect(asked().at(-1)).toBe('GET /api/notifications');
  });
});

describe('figures', () => {
  const figures = async (platform: Platform, name: string, state: unknown = null, now = NOON) => {
    const stream = platform.streams.find((one) => one.name === name) as ScanStream;
    const scan = await stream.scan({ state: state as null, now, signal });
    if (!scan.ok) throw new Error(JSON.stringify(scan.failure));
    return scan.value;
  };
  const valuesOf = ({ rows }: Awaited<ReturnType<typeof figures>>) =>
    Object.fromEntries(
      rows.map(({ record }) => (record.kind === 'statistic' ? [record.name, record.value] : [])),
    );

  test('assets are counted by type and state, by the total or row by row', async () => {
    const totals: Routes = {
      ...logIn,
      'GET /api/assets/discovery/assets': ({ url }) => ({
        json: { data: [], meta: { total: url.searchParams.has('status') ? 2 : 40 } },
      }),
    };
    const counted = valuesOf(await figures((await rig(totals)).platform, 'assets'));
    expect(counted).toEqual({
      'Discovered certificates': 40,
      'Expired certificates': 2,
      'Expiring certificates': 4,
      'Total number of keys': 40,
      Secrets: 40,
      'Expired secrets': 2,
      'Expiring secrets': 4,
    });
    const bare: Routes = {
      ...logIn,
      'GET /api/assets/discovery/vaults': ({ url }) => {
        const offset = Number(url.searchParams.get('offset'));
        return {
          json: Array.from({ length: Math.max(0, Math.min(100, 230 - offset)) }, (_, at) => ({ at })),
        };
      },
    };
    expect(valuesOf(await figures((await rig(bare)).platform, 'vaults'))).toEqual({ Vaults: 230 });
  });

  test('the published score; the next day compares itself with it', async () => {
    const score = {
      score: 87.5,
      passed: 42,
      failed: 6,
      total: 48,
      bySeverity: { critical: 0, high: 2, medium: 3, low: 1 },
    };
    const { platform } = await rig({ ...logIn, 'GET /api/compliance/score': { json: score } });
    const first = await figures(platform, 'compliance');
    expect(valuesOf(first)).toEqual({
      'Compliance score': 87.5,
      'Compliance checks passed': 42,
      'Compliance checks failed': 6,
      'Compliance checks': 48,
      'Violations of critical severity': 0,
      'Violations of high severity': 2,
      'Violations of medium severity': 3,
      'Violations of low severity': 1,
    });
    expect(first.rows[0]?.record).toMatchObject({
      id: 'compliance-score:2026-08-20',
      previous: null,
      unit: '%',
    });
    const later = await figures(platform, 'compliance', first.state, NOON + 3_600_000);
    expect(later.rows[0]?.record).toMatchObject({ id: 'compliance-score:2026-08-20', previous: null });
    const next = await figures(platform, 'compliance', later.state, NOON + 86_400_000);
    expect(next.rows[0]?.record).toMatchObject({ id: 'compliance-score:2026-08-21', previous: 87.5 });
  });
});

test('the probe says what the user can read', async () => {
  const { platform } = await rig({
    ...logIn,
    'GET /api/audit/entries': { json: { data: [JSON.parse(ENTRY)], meta: { total: 12_345 } } },
  });
  expect(await platform.probe(signal)).toEqual({
    ok: true,
    value: 'CertifyClouds answered: the user can read 12345 audit entries.',
  });
});

test('its own error words are the cause of a failure', async () => {
  const { platform } = await rig({
    ...logIn,
    'GET /api/audit/entries': TOO_LOW,
  });
  const answer = await streamOf(platform, 'audit').page({ from: null, to: null, cursor: null, signal });
  expect(answer).toMatchObject({
    failure: { code: 'FORBIDDEN', cause: expect.stringContaining('Licence tier STARTER') },
  });
});
