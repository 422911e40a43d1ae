import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import type { OutEvent, TargetSettings } from '../../src/forward/target.ts';
import { WEBHOOK } from '../../src/forward/webhook/kind.ts';
import { fillHeader, fillJson, readJsonTemplate, readTemplate } from '../../src/forward/webhook/template.ts';
import { secret } from '../support/platform-tools.ts';
import { deliver, eventOf, eventsOf, settingsOf, toolsFrom } from './events.ts';
import type { Fault } from './servers/faulty-server.ts';
import { type HookOptions, type HookServer, startHook } from './servers/hook-server.ts';

const SECRET = 'whsec_a-shared-secret';
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

function targetOf(values: TargetSettings['values'], tools = toolsFrom()) {
  const target = WEBHOOK.open(settingsOf(WEBHOOK, values), tools);
  open.push(target);
  return { target, tools };
}

async function serve(more: HookOptions = {}): Promise<HookServer> {
  const server = await startHook(more);
  open.push(server);
  return server;
}

const bodiesOf = (events: readonly OutEvent[]) => events.map(({ body }) => body);
/** The ids of the bodies that came as they are, or in lists. */
const idsIn = (server: HookServer) =>
  server.taken.flat().map((body) => (body as { event: { id: string } }).event.id);
const expectAll = (server: HookServer, events: readonly OutEvent[]) =>
  expect(new Set(idsIn(server))).toEqual(new Set(events.map(({ id }) => id)));

test('events go out as a list, signed', async () => {
  const tools = toolsFrom();
  const server = await serve({ secret: SECRET, clock: tools.clock });
  const { target } = targetOf({ url: `${server.url}/hook`, signing_secret: secret(SECRET) }, tools);
  expect(await deliver(target, eventsOf(3))).toEqual({ refused: [], failures: [] });
  expect(server.taken).toEqual([bodiesOf(eventsOf(3))]);
  expect(tools.lines.join('\n')).not.toContain('/hook');
});

test('one event a request, by a template, with headers of its own', async () => {
  const [first, second] = eventsOf(2);
  const server = await serve({
    wants: { authorization: 'Bearer a-token-of-theirs', 'x-source': 'certdeck on prod' },
  });
  const { target } = targetOf({
    url: server.url,
    authorization: secret('Bearer a-token-of-theirs'),
    headers: { 'X-Source': 'certdeck on {{platform}}' },
    batch: 'one',
    body: '{\n\t"text": "{{event.message}} by \\"{{event.user.name}}\\"",\n  "n": {{event.event.number}},\n  "all": {{event}}\n}',
  });
  expect(await deliver(target, eventsOf(2))).toEqual({ refused: [], failures: [] });
  expect(server.taken).toEqual([
    { text: 'signed in “0” \u{1f511}\n by ""', n: 0, all: first?.body },
    { text: 'signed in “1” \u{1f511}\n by ""', n: 1, all: second?.body },
  ]);
  expect(server.seen.map(({ headers }) => headers['x-certdeck-delivery'])).toEqual([first?.id, second?.id]);
});

test('a line an event', async () => {
  const server = await serve();
  const { target } = targetOf({
    url: server.url,
    batch: 'lines',
    body: '{\n"id": {{id}}\n}',
    batch_events: 2,
  });
  // The receiver parses one value; one line is one.
  await deliver(target, eventsOf(1));
  expect(server.taken).toEqual([{ id: eventOf(0).id }]);
  server.faults.push({ kind: 'answer', status: 200 }, { kind: 'answer', status: 200 });
  await deliver(target, eventsOf(3));
  const [, two] = server.seen;
  expect(two?.body.toString()).toBe(`{"id": "${eventOf(0).id}"}\n{"id": "${eventOf(1).id}"}\n`);
  expect(two?.headers['content-type']).toBe('application/x-ndjson');
});

describe('templates', () => {
  const json = fc.jsonValue({ maxDepth: 3 });
  const filled = (template: string, body: OutEvent['body']): unknown => {
    const read = readJsonTemplate(template);
    if ('wrong' in read) throw new Error(read.wrong);
    return JSON.parse(fillJson(read.template, { ...eventOf(0), body }));
  };

  test('whatever an event holds, the outcome is JSON, and what was put in', () => {
    const template = '{"a": {{event.x}}, "b": "<{{event.x}}>", "c": ["{{ id }}", {{at}}, "\\\\{{kind}}\\""]}';
    fc.assert(
      fc.property(json, (value) => {
        const { a, b, c } = filled(template, { x: value as Json }) as Record<string, unknown>;
        expect(JSON.stringify(a)).toBe(JSON.stringify(value));
        const words = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
        expect(b).toBe(`<${words}>`);
        expect(c).toEqual([eventOf(0).id, eventOf(0).at, '\\audit"']);
      }),
    );
  });

  test('a text cannot leave its quotes, nor a header its line', () => {
    const hostile = '", "admin": true, "x": "\\ {{id}} \u2028';
    expect(filled('{"text": "{{event.t}}"}', { t: hostile })).toEqual({ text: hostile });
    const read = readTemplate('{{event.t}}', false);
    if ('wrong' in read) throw new Error(read.wrong);
    const header = fillHeader(read.template, { ...eventOf(0), body: { t: 'a\r\nX-Evil: 1 \u{1f511}' } });
    expect(header).toBe('a%0D%0AX-Evil: 1 %F0%9F%94%91');
  });

  test('steps lead into lists, and only to what is an event’s own', () => {
    const body = { list: [{ name: 'a' }, { name: 'b' }] };
    expect(filled('[{{event.list.1.name}}, {{event.constructor}}, {{event.list.9}}]', body)).toEqual([
      'b',
      null,
      null,
    ]);
  });

  test.each([
    ['{"a": {{id}}{{id}}}', 'no JSON'],
    ['{"a": "{{id}}}', 'no JSON'],
    ['{"a": {{secret}}}', '{{secret}}'],
    ['{"a": {{id.x}}}', '{{id.x}}'],
    ['{"a": {{id}', 'no JSON'],
    ['-{{at}}', 'no JSON'],
  ])('%s is told before anything is sent', (template, word) => {
    expect(readJsonTemplate(template)).toEqual({ wrong: expect.stringContaining(word) });
  });
});

describe('settings', () => {
  test('an address may be a secret, and then stands in no line and no failure', async () => {
    const server = await serve();
    server.faults.push({ kind: 'answer', status: 500, body: { message: 'sig=abcdefgh is odd' } });
    const address = `${server.url}/workflows/1?sig=abcdefgh`;
    const { target, tools } = targetOf({ secret_url: secret(address) });
    const { failures } = await deliver(target, eventsOf(1));
    expectAll(server, eventsOf(1));
    expect(server.seen[1]?.url.search).toBe('?sig=abcdefgh');
    expect(JSON.stringify(tools.lines)).not.toContain('abcdefgh');
    expect(failures).toHaveLength(1);
  });

  test.each([
    [{}],
    [{ url: 'https://a.example', secret_url: secret('https://b.example') }],
    [{ secret_url: secret('no address') }],
    [{ secret_url: secret('https://user:pass@b.example') }],
  ])('an address has to be given, once and whole', (values) => {
    expect(() => WEBHOOK.open(settingsOf(WEBHOOK, values), toolsFrom())).toThrow(/secret_url/);
  });

  test('a secret address over plain http to another machine is not asked', async () => {
    const { target } = targetOf({ secret_url: secret('http://hooks.example/T0/KEY') });
    const [failure] = (await deliver(target, eventsOf(1), { patience: 1 })).failures;
    expect(failure?.code).toBe('CONFIG_INVALID');
    expect(JSON.stringify(failure)).not.toContain('KEY');
  });

  test('an authorization that no header can carry is told as such', async () => {
    const server = await serve();
    const { target } = targetOf({ url: server.url, authorization: secret('Bearer schlüssel') });
    const [failure] = (await deliver(target, eventsOf(1), { patience: 1 })).failures;
    expect(failure?.code).toBe('SECRET_UNREADABLE');
    expect(server.seen).toEqual([]);
  });

  test('a placeholder in a header wants one event a request', () => {
    const faults = (batch: string) => WEBHOOK.faultsOf?.({ headers: { 'X-Id': '{{id}}' }, batch });
    expect(faults('array')).toEqual([expect.objectContaining({ setting: 'headers' })]);
    expect(faults('one')).toEqual([]);
  });

  test.each([
    ['Content-Length', '1'],
    ['Authorization', 'Bearer x'],
    ['X Bad', '1'],
    ['X-Odd', 'ü'],
    ['X-Id', '{{nothing}}'],
  ])('header %s: %s is refused by the configuration', (name, text) => {
    const headers = WEBHOOK.settings.find((setting) => setting.name === 'headers');
    expect(headers?.faultOf?.(text, name)).not.toBeNull();
  });
});

describe('faults', () => {
  const answer = (status: number, headers = {}): Fault => ({ kind: 'answer', status, headers });
  const table: readonly (readonly [string, Fault, string])[] = [
    ['408', answer(408), 'TIMED_OUT'],
    ['425', answer(425), 'UNAVAILABLE'],
    ['429', answer(429, { 'retry-after': '11' }), 'RATE_LIMITED'],
    ['500', answer(500), 'PLATFORM_ERROR'],
    ['503', answer(503, { 'retry-after': '11' }), 'UNAVAILABLE'],
    ['401, the sender’s fault', answer(401), 'UNAUTHORISED'],
    ['404, the address’s fault', answer(404), 'NOT_FOUND'],
    ['a cut before reading', { kind: 'cut before reading' }, 'UNREACHABLE'],
    ['a cut after reading', { kind: 'cut after reading' }, 'UNREACHABLE'],
    ['a lost answer', { kind: 'lose the answer' }, 'UNREACHABLE'],
    ['a redirect', answer(308, { location: 'https://evil.example/' }), 'REDIRECTED'],
  ];
  test.each(table)('nothing is lost by %s', async (_, fault, code) => {
    const tools = toolsFrom();
    const server = await serve({ secret: SECRET, clock: tools.clock });
    server.faults.push(fault);
    const { target } = targetOf({ url: server.url, signing_secret: secret(SECRET) }, tools);
    const { refused, failures } = await deliver(target, eventsOf(5), { pass: tools.pass });
    expectAll(server, eventsOf(5));
    expect(refused).toEqual([]);
    expect(failures.map((failure) => failure.code)).toEqual([code]);
    if (fault.kind === 'answer' && fault.headers !== undefined && 'retry-after' in fault.headers) {
      expect(failures[0]?.retryAfter).toBe(11_000);
    }
    // A list that is sent again is told by its header.
    const deliveries = server.seen.map(({ headers }) => headers['x-certdeck-delivery']);
    expect(new Set(deliveries).size).toBe(1);
    expect(JSON.stringify([failures, tools.lines])).not.toContain(SECRET);
  });

  const refusing = (bad: readonly string[], status: number) => (body: unknown) =>
    [body].flat().some((one) => bad.includes((one as { event: { id: string } }).event.id)) ? status : null;

  test.each([
    [400, 'array'],
    [422, 'array'],
    [413, 'array'],
    [422, 'one'],
  ])('%i: what is refused for good is found, and all others arrive (%s)', async (status, batch) => {
    const bad = [eventOf(4).id, eventOf(11).id];
    const server = await serve({ refuses: refusing(bad, status) });
    const { target } = targetOf({ url: server.url, batch });
    const { refused, failures } = await deliver(target, eventsOf(20));
    expect(failures).toEqual([]);
    expect(refused.map(({ event }) => event.id)).toEqual(bad);
    expect(refused[0]?.why).toContain('This is not wanted here.');
    expectAll(
      server,
      eventsOf(20).filter(({ id }) => !bad.includes(id)),
    );
  });
});
