import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { FailureCode } from '../../src/domain/failure.ts';
import { createHttp, type HttpOptions } from '../../src/platforms/http.ts';
import { type Reply, startServer, type TestServer } from '../support/http-server.ts';
import { fakeTools, NOON, secret } from '../support/platform-tools.ts';

const KEY = '01e615c60f4e874a1a6d0d66dc87d297_key';
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function serve(...replies: readonly Reply[]): Promise<TestServer> {
  const server = await startServer(
    (_, index) => replies[Math.min(index, replies.length - 1)] ?? { json: {} },
  );
  open.push(server);
  return server;
}

function httpOf(baseUrl: string, more: Partial<HttpOptions> = {}) {
  const tools = fakeTools();
  const held = secret(KEY);
  const http = createHttp({
    platform: 'prod',
    baseUrl,
    credential: { setting: 'api_key', secret: held, headers: () => ({ 'x-api-key': held.reveal() }) },
    limits: [],
    tools,
    ...more,
  });
  open.push(http);
  const ask = async (path = '/log', signal = new AbortController().signal) =>
    http.ask({ path, asked: 'the audit log', signal });
  return { http, tools, ask };
}

/** Asks once and gives the failure, which must exist and hold nothing of the key. */
async function failureOf(baseUrl: string, more: Partial<HttpOptions> = {}) {
  const { ask, tools } = httpOf(baseUrl, more);
  const answer = await ask();
  if (answer.ok) throw new Error(`expected a failure, got ${JSON.stringify(answer.value)}`);
  expect(JSON.stringify(answer.failure)).not.toContain(KEY);
  expect(tools.lines.join('\n')).not.toContain(KEY);
  expect(answer.failure.next).not.toBe('');
  return { failure: answer.failure, tools };
}

test('an answer comes back as JSON, asked for with the key and a name', async () => {
  const server = await serve({ json: { total: 1 } });
  const { ask, tools } = httpOf(server.url);
  expect(await ask('/log?limit=5')).toEqual({ ok: true, value: { total: 1 } });
  const [seen] = server.seen;
  expect(seen?.headers['x-api-key']).toBe(KEY);
  expect(seen?.headers['user-agent']).toMatch(/^certdeck\/\d/);
  expect(seen?.url.search).toBe('?limit=5');
  expect(tools.lines).toEqual([expect.stringMatching(/^prod GET http:.*\/log\?limit=5 200 11B \d+ms$/)]);
});

describe('statuses', () => {
  const table: readonly (readonly [number, FailureCode, number])[] = [
    [400, 'PLATFORM_ERROR', 1],
    [401, 'UNAUTHORISED', 1],
    [403, 'FORBIDDEN', 1],
    [404, 'NOT_FOUND', 1],
    [418, 'PLATFORM_ERROR', 1],
    [429, 'RATE_LIMITED', 4],
    [500, 'PLATFORM_ERROR', 3],
    [502, 'PLATFORM_ERROR', 3],
    [503, 'UNAVAILABLE', 3],
  ];
  test.each(table)('HTTP %i is %s after %i requests', async (status, code, requests) => {
    const server = await serve({ status, json: { errors: [{ code: 'some_code', message: `told ${KEY}` }] } });
    const { failure } = await failureOf(server.url);
    expect(failure).toMatchObject({ code, where: 'prod', cause: 'some_code: told [secret]' });
    expect(failure.what).toContain(`(HTTP ${status})`);
    expect(server.seen).toHaveLength(requests);
  });

  test('a refused key names its setting', async () => {
    const server = await serve({ status: 401, json: {} });
    const { failure } = await failureOf(server.url);
    expect(failure.what).toBe('prod: the api_key was refused (HTTP 401)');
  });

  test('a passing fault is asked again with growing, jittered delays', async () => {
    const server = await serve({ status: 500, text: '' }, { status: 500, text: '' }, { json: [1] });
    const { ask, tools } = httpOf(server.url);
    expect(await ask()).toEqual({ ok: true, value: [1] });
    expect(tools.waits).toEqual([250, 500]);
  });
});

describe('Retry-After', () => {
  const until = (ms: number) => new Date(NOON + ms).toUTCString();
  test.each([
    ['seconds', '2', 2_000],
    ['a date', until(3_000), 3_000],
    ['a date already past', until(-60_000), 0],
  ])('as %s is waited for', async (_, header, ms) => {
    const server = await serve({ status: 429, headers: { 'retry-after': header }, json: {} }, { json: [] });
    const { ask, tools } = httpOf(server.url);
    expect(await ask()).toEqual({ ok: true, value: [] });
    expect(tools.waits).toEqual([ms]);
  });

  test('longer than worth waiting is handed back, and pauses the whole key', async () => {
    const server = await serve(
      { status: 503, headers: { 'retry-after': '600' }, text: '<html>' },
      { json: [] },
    );
    const { ask, tools } = httpOf(server.url);
    expect(await ask()).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE', retryAfter: 600_000 } });
    expect(await ask()).toMatchObject({ ok: false, failure: { code: 'RATE_LIMITED', retryAfter: 600_000 } });
    expect(server.seen).toHaveLength(1);
    await tools.wait(600_000, new AbortController().signal);
    expect(await ask()).toEqual({ ok: true, value: [] });
  });

  test.each([
    [
      '600',
      600_000,
      'asks to wait 10m; the process that asked tries again at 2026-08-20T12:10:00Z or later, a new one at once.',
    ],
    [
      '86400',
      3_600_000,
      'asks to wait 1d; the process that asked tries again already after 1h, at 2026-08-20T13:00:00Z or later, a new one at once.',
    ],
  ])('of %s s is told with the next attempt', async (header, retryAfter, words) => {
    const server = await serve({ status: 429, headers: { 'retry-after': header }, json: {} });
    const { ask } = httpOf(server.url);
    expect(await ask()).toEqual({
      ok: false,
      failure: {
        code: 'RATE_LIMITED',
        what: 'prod: too many requests for this key (HTTP 429)',
        next: `The platform ${words} A longer poll_interval asks less.`,
        where: 'prod',
        status: 429,
        retryAfter,
      },
    });
    expect(await ask()).toMatchObject({
      failure: { retryAfter, next: expect.stringMatching(/the first poll after 2026-08-20T1[23]:[01]0:00Z/) },
    });
  });

  test.each(['soon', '-5', ''])('that says nothing readable (%j) leaves our own delay', async (header) => {
    const server = await serve({ status: 429, headers: { 'retry-after': header }, json: {} }, { json: [] });
    const { ask, tools } = httpOf(server.url);
    expect((await ask()).ok).toBe(true);
    expect(tools.waits).toEqual([250]);
  });
});

describe('bodies', () => {
  test.each([
    ['HTML', '<!DOCTYPE html><title>Sign\u001b[31m in</title>', /an HTML page titled “Sign.* in”/],
    ['half a JSON', '{"total": 5, "items": [{"id": "a', /half a JSON body: it breaks off after 32 char/],
    ['text', `hello ${KEY}`, /text that is not JSON: “hello \[secret\]”/],
    ['broken JSON', '{"a": nope}', /look like JSON but are not/],
  ])('%s on 200 is told for what it is', async (_, text, cause) => {
    const server = await serve({ text });
    const { failure } = await failureOf(server.url);
    expect(failure).toMatchObject({ code: 'BAD_RESPONSE', cause: expect.stringMatching(cause) });
    expect(failure.cause).not.toContain('\u001b');
  });

  test('a key echoed in the records of a good answer is taken out, and nothing else changes', async () => {
    const body = {
      items: [
        {
          id: `x-${KEY}`,
          [`of ${KEY}`]: 1,
          message: `${encodeURIComponent(KEY)}!`,
          n: 7,
          deep: [[null, KEY]],
        },
      ],
      ['__proto__']: 'data',
    };
    const server = await serve({ text: JSON.stringify(body) });
    const answer = await httpOf(server.url).ask();
    expect(JSON.stringify(answer)).toBe(
      JSON.stringify({ ok: true, value: body })
        .replaceAll(encodeURIComponent(KEY), '[secret]')
        .replaceAll(KEY, '[secret]'),
    );
  });

  test('a key too short to be told from other text changes no record', async () => {
    const held = secret('banana');
    const server = await serve({ json: { a: 'bananas' } });
    const { ask } = httpOf(server.url, {
      credential: { setting: 'api_key', secret: held, headers: () => ({}) },
    });
    expect(await ask()).toEqual({ ok: true, value: { a: 'bananas' } });
  });

  test('a key so short that messages are made of it is not sent', async () => {
    const held = secret('SET');
    const server = await serve((response) => response.destroy());
    const credential = { setting: 'api_key', secret: held, headers: () => ({}) };
    const { ask, tools } = httpOf(server.url, { credential });
    expect(await ask()).toMatchObject({
      failure: { code: 'SECRET_UNREADABLE', what: 'prod: api_key has fewer than 4 characters' },
    });
    expect([server.seen, tools.lines]).toEqual([[], []]);
    const obtained = () => ['SET'];
    const other = httpOf(server.url, { credential: { ...credential, secret: secret(KEY), obtained } });
    expect(await other.ask()).toMatchObject({ failure: { cause: expect.stringContaining('ECONNRESET') } });
  });

  test('an empty one is null', async () => {
    const server = await serve((response) => response.writeHead(204).end());
    expect(await httpOf(server.url).ask()).toEqual({ ok: true, value: null });
  });

  test('one longer than allowed is not read to its end', async () => {
    const server = await serve({ text: `[${'1,'.repeat(50_000)}1]` });
    const { failure } = await failureOf(server.url, { maxBytes: 10_000 });
    expect(failure).toMatchObject({ code: 'BAD_RESPONSE', cause: expect.stringContaining('10000 bytes') });
  });

  test('one that unpacks beyond the limit is cut while it unpacks', async () => {
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(Buffer.alloc(5_000_000, ' '));
    const server = await serve((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    const { failure } = await failureOf(server.url, { maxBytes: 100_000 });
    expect(failure.code).toBe('BAD_RESPONSE');
  });

  test('one cut off in the middle of the connection is a network fault, asked for once more', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"total":');
      setImmediate(() => response.destroy());
    });
    const { failure } = await failureOf(server.url);
    expect(failure.code).toBe('UNREACHABLE');
    expect(server.seen).toHaveLength(2);
  });

  test('long whole numbers keep their digits', async () => {
    const server = await serve({
      text: '{"serial": 340282366920938463463374607431768211455, "n": 12.5, "at": 1649144970189}',
    });
    expect(await httpOf(server.url).ask()).toEqual({
      ok: true,
      value: { serial: '340282366920938463463374607431768211455', n: 12.5, at: 1_649_144_970_189 },
    });
  });
});

describe('redirects', () => {
  test('to another host are not followed', async () => {
    const other = await serve({ json: { stolen: true } });
    const server = await serve({ status: 302, headers: { location: `${other.url}/log` }, text: '' });
    const { failure } = await failureOf(server.url);
    expect(failure).toMatchObject({ code: 'REDIRECTED', cause: `It points to ${other.url}.` });
    expect(other.seen).toEqual([]);
  });

  test('on the same host are followed, but not for ever', async () => {
    const server = await startServer(({ url }) =>
      url.pathname === '/log' ? { status: 301, headers: { location: '/log/' }, text: '' } : { json: [] },
    );
    open.push(server);
    expect(await httpOf(server.url).ask()).toEqual({ ok: true, value: [] });
    const loop = await serve({ status: 301, headers: { location: '/log' }, text: '' });
    expect((await failureOf(loop.url)).failure).toMatchObject({
      code: 'REDIRECTED',
      what: 'prod: the audit log was redirected on the platform itself (HTTP 301)',
      cause: 'After 3 redirects it still points to another path of its own, or to the same again.',
    });
    expect(loop.seen).toHaveLength(4);
  });

  test('on the same host are followed for reading only', async () => {
    const server = await serve({ status: 308, headers: { location: '/log/?token=x' }, text: '' });
    const { signal } = new AbortController();
    const { http } = httpOf(server.url);
    expect(await http.ask({ method: 'POST', path: '/log', asked: 'the mark', signal })).toMatchObject({
      failure: {
        what: 'prod: the mark was redirected on the platform itself (HTTP 308)',
        cause: 'It points to another path of its own; only what is read is looked for there.',
      },
    });
    expect(server.seen).toHaveLength(1);
  });
});

describe('what is never sent', () => {
  test.each([
    ['http://one.example.com', 'CONFIG_INVALID', /api_key is not sent over plain http to one\.example\.com/],
    ['http://127.0.0.1.example.com', 'CONFIG_INVALID', /plain http/],
    ['ftp://one.example.com', 'CONFIG_INVALID', /base_url/],
    ['https://user:pass@one.example.com', 'CONFIG_INVALID', /user name or password/],
  ])('a key to %s', async (url, code, what) => {
    const { failure, tools } = await failureOf(url);
    expect(failure).toMatchObject({ code, what: expect.stringMatching(what) });
    expect(JSON.stringify(failure)).not.toContain('user:pass');
    expect(tools.lines).toEqual([]);
  });

  test.each(['', ' ', 'a\nb', 'clé'])('a key no header can carry (%j)', async (text) => {
    const server = await serve({ json: {} });
    const held = secret(text);
    const credential = { setting: 'api_key', secret: held, headers: () => ({ 'x-api-key': held.reveal() }) };
    expect((await failureOf(server.url, { credential })).failure.code).toBe('SECRET_UNREADABLE');
    expect(server.seen).toEqual([]);
  });
});

describe('the network', () => {
  test('a refused connection', async () => {
    const server = await serve({ json: {} });
    await server.close();
    const { failure } = await failureOf(server.url);
    expect(failure).toMatchObject({ code: 'UNREACHABLE', cause: expect.stringContaining('ECONNREFUSED') });
  });

  test('a server that never answers', async () => {
    const server = await serve(() => {});
    const timeouts = { connect: 1_000, response: 30, request: 1_000 };
    expect((await failureOf(server.url, { timeouts })).failure.code).toBe('TIMED_OUT');
  });

  test('a server that stops in the middle', async () => {
    const server = await serve((response) => response.write('[1,'));
    const timeouts = { connect: 1_000, response: 1_000, request: 60 };
    expect((await failureOf(server.url, { timeouts })).failure.code).toBe('TIMED_OUT');
  });

  test('https to a port that speaks something else', async () => {
    const server = await serve({ json: {} });
    expect((await failureOf(server.url.replace('http:', 'https:'))).failure.code).toBe('TLS_FAILED');
  });

  test('a port that does not speak HTTP', async () => {
    const tcp = createTcpServer((socket) => socket.resume().end('SSH-2.0-OpenSSH_9.6\r\n'));
    await new Promise<void>((resolve) => {
      tcp.listen(0, '127.0.0.1', resolve);
    });
    open.push({ close: async () => new Promise((resolve) => tcp.close(resolve)) });
    const { port } = tcp.address() as { port: number };
    expect((await failureOf(`http://127.0.0.1:${port}`)).failure.code).toBe('BAD_RESPONSE');
  });

  test('a cancelled request', async () => {
    const controller = new AbortController();
    const server = await serve(() => controller.abort());
    const answer = await httpOf(server.url).ask('/log', controller.signal);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } });
  });

  test('closing ends what is under way', async () => {
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    const server = await serve(() => resolve());
    const { http, ask } = httpOf(server.url);
    const answer = ask();
    await arrived;
    await http.close();
    expect(await answer).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } });
  });
});
