/** Who acted: looked up once, kept, refreshed, and named for good. Over a real server and a real cache. */
import { expect, onTestFinished, test } from 'vitest';
import type { Row } from '../../src/cache/ask.ts';
import { openDirect } from '../../src/cache/direct.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { DIGICERT_ONE } from '../../src/platforms/digicert-one/declaration.ts';
import { createSync } from '../../src/sync/engine.ts';
import { type Reply, startServer } from '../support/http-server.ts';
import { platformSettings, secret } from '../support/platform-tools.ts';

const START = Date.parse('2026-08-20T09:00:00Z');
type Answer = (id: string, type: 'user' | 'account') => Reply;

const nameOf = (id: string) => `name.${id}`;
const found: Answer = (id, type) => ({
  json: type === 'user' ? person(id, nameOf(id)) : { id, name: `Account ${id}`, active: true },
});
const person = (id: string, name: string, more: Record<string, unknown> = {}) => ({
  ...{ id, user_name: name, email: `${name}@example.com`, status: 'ACTIVE', user_type: 'standard', ...more },
});
const NONE: Reply = { status: 404, json: { errors: [{ code: 'not_found', message: 'User not found.' }] } };

/** A platform whose log names so many users of one account, and what it answers about them. */
async function rig(users: number, answer: Answer) {
  const time = { now: START };
  const asked: { readonly id: string; readonly type: string; readonly at: number }[] = [];
  const state = { answer, most: 0, entries: users * 3 };
  let under = 0;
  const server = await startServer(({ url }) => {
    const [, type, id = ''] = /\/(user|account)\/([^/]+)$/.exec(url.pathname) ?? [];
    if (type === 'user' || type === 'account') {
      asked.push({ id, type, at: time.now });
      under += 1;
      state.most = Math.max(state.most, under);
      const reply = state.answer(id, type);
      return (response) => {
        setImmediate(() => {
          under -= 1;
          if (typeof reply === 'function') return reply(response);
          const body = 'json' in reply ? JSON.stringify(reply.json) : reply.text;
          response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
          response.end(body);
        });
      };
    }
    const items = Array.from({ length: state.entries }, (_, at) => ({
      id: `e${at}`,
      account: { id: 'a0', name: 'Acme' },
      resource_type: 'USER',
      action: 'LOGIN',
      user: { id: `u${at % users}`, name: nameOf(`u${at % users}`) },
      timestamp: new Date(START - (at + 1) * MINUTE).toISOString(),
      status: 'success',
    }));
    return { json: { total: items.length, offset: 0, limit: 1000, items } };
  });
  const platform = DIGICERT_ONE.create(
    platformSettings('digicert-one', server.url, { api_key: secret('key-key-1') }),
    {
      clock: () => time.now,
      log: () => {},
      random: () => 0.5,
      wait: async (ms, signal) => {
        signal.throwIfAborted();
        time.now += ms;
      },
    },
  );
  const cache = openDirect({ memory: true });
  onTestFinished(async () => {
    await platform.close();
    await server.close();
    await cache.close();
  });
  /** A sync as a new process would begin it. */
  const process = () =>
    createSync({
      cache,
      platforms: [{ platform, pollInterval: MINUTE, since: 90 * DAY }],
      clock: () => time.now,
      timer: () => () => {},
      random: () => 0.5,
      owner: 'enrichment',
    });
  return {
    time,
    asked,
    state,
    cache,
    process,
    async rows(query: string): Promise<readonly Row[]> {
      const selection = { kind: 'audit' as const, query, now: time.now, longRunningAfter: HOUR };
      return (await cache.rows({ selection, limit: 1_000, whole: true })).rows;
    },
    async profile(id: string) {
      return (await cache.profiles(platform.name, [{ type: 'user', id }]))[0];
    },
  };
}

const actorOf = (row: Row | undefined) => (row?.record.kind === 'audit' ? row.record.actor : null);

test('each user and account is looked up once, a few at a time, however many entries name them', async () => {
  const { asked, state, process, rows, time, cache } = await rig(40, found);
  const sync = process();
  await sync.catchUp();
  expect(asked.map(({ id }) => id).sort()).toEqual([...new Set(asked.map(({ id }) => id))].sort());
  expect(asked).toHaveLength(41);
  expect(state.most).toBeLessThanOrEqual(4);
  for (let poll = 0; poll < 5; poll += 1) {
    time.now += MINUTE;
    await sync.catchUp();
  }
  await process().catchUp();
  expect(asked).toHaveLength(41);
  expect(await cache.unknown('prod', 10, time.now)).toEqual([]);
  const [row] = await rows('actor:u7');
  expect(actorOf(row)).toEqual({ type: 'user', id: 'u7', name: 'name.u7', email: 'name.u7@example.com' });
  expect(row?.gone).toBeUndefined();
  for (const query of ['actor:name.u7', 'email:name.u7@example.com', 'actor=u7'])
    expect(await rows(query)).toHaveLength(3);
});

test('a rename appears once what is known has grown old, and the entries keep the name of then', async () => {
  const { asked, state, process, profile, time, rows } = await rig(3, found);
  const sync = process();
  await sync.catchUp();
  state.answer = (id, type) => (type === 'user' ? { json: person(id, `new.${id}`) } : found(id, type));
  time.now += 23 * HOUR;
  await sync.catchUp();
  expect(asked).toHaveLength(4);
  expect(await profile('u1')).toMatchObject({ name: 'name.u1', fetchedAt: START });
  time.now += 2 * HOUR;
  await sync.catchUp();
  expect(asked).toHaveLength(8);
  expect(await profile('u1')).toMatchObject({ name: 'new.u1', fetchedAt: time.now });
  const [row] = await rows('actor:u1');
  expect(actorOf(row)).toMatchObject({ name: 'name.u1', email: 'new.u1@example.com' });
  // A bare word meets the new name, too: it stands in the user object of the entry.
  expect(await rows('new.u1')).toHaveLength(3);
});

test('those whose entries are long past are refreshed, too, and no more than fifty with a poll', async () => {
  const { state, process, profile, time, asked } = await rig(120, found);
  const sync = process();
  await sync.catchUp();
  state.entries = 0;
  state.answer = (id, type) => (type === 'user' ? { json: person(id, `new.${id}`) } : found(id, type));
  time.now += 25 * HOUR;
  asked.length = 0;
  await sync.catchUp();
  expect(asked).toHaveLength(50);
  for (let poll = 0; poll < 3; poll += 1) await sync.catchUp();
  expect(asked).toHaveLength(121);
  expect(await profile('u77')).toMatchObject({ name: 'new.u77' });
});

test('somebody deleted upstream stays named, with the mark, by either way a platform tells it', async () => {
  const { state, process, profile, time, rows } = await rig(3, found);
  const sync = process();
  await sync.catchUp();
  state.answer = (id, type) => {
    if (id === 'u1') return NONE;
    return id === 'u2'
      ? { json: person(id, nameOf(id), { status: 'DELETED', email: null }) }
      : found(id, type);
  };
  time.now += 25 * HOUR;
  await sync.catchUp();
  expect(await profile('u1')).toMatchObject({
    status: 'missing',
    name: 'name.u1',
    email: 'name.u1@example.com',
  });
  expect(await profile('u2')).toMatchObject({
    status: 'deleted',
    name: 'name.u2',
    email: 'name.u2@example.com',
  });
  for (const id of ['u1', 'u2']) {
    const [row] = await rows(`actor:${id}`);
    expect(row?.gone).toBe(true);
    expect(actorOf(row)).toMatchObject({ name: `name.${id}`, email: `name.${id}@example.com` });
  }
  const [other] = await rows('actor:u0');
  expect(other?.gone).toBeUndefined();
});

test('a look-up that fails keeps what was known, and is tried again later', async () => {
  const { state, process, profile, time, asked } = await rig(2, found);
  const sync = process();
  await sync.catchUp();
  state.answer = () => ({ status: 500, json: {} });
  time.now += 25 * HOUR;
  await sync.catchUp();
  expect(await profile('u1')).toMatchObject({ name: 'name.u1', status: 'found', fetchedAt: START });
  state.answer = (id) => ({ json: person(id, `late.${id}`) });
  const before = asked.length;
  time.now += MINUTE;
  await sync.catchUp();
  expect(asked.length - before).toBeLessThanOrEqual(3);
  time.now += 6 * MINUTE;
  await sync.catchUp();
  expect(await profile('u1')).toMatchObject({ name: 'late.u1' });
});

test.each([401, 403])(
  'a key that may not read users (%i) asks about a few an hour, and goes on once it may',
  async (status) => {
    const { state, process, rows, time, asked } = await rig(60, found);
    state.answer = (id, type) => (type === 'user' ? { status, json: {} } : found(id, type));
    const sync = process();
    const users = () => asked.filter(({ type }) => type === 'user').length;
    expect(await sync.catchUp()).toMatchObject([{ streams: [{ failure: null, complete: true }] }]);
    expect(users()).toBeLessThanOrEqual(4);
    for (let poll = 0; poll < 50; poll += 1) {
      time.now += MINUTE;
      await sync.catchUp();
    }
    expect(users()).toBeLessThanOrEqual(4);
    expect(asked.filter(({ type }) => type === 'account')).toHaveLength(1);
    expect(actorOf((await rows('actor:u7'))[0])).toMatchObject({ name: 'name.u7', email: null });
    state.answer = found;
    time.now += 30 * MINUTE;
    await sync.catchUp();
    expect(actorOf((await rows('actor:u7'))[0])).toMatchObject({ email: 'name.u7@example.com' });
  },
);

test('one user the key may not see stops nobody else, and is asked again after an hour', async () => {
  const { state, process, time, asked, profile } = await rig(9, found);
  const hidden: Answer = (id, type) => (id === 'u4' ? { status: 403, json: {} } : found(id, type));
  state.answer = hidden;
  const sync = process();
  for (let poll = 0; poll < 5; poll += 1) {
    await sync.catchUp();
    time.now += MINUTE;
  }
  for (const id of ['u3', 'u5', 'u8']) expect(await profile(id)).toMatchObject({ name: nameOf(id) });
  expect(asked.filter(({ id }) => id === 'u4')).toHaveLength(1);
  expect(asked).toHaveLength(10);
  time.now += HOUR;
  state.answer = found;
  await sync.catchUp();
  expect(await profile('u4')).toMatchObject({ name: nameOf('u4') });
});

test('a platform that asks to wait is not asked about anybody before its time', async () => {
  const { state, process, time, asked } = await rig(30, found);
  let refused = 0;
  state.answer = (id, type) => {
    if (refused > 0) return found(id, type);
    refused = time.now;
    return { status: 429, headers: { 'retry-after': '600' }, json: {} };
  };
  const sync = process();
  await sync.catchUp();
  time.now += 5 * MINUTE;
  await sync.catchUp();
  const early = asked.filter(({ at }) => at > refused && at < refused + 10 * MINUTE);
  expect(early).toEqual([]);
  time.now += 6 * MINUTE;
  await sync.catchUp();
  expect(new Set(asked.map(({ id }) => id)).size).toBe(31);
});
