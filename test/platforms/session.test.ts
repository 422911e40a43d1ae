import { afterEach, describe, expect, test } from 'vitest';
import { createHttp, type Http } from '../../src/platforms/http.ts';
import { bearer, createSession, readToken } from '../../src/platforms/session.ts';
import { type Reply, type Seen, startServer } from '../support/http-server.ts';
import { fakeTools, secret } from '../support/platform-tools.ts';

const PASSWORD = 'pa§s & word="1"';
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A server that gives token-1, token-2, … for 100 s each, and a client that logs in to it. */
async function rig({ logIn, list }: { logIn?: (seen: Seen) => Reply; list?: (seen: Seen) => Reply } = {}) {
  let count = 0;
  const answers: Record<string, (seen: Seen) => Reply> = {
    '/login':
      logIn ??
      (() => ({ json: { access_token: `token-${++count}`, token_type: 'bearer', expires_in: 100 } })),
    '/list': list ?? (() => ({ json: [1] })),
  };
  const server = await startServer(
    (seen) => answers[seen.url.pathname]?.(seen) ?? { status: 404, json: { error: 'none' } },
  );
  const tools = fakeTools();
  const held = secret(PASSWORD);
  const session = createSession({
    clock: tools.clock,
    logIn: async (signal) => {
      const form = { username: 'ops', password: held.reveal() };
      const answer = await http.ask({
        method: 'POST',
        path: '/login',
        form,
        anonymous: true,
        asked: 'a log-in',
        signal,
      });
      return answer.ok ? readToken('prod', answer.value) : answer;
    },
  });
  const http: Http = createHttp({
    platform: 'prod',
    baseUrl: server.url,
    credential: bearer({ setting: 'password', secret: held }, session),
    limits: [],
    tools,
  });
  open.push(server, http);
  const ask = (signal = new AbortController().signal, path = '/list') =>
    http.ask({ path, asked: 'the list', signal });
  const paths = () => server.seen.map(({ url }) => url.pathname);
  return {
    server,
    tools,
    http,
    ask,
    paths,
    pass: async (ms: number) => tools.wait(ms, new AbortController().signal),
  };
}

const bearerOf = ({ headers }: Seen) => headers.authorization;

describe('a log-in', () => {
  test('comes before the first request, as a form, and its token serves all that follow', async () => {
    const { server, ask } = await rig();
    expect(await ask()).toEqual({ ok: true, value: [1] });
    expect(await ask()).toEqual({ ok: true, value: [1] });
    const [first, second, third, ...more] = server.seen;
    expect(first).toMatchObject({ method: 'POST', url: { pathname: '/login' } });
    expect(first?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(first?.body))).toEqual({
      username: 'ops',
      password: PASSWORD,
    });
    expect(first?.headers.authorization).toBeUndefined();
    expect([second, third].map((one) => one?.headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
    ]);
    expect(more).toEqual([]);
  });

  test('is one, however many ask at once', async () => {
    const { ask, paths } = await rig();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(paths().filter((path) => path === '/login')).toHaveLength(1);
  });

  test('goes on for the others when one who asked goes away', async () => {
    const { ask, paths } = await rig();
    const gone = new AbortController();
    const [first, second] = [ask(gone.signal), ask()];
    gone.abort();
    expect(await first).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } });
    expect(await second).toEqual({ ok: true, value: [1] });
    expect(paths()).toEqual(['/login', '/list']);
  });

  test('ends with the last who waits for it, and the next begins anew', async () => {
    let reached: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let count = 0;
    const { ask } = await rig({
      logIn: () => {
        count += 1;
        // The first is never answered.
        return count === 1 ? () => reached() : { json: { access_token: 'late', expires_in: 100 } };
      },
    });
    const gone = new AbortController();
    const first = ask(gone.signal);
    await arrived;
    gone.abort();
    expect(await first).toMatchObject({ failure: { code: 'CANCELLED' } });
    expect(await ask()).toEqual({ ok: true, value: [1] });
  });

  test('is repeated at four fifths of the life of its token, not before', async () => {
    const { server, ask, pass } = await rig();
    await ask();
    await pass(79_999);
    await ask();
    await pass(1);
    await ask();
    const lists = server.seen.filter(({ url }) => url.pathname === '/list');
    expect(lists.map(bearerOf)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });
});

describe('a token that is refused', () => {
  test('is replaced in the middle of the work, once for all who meet the refusal', async () => {
    const { server, ask, paths } = await rig({
      list: ({ headers }) =>
        headers.authorization === 'Bearer token-1'
          ? { status: 401, json: { error: 'expired' } }
          : { json: [2] },
    });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ ok: true, value: [2] })));
    expect(paths().filter((path) => path === '/login')).toHaveLength(2);
    expect(server.seen.filter((one) => bearerOf(one) === 'Bearer token-2')).toHaveLength(3);
  });

  test('and its successor, too, is a refusal that does not blame the password', async () => {
    const { ask, paths } = await rig({ list: () => ({ status: 401, json: {} }) });
    expect(await ask()).toMatchObject({
      failure: {
        code: 'UNAUTHORISED',
        what: 'prod: the token was refused, although the log-in was accepted (HTTP 401)',
        next: expect.stringContaining('Authorization header'),
      },
    });
    expect(paths()).toEqual(['/login', '/list', '/login', '/list']);
  });
});

describe('a log-in that fails', () => {
  test('for its password is not repeated at once: accounts are locked for that', async () => {
    const { ask, paths, pass } = await rig({
      logIn: () => ({ status: 401, json: { error: 'bad credentials' } }),
    });
    for (let count = 0; count < 3; count += 1) {
      expect(await ask()).toMatchObject({
        failure: {
          code: 'UNAUTHORISED',
          what: 'prod: the password was refused (HTTP 401)',
          cause: 'bad credentials',
        },
      });
    }
    expect(paths()).toEqual(['/login']);
    await pass(5 * 60_000);
    await ask();
    expect(paths()).toEqual(['/login', '/login']);
  });

  test('because nothing is there is not taken for a list that is not offered', async () => {
    const { ask } = await rig({ logIn: () => ({ status: 404, json: {} }) });
    expect(await ask()).toMatchObject({
      failure: { code: 'BAD_RESPONSE', what: 'prod: a log-in was not found (HTTP 404)' },
    });
  });

  test.each([
    ['no token', { ok: true }],
    ['a token no header can carry', { access_token: 'a\r\nb' }],
    ['a bare text', 'welcome'],
  ])('with %s says so', async (_, json) => {
    const { ask } = await rig({ logIn: () => ({ json }) });
    expect(await ask()).toMatchObject({
      failure: { code: 'BAD_RESPONSE', cause: expect.stringContaining('no token') },
    });
  });
});

test('neither password nor token is left in a log, a failure or a record', async () => {
  const { ask, tools } = await rig({
    list: ({ headers }) => ({
      json: [{ note: `${headers.authorization} and ${PASSWORD}`, id: 7 }],
    }),
  });
  expect(await ask()).toEqual({ ok: true, value: [{ note: 'Bearer token-1 and [secret]', id: 7 }] });
  const failed = await rig({
    logIn: () => ({ json: { access_token: 'eyJhbGciOi.J9.x', expires_in: '100' } }),
    list: ({ headers }) => ({ status: 400, json: { error: `${headers.authorization} ${PASSWORD}` } }),
  });
  expect(await failed.ask()).toMatchObject({ failure: { cause: 'Bearer [secret] [secret]' } });
  expect(await failed.ask(undefined, '/list?echo=eyJhbGciOi.J9.x')).toMatchObject({ ok: false });
  const lines = [...tools.lines, ...failed.tools.lines].join('\n');
  expect(lines).not.toContain('eyJhbGciOi');
  expect(lines).not.toContain(PASSWORD);
});

test('nothing follows a redirect to another host', async () => {
  const elsewhere = await startServer(() => ({ json: { access_token: 'theirs' } }));
  open.push(elsewhere);
  const moved: Reply = { status: 307, headers: { location: `${elsewhere.url}/login` }, text: '' };
  const atLogIn = await rig({ logIn: () => moved });
  expect(await atLogIn.ask()).toMatchObject({ failure: { code: 'REDIRECTED' } });
  const atList = await rig({ list: () => moved });
  expect(await atList.ask()).toMatchObject({ failure: { code: 'REDIRECTED' } });
  expect(elsewhere.seen).toEqual([]);
});

test.each([
  [{ access_token: 'a', expires_in: 28_800 }, 28_800_000],
  [{ accessToken: 'a', expiresIn: '60' }, 60_000],
  [{ data: { access_token: 'a' } }, 300_000],
  [{ access_token: 'a', expires_in: -1 }, 300_000],
])('the answer %j gives a token for %i ms', (body, lifetime) => {
  expect(readToken('prod', body)).toEqual({ ok: true, value: { token: 'a', lifetime } });
});
