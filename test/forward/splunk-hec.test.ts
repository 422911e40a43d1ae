import { afterEach, describe, expect, test } from 'vitest';
import { SPLUNK_HEC } from '../../src/forward/splunk-hec/kind.ts';
import type { OutEvent, TargetSettings } from '../../src/forward/target.ts';
import { secret } from '../support/platform-tools.ts';
import { deliver, eventOf, eventsOf, settingsOf, toolsFrom } from './events.ts';
import type { Fault } from './servers/faulty-server.ts';
import { type HecOptions, type HecServer, saysCode, startHec } from './servers/hec-server.ts';

const TOKEN = '5e1f7c0a-3b44-4a91-9d2e-7f0c6b1a2d33';
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function serve(more: Partial<HecOptions> = {}): Promise<HecServer> {
  const server = await startHec({ token: TOKEN, ...more });
  open.push(server);
  return server;
}

function targetOf(url: string, values: TargetSettings['values'] = {}) {
  const tools = toolsFrom();
  const target = SPLUNK_HEC.open(settingsOf(SPLUNK_HEC, { url, token: secret(TOKEN), ...values }), tools);
  open.push(target);
  return { target, tools };
}

const idsOf = (events: readonly OutEvent[]) => events.map(({ id }) => id);
const indexedIds = (server: HecServer) => server.indexed.map(({ fields }) => String(fields?.event_id));
/** Every event is there, in the form the collector wants it. */
function expectAll(server: HecServer, events: readonly OutEvent[]): void {
  expect(new Set(indexedIds(server))).toEqual(new Set(idsOf(events)));
  expect(server.violations).toEqual([]);
}

test('events go out in envelopes, one after another, compressed', async () => {
  const server = await serve({ indexes: ['pki'] });
  const { target, tools } = targetOf(server.url, { index: 'pki', host: 'console-1' });
  const events = eventsOf(3);
  expect(await deliver(target, events)).toEqual({ refused: [], failures: [] });
  expectAll(server, events);
  expect(server.indexed[1]).toEqual({
    time: (events[1]?.at ?? 0) / 1_000,
    host: 'console-1',
    source: 'certdeck',
    sourcetype: 'certdeck:audit',
    index: 'pki',
    event: events[1]?.body,
    fields: { event_id: events[1]?.id },
  });
  expect(server.seen).toHaveLength(1);
  expect(server.seen[0]?.headers['content-encoding']).toBe('gzip');
  expect(server.seen[0]?.url.pathname).toBe('/services/collector/event');
  expect(tools.lines.join('\n')).toMatch(/^siem POST http:\/\/127\.0\.0\.1:\d+ \d+B 200 \d+ms$/);
});

test('the address may be given with its path, and compression left out', async () => {
  const server = await serve();
  const { target } = targetOf(`${server.url}/services/collector/event`, { gzip: false });
  await deliver(target, eventsOf(2));
  expectAll(server, eventsOf(2));
  expect(server.seen[0]?.headers['content-encoding']).toBeUndefined();
});

test('a batch keeps under the limit in bytes, not in characters', async () => {
  const server = await serve({ maxBytes: 20_000 });
  const { target } = targetOf(server.url, { batch_bytes: 20_000, gzip: false });
  const events = eventsOf(40).map((event) => ({
    ...event,
    body: { ...event.body, text: '证书'.repeat(400) },
  }));
  expect(await deliver(target, events)).toEqual({ refused: [], failures: [] });
  expectAll(server, events);
  expect(indexedIds(server)).toHaveLength(40);
  expect(server.seen.length).toBeLessThan(8);
});

describe('faults', () => {
  const table: readonly (readonly [string, readonly Fault[], string])[] = [
    ['503 code 9', [{ kind: 'answer', ...saysCode(9) }], 'UNAVAILABLE'],
    ['500 code 8', [{ kind: 'answer', ...saysCode(8) }], 'PLATFORM_ERROR'],
    ['503 code 18', [{ kind: 'answer', ...saysCode(18) }], 'UNAVAILABLE'],
    ['429', [{ kind: 'answer', status: 429, headers: { 'retry-after': '7' }, body: 'slow' }], 'RATE_LIMITED'],
    ['a cut before reading', [{ kind: 'cut before reading' }], 'UNREACHABLE'],
    ['a cut after reading', [{ kind: 'cut after reading' }], 'UNREACHABLE'],
    ['a lost answer', [{ kind: 'lose the answer' }], 'UNREACHABLE'],
    ['half an answer', [{ kind: 'half an answer' }], 'UNREACHABLE'],
    ['garbage', [{ kind: 'garbage' }], 'BAD_RESPONSE'],
    [
      'a redirect',
      [{ kind: 'answer', status: 302, headers: { location: 'https://evil.example/' } }],
      'REDIRECTED',
    ],
  ];
  test.each(table)('nothing is lost by %s', async (_, faults, code) => {
    const server = await serve();
    server.faults.push(...faults);
    const { target, tools } = targetOf(server.url);
    const events = eventsOf(5);
    const { refused, failures } = await deliver(target, events);
    expectAll(server, events);
    expect(refused).toEqual([]);
    expect(failures.map((failure) => failure.code)).toEqual([code]);
    expect(JSON.stringify([failures, tools.lines])).not.toContain(TOKEN);
  });

  test('the time a server asks to wait is handed on', async () => {
    const server = await serve();
    server.faults.push({ kind: 'answer', status: 429, headers: { 'retry-after': '7' } });
    const { target } = targetOf(server.url);
    const { failures } = await deliver(target, eventsOf(1));
    expect(failures[0]?.retryAfter).toBe(7_000);
  });

  test('what is wrong with the settings stops everything, and says what to do', async () => {
    const server = await serve({ indexes: ['main'] });
    const wrongIndex = targetOf(server.url, { index: 'pki' }).target;
    const wrongToken = targetOf(server.url, { token: secret('another-token') }).target;
    const events = eventsOf(2);
    const [index] = (await deliver(wrongIndex, events, { patience: 1 })).failures;
    expect(index).toMatchObject({ code: 'CONFIG_INVALID', what: expect.stringContaining('index') });
    const [token] = (await deliver(wrongToken, events, { patience: 1 })).failures;
    expect(token).toMatchObject({ code: 'UNAUTHORISED', status: 403 });
    expect(JSON.stringify(token)).not.toContain('another-token');
    expect(server.indexed).toEqual([]);
  });

  test('no token goes over plain http to another machine', async () => {
    const { target } = targetOf('http://splunk.example.com:8088');
    const [failure] = (await deliver(target, eventsOf(1), { patience: 1 })).failures;
    expect(failure).toMatchObject({ code: 'CONFIG_INVALID', what: expect.stringContaining('plain http') });
  });
});

describe('refused events', () => {
  const wrong = (...numbers: readonly number[]) => numbers.map((number) => eventOf(number).id);
  const refusing = (ids: readonly string[], code: number) => (event: unknown) =>
    ids.includes((event as { event: { id: string } }).event.id) ? code : null;

  test.each([[6], [12], [13], [15]])(
    'code %i: the one named is refused, the rest is sent again',
    async (code) => {
      const server = await serve({ refuses: refusing(wrong(2), code) });
      const { target } = targetOf(server.url);
      const events = eventsOf(6);
      const { refused, failures } = await deliver(target, events);
      expect(failures).toEqual([]);
      expect(refused.map(({ event }) => event.id)).toEqual(wrong(2));
      expect(refused[0]?.why).toContain(`code ${code}`);
      expectAll(
        server,
        events.filter(({ id }) => id !== wrong(2)[0]),
      );
      expect(server.seen.length).toBeLessThanOrEqual(4);
    },
  );

  test('several, and the first and the last', async () => {
    const bad = wrong(0, 3, 4, 9);
    const server = await serve({ refuses: refusing(bad, 6) });
    const { target } = targetOf(server.url);
    const events = eventsOf(10);
    const { refused } = await deliver(target, events);
    expect(refused.map(({ event }) => event.id)).toEqual(bad);
    expectAll(
      server,
      events.filter(({ id }) => !bad.includes(id)),
    );
  });

  test.each([
    ['none', {}],
    ['one counted from 1', { 'invalid-event-number': 4 }],
    ['always the first', { 'invalid-event-number': 0 }],
    ['one that is not there', { 'invalid-event-number': 99 }],
  ])('a collector that names %s is asked until it is clear which', async (_, more) => {
    const bad = wrong(3);
    const server = await serve({ refuses: refusing(bad, 6) });
    const { target } = targetOf(server.url);
    const events = eventsOf(16);
    server.faults.push({ kind: 'answer', ...saysCode(6, more) });
    const { refused } = await deliver(target, events);
    expect(refused.map(({ event }) => event.id)).toEqual(bad);
    expectAll(
      server,
      events.filter(({ id }) => !bad.includes(id)),
    );
  });

  test('a request too large for the server is divided, and only what is too large alone is refused', async () => {
    const server = await serve({ maxBytes: 4_000 });
    const { target } = targetOf(server.url);
    const large = eventOf(7, { text: 'x'.repeat(5_000) });
    const events = [...eventsOf(7), large, eventOf(8)];
    const { refused } = await deliver(target, events);
    expect(refused).toEqual([{ event: large, why: expect.stringContaining('too large') }]);
    expectAll(
      server,
      events.filter((event) => event !== large),
    );
  });
});

describe('acknowledgements', () => {
  test('a batch counts once the collector says it is indexed', async () => {
    const server = await serve({ ack: true });
    server.pollsBefore = 2;
    const { target, tools } = targetOf(server.url, { ack: true });
    expect(await deliver(target, eventsOf(3))).toEqual({ refused: [], failures: [] });
    expect(await deliver(target, [eventOf(3)])).toEqual({ refused: [], failures: [] });
    expectAll(server, eventsOf(4));
    expect(indexedIds(server)).toHaveLength(4);
    expect(tools.waits).toEqual([500, 1_000, 500, 1_000]);
    const channels = new Set(server.seen.map(({ headers }) => headers['x-splunk-request-channel']));
    expect(channels.size).toBe(1);
  });

  test('what is not acknowledged in time is sent again, with the same ids, on another channel', async () => {
    const server = await serve({ ack: true });
    server.losesBatches = 1;
    const { target } = targetOf(server.url, { ack: true, ack_timeout: 20_000 });
    const { failures } = await deliver(target, eventsOf(3));
    expect(failures.map(({ code }) => code)).toEqual(['TIMED_OUT']);
    expectAll(server, eventsOf(3));
    const channels = new Set(server.seen.map(({ headers }) => headers['x-splunk-request-channel']));
    expect(channels.size).toBe(2);
  });

  test('a lost answer is a double with the same id, and nothing is lost', async () => {
    const server = await serve({ ack: true });
    server.faults.push({ kind: 'lose the answer' }, { kind: 'answer', ...saysCode(9) });
    const { target } = targetOf(server.url, { ack: true });
    await deliver(target, eventsOf(3));
    expectAll(server, eventsOf(3));
    expect(indexedIds(server)).toHaveLength(6);
  });

  test('a load balancer finds the indexer again by its cookies', async () => {
    const server = await serve({ ack: true });
    const headers = { 'set-cookie': 'AWSALB=one/two==; Path=/; HttpOnly' };
    server.faults.push({ kind: 'answer', ...saysCode(9), headers });
    const { target } = targetOf(server.url, { ack: true });
    await deliver(target, eventsOf(1));
    expect(server.seen.map((came) => came.headers.cookie)).toEqual([
      undefined,
      'AWSALB=one/two==',
      'AWSALB=one/two==',
    ]);
  });

  test('a token that wants acknowledgement says so to a target without', async () => {
    const server = await serve({ ack: true });
    const { target } = targetOf(server.url);
    const [failure] = (await deliver(target, eventsOf(1), { patience: 1 })).failures;
    expect(failure).toMatchObject({ code: 'CONFIG_INVALID', next: expect.stringContaining('ack = true') });
  });

  test('a token without acknowledgement is told once, and not sent doubles for ever', async () => {
    const server = await serve();
    const { target } = targetOf(server.url, { ack: true });
    const { failures } = await deliver(target, eventsOf(1), { patience: 4 });
    expect(failures[3]).toMatchObject({ code: 'CONFIG_INVALID', next: expect.stringContaining('ack') });
    expect(indexedIds(server)).toHaveLength(1);
  });
});

describe('a test without events', () => {
  const { signal } = new AbortController();

  test.each([[false], [true]])('its health and its token are asked (ack = %s)', async (ack) => {
    const server = await serve({ ack });
    const { target } = targetOf(server.url, { ack });
    expect(await target.check?.(signal)).toBeNull();
    server.healthy = false;
    expect(await target.check?.(signal)).toMatchObject({ code: 'UNAVAILABLE' });
    expect(server.indexed).toEqual([]);
  });

  test('a wrong token and a wrong acknowledgement are told', async () => {
    const server = await serve();
    const wrong = targetOf(server.url, { token: secret('another-token') }).target;
    expect(await wrong.check?.(signal)).toMatchObject({ code: 'UNAUTHORISED' });
    const acked = targetOf(server.url, { ack: true }).target;
    expect(await acked.check?.(signal)).toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

test('an abort ends it at once', async () => {
  const server = await serve({ ack: true });
  server.losesBatches = 1;
  const stop = new AbortController();
  const { target, tools } = targetOf(server.url, { ack: true });
  const waiting = { ...tools, wait: async () => stop.abort() };
  const sent = SPLUNK_HEC.open(
    settingsOf(SPLUNK_HEC, { url: server.url, token: secret(TOKEN), ack: true }),
    waiting,
  );
  open.push(sent);
  const [event] = eventsOf(1);
  if (event === undefined) throw new Error('no event');
  await expect(sent.send([{ event, text: target.write(event) }], stop.signal)).rejects.toThrow();
});
