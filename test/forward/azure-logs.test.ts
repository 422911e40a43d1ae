import { afterEach, describe, expect, test } from 'vitest';
import { rowOf } from '../../src/forward/azure-logs/columns.ts';
import { AZURE_LOGS } from '../../src/forward/azure-logs/kind.ts';
import type { OutEvent, TargetSettings } from '../../src/forward/target.ts';
import { secret } from '../support/platform-tools.ts';
import { deliver, eventOf, eventsOf, settingsOf, toolsFrom } from './events.ts';
import type { Fault } from './servers/faulty-server.ts';
import {
  type IngestionOptions,
  type IngestionServer,
  refuse,
  startIngestion,
} from './servers/logs-ingestion-server.ts';

const SECRET = 'Zk8Q~the-secret-of-the-app';
const APP = {
  tenant: '7c1b2a90-0000-4000-8000-0d1e2f3a4b5c',
  clientId: '0f9e8d7c-1111-4000-8000-6b5a49382716',
  clientSecret: SECRET,
  rule: 'dcr-000a00a000a00000a000000aa000a0aa',
  stream: 'Custom-Certdeck_CL',
};
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function serve(more: Partial<IngestionOptions> = {}): Promise<IngestionServer> {
  const server = await startIngestion({ ...APP, ...more });
  open.push(server);
  return server;
}

function targetOf(url: string, values: TargetSettings['values'] = {}) {
  const tools = toolsFrom();
  const settings = settingsOf(AZURE_LOGS, {
    url,
    login_url: url,
    dcr: APP.rule,
    stream: APP.stream,
    tenant: APP.tenant,
    client_id: APP.clientId,
    client_secret: secret(SECRET),
    ...values,
  });
  const target = AZURE_LOGS.open(settings, tools);
  open.push(target);
  return { target, tools };
}

const idsIn = (server: IngestionServer) => server.rows.map(({ EventId }) => String(EventId));
function expectAll(server: IngestionServer, events: readonly OutEvent[]): void {
  expect(new Set(idsIn(server))).toEqual(new Set(events.map(({ id }) => id)));
  expect(server.violations).toEqual([]);
}

test('rows go out as one compressed list, with a token that is fetched once', async () => {
  const server = await serve();
  const { target, tools } = targetOf(server.url);
  expect(await deliver(target, eventsOf(3))).toEqual({ refused: [], failures: [] });
  expect(await deliver(target, [eventOf(3)])).toEqual({ refused: [], failures: [] });
  expectAll(server, eventsOf(4));
  expect(server.rows[1]).toEqual({
    TimeGenerated: '2026-08-20T12:00:01.001Z',
    EventId: eventOf(1).id,
    ...eventOf(1).body,
  });
  expect(server.tokens).toHaveLength(1);
  const call = server.seen.at(-1);
  expect(call?.headers['content-encoding']).toBe('gzip');
  expect(call?.headers['x-ms-client-request-id']).toMatch(/^[\da-f-]{36}$/);
  expect(tools.lines.join('\n')).not.toContain(SECRET);
});

test.each([
  ['public', 'https://monitor.azure.com/.default'],
  ['china', 'https://monitor.azure.cn/.default'],
  ['us-government', 'https://monitor.azure.us/.default'],
])('cloud %s has an audience of its own', async (cloud, scope) => {
  const server = await serve({ scope });
  const { target } = targetOf(server.url, { cloud });
  expect(await deliver(target, eventsOf(1))).toEqual({ refused: [], failures: [] });
});

test('a token is renewed before it expires', async () => {
  const server = await serve({ lifetime: 3_600 });
  const { target, tools } = targetOf(server.url);
  await deliver(target, [eventOf(0)]);
  tools.pass(40 * 60_000);
  await deliver(target, [eventOf(1)]);
  expect(server.tokens).toHaveLength(1);
  tools.pass(15 * 60_000);
  await deliver(target, [eventOf(2)]);
  expect(server.tokens).toHaveLength(2);
});

test('a refused token is fetched anew once, and no oftener', async () => {
  const server = await serve();
  const { target } = targetOf(server.url);
  await deliver(target, [eventOf(0)]);
  server.revoke();
  expect(await deliver(target, [eventOf(1)])).toEqual({ refused: [], failures: [] });
  expect(server.tokens).toHaveLength(2);
  const never: Fault = { kind: 'answer', ...refuse(401, 'InvalidToken', 'Wrong audience.') };
  server.faults.push(never, never);
  const { failures } = await deliver(target, [eventOf(2)]);
  expect(failures).toEqual([expect.objectContaining({ code: 'UNAUTHORISED', status: 401 })]);
  expectAll(server, eventsOf(3));
});

test('calls keep under 1 MB, compressed or not', async () => {
  const server = await serve();
  const { target } = targetOf(server.url);
  // Cannot be compressed: gzip makes it larger.
  const noise = (seed: number) =>
    Array.from({ length: 15_000 }, (_, at) =>
      String.fromCodePoint(0x4e00 + ((seed * 7_919 + at * at * 31) % 20_000)),
    );
  const events = eventsOf(60).map((event, number) => ({ ...event, body: { text: noise(number).join('') } }));
  expect(await deliver(target, events)).toEqual({ refused: [], failures: [] });
  expectAll(server, events);
  expect(idsIn(server)).toHaveLength(60);
});

describe('rows', () => {
  const shape = { columns: {}, nestedAsText: false };
  const row = (body: OutEvent['body'], more = {}) => rowOf({ ...eventOf(0), body }, { ...shape, ...more });

  test('names that are taken or no columns are others', () => {
    const long = 'a'.repeat(60);
    const body = {
      id: '1',
      Type: 't',
      title: 'x',
      '@timestamp': 'now',
      'a.b-c': 1,
      _x: 2,
      '😀': 3,
      [long]: 4,
    };
    expect(Object.keys(row(body))).toEqual([
      'TimeGenerated',
      'EventId',
      'EntryId',
      'RecordType',
      'RecordTitle',
      'timestamp',
      'a_b_c',
      'x',
      'Field',
      'a'.repeat(45),
    ]);
  });

  test('two members of one column keep apart, and the id stands there once', () => {
    const event = eventOf(0);
    const { TimeGenerated, ...rest } = row({ eventId: event.id, 'a.b': 1, a_b: 2, TimeGenerated: 'x' });
    expect(rest).toEqual({ EventId: event.id, a_b: 1, a_b_2: 2, TimeGenerated_2: 'x' });
    expect(TimeGenerated).toBe('2026-08-20T12:00:00.000Z');
  });

  test('columns may be named by the user', () => {
    expect(row({ id: '1' }, { columns: { id: 'PlatformEntry' } })).toMatchObject({ PlatformEntry: '1' });
  });

  test('a value past 64 KB is cut with a mark, between two characters', () => {
    const { text, nested } = row({ text: '証😀'.repeat(12_000), nested: { list: ['x'.repeat(70_000)] } });
    for (const cell of [text, nested]) {
      expect(Buffer.byteLength(String(cell))).toBeLessThanOrEqual(64 * 1024);
      expect(Buffer.byteLength(String(cell))).toBeGreaterThan(64 * 1024 - 8);
      expect(String(cell)).toMatch(/ … \[cut\]$/);
      expect(String(cell).isWellFormed()).toBe(true);
    }
    expect(row({ text: 'x'.repeat(65_536) }).text).toBe('x'.repeat(65_536));
  });

  test('structured values go as texts where the table has no place for them', () => {
    expect(row({ user: { id: 7 } })).toMatchObject({ user: { id: 7 } });
    expect(row({ user: { id: 7 } }, { nestedAsText: true })).toMatchObject({ user: '{"id":7}' });
  });
});

describe('faults', () => {
  const table: readonly (readonly [string, Fault, string])[] = [
    ['429', { kind: 'answer', ...refuse(429, 'Throttled', 'Slow.', { 'retry-after': '9' }) }, 'RATE_LIMITED'],
    ['503', { kind: 'answer', ...refuse(503, 'Busy', 'Later.') }, 'UNAVAILABLE'],
    ['a cut before reading', { kind: 'cut before reading' }, 'UNREACHABLE'],
    ['a cut after reading', { kind: 'cut after reading' }, 'UNREACHABLE'],
    ['a lost answer', { kind: 'lose the answer' }, 'UNREACHABLE'],
    ['garbage', { kind: 'garbage' }, 'BAD_RESPONSE'],
    [
      'a redirect',
      { kind: 'answer', status: 307, headers: { location: 'https://evil.example/' } },
      'REDIRECTED',
    ],
  ];
  test.each(table)('nothing is lost by %s', async (name, fault, code) => {
    const server = await serve();
    server.faults.push(fault);
    const { target, tools } = targetOf(server.url);
    const { refused, failures } = await deliver(target, eventsOf(5));
    expectAll(server, eventsOf(5));
    expect(refused).toEqual([]);
    expect(failures.map((failure) => failure.code)).toEqual([code]);
    if (name === '429') {
      expect(failures[0]).toMatchObject({ retryAfter: 9_000, cause: 'Throttled: Slow.' });
    }
    const said = JSON.stringify([failures, tools.lines]);
    for (const hidden of [SECRET, ...server.tokens]) expect(said).not.toContain(hidden);
  });

  test('a role that is missing is told by its name', async () => {
    const server = await serve();
    server.faults.push({ kind: 'answer', ...refuse(403, 'OperationFailed', 'No permission.') });
    const { target } = targetOf(server.url);
    const [failure] = (await deliver(target, eventsOf(1), { patience: 1 })).failures;
    expect(failure).toMatchObject({
      code: 'FORBIDDEN',
      cause: 'OperationFailed: No permission.',
      next: expect.stringContaining('Monitoring Metrics Publisher'),
    });
  });

  test('a refused log-in names the setting, tells what was said, and is not tried again at once', async () => {
    const server = await serve();
    const { target, tools } = targetOf(server.url, { client_secret: secret('a-wrong-secret') });
    const { failures } = await deliver(target, eventsOf(1), { patience: 3 });
    expect(failures[2]).toMatchObject({
      code: 'UNAUTHORISED',
      cause: expect.stringContaining('AADSTS7000215'),
      next: expect.stringContaining('client_secret'),
    });
    expect(server.seen).toHaveLength(1);
    expect(JSON.stringify([failures, tools.lines])).not.toContain('a-wrong-secret');
    expect(await target.check?.(new AbortController().signal)).toEqual(failures[0]);
  });
});

describe('refused rows', () => {
  const refuses = (ids: readonly string[]) => (row: Readonly<Record<string, unknown>>) =>
    ids.includes(String(row.EventId));

  test('one row is found among many, and all others arrive', async () => {
    const bad = [eventOf(5).id, eventOf(30).id];
    const server = await serve({ refuses: refuses(bad) });
    const { target } = targetOf(server.url);
    const { refused, failures } = await deliver(target, eventsOf(40));
    expect(failures).toEqual([]);
    expect(refused.map(({ event }) => event.id)).toEqual(bad);
    expect(refused[0]?.why).toContain('InvalidPayload');
    expectAll(
      server,
      eventsOf(40).filter(({ id }) => !bad.includes(id)),
    );
    expect(idsIn(server)).toHaveLength(38);
  });

  test('where all of them are refused from the start, the settings are at fault and none counts as refused', async () => {
    let refusing = true;
    const server = await serve({ refuses: () => refusing });
    const { target } = targetOf(server.url);
    const { refused, failures } = await deliver(target, eventsOf(40), { patience: 1 });
    expect(refused).toEqual([]);
    expect(failures[0]?.next).toContain('settings');
    refusing = false;
    await deliver(target, eventsOf(40));
    expectAll(server, eventsOf(40));
  });
});
