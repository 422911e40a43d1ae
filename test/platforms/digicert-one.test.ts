import { afterEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Json } from '../../src/domain/json.ts';
import { DIGICERT_ONE } from '../../src/platforms/digicert-one/declaration.ts';
import type { LogStream, Page } from '../../src/platforms/port.ts';
import { type Seen, startServer } from '../support/http-server.ts';
import { fakeTools, platformSettings, secret } from '../support/platform-tools.ts';
import { digicertLog } from './digicert-log.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function platformOn(answer: Parameters<typeof startServer>[0]) {
  const server = await startServer(answer);
  const settings = platformSettings('digicert-one', server.url, { api_key: secret('k'.repeat(40)) });
  const platform = DIGICERT_ONE.create(settings, fakeTools());
  open.push(server, platform);
  return { server, platform, stream: platform.streams[0] as LogStream };
}

async function pageOf(stream: LogStream, ask: Partial<Parameters<LogStream['page']>[0]> = {}): Promise<Page> {
  const answer = await stream.page({
    from: null,
    to: null,
    cursor: null,
    signal: new AbortController().signal,
    ...ask,
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

/** Pages to the end; `between` runs after each page. */
async function readAll(
  stream: LogStream,
  between: (page: number) => void = () => {},
  from: number | null = null,
) {
  const ids: string[] = [];
  const totals: (number | null)[] = [];
  let cursor: Json = null;
  for (let count = 1; count < 200; count++) {
    const page = await pageOf(stream, { cursor, from });
    totals.push(page.total);
    ids.push(...page.rows.map(({ record }) => record.id));
    if (page.next === null) return { ids, totals };
    cursor = JSON.parse(JSON.stringify(page.next));
    between(count);
  }
  throw new Error('never ended');
}

describe('paging', () => {
  test('reads all, newest first, though the limit is capped without a word', async () => {
    const log = digicertLog({ size: 2_500, cap: 300 });
    const { stream, server } = await platformOn(log.answer);
    const { ids } = await readAll(stream);
    expect(ids).toEqual(log.ids());
    const [first] = server.seen;
    expect(Object.fromEntries(first?.url.searchParams ?? [])).toEqual({
      sort: 'timestamp:desc',
      limit: '1000',
      offset: '0',
    });
  });

  test.each([1, 7, 150, 1_000])('loses nothing while %i entries arrive between pages', async (many) => {
    const log = digicertLog({ size: 900, cap: 100 });
    const { stream } = await platformOn(log.answer);
    const before = log.ids();
    let rounds = 0;
    const { ids } = await readAll(stream, () => {
      if (rounds++ < 5) log.add(many);
    });
    expect(before.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('loses nothing when entries before the seam vanish', async () => {
    const log = digicertLog({ size: 900, cap: 100 });
    const { stream } = await platformOn(log.answer);
    const before = log.ids();
    const { ids } = await readAll(stream, (page) => {
      if (page === 3) log.drop(10, 60);
    });
    const lost = before.filter((id) => !ids.includes(id));
    expect(lost.filter((id) => log.ids().includes(id))).toEqual([]);
  });

  test('goes on when the seam itself vanishes', async () => {
    const log = digicertLog({ size: 500, cap: 100 });
    const { stream } = await platformOn(log.answer);
    const { ids } = await readAll(stream, (page) => {
      if (page === 2) log.drop(195, 10);
    });
    expect(log.ids().filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('a poll ends with the page that reaches what is known, within a window widened by a day', async () => {
    const log = digicertLog({ size: 5_000, cap: 1_000 });
    const { stream, server } = await platformOn(log.answer);
    const from = log.at(log.size() - 10);
    const to = log.at(log.size() - 1);
    const page = await pageOf(stream, { from, to });
    expect(page.next).toBeNull();
    expect(page.rows.map(({ record }) => record.id)).toEqual(expect.arrayContaining(log.ids().slice(0, 10)));
    const day = (at: number) => new Date(at).toISOString().slice(0, 10);
    expect(server.seen[0]?.url.searchParams.get('from')).toBe(day(from - 86_400_000));
    expect(server.seen[0]?.url.searchParams.get('to')).toBe(day(to + 86_400_000));
  });

  test('moves the date window down after many rows, and still loses nothing', async () => {
    const log = digicertLog({ size: 104_000, cap: 5_000, step: 60_000 });
    const { stream, server } = await platformOn(log.answer);
    const { ids, totals } = await readAll(stream, () => log.add(3));
    expect(Math.min(...totals.map(Number))).toBe(104_000);
    expect(Math.max(...totals.map(Number))).toBeLessThan(104_400);
    const wanted = log.ids().slice(-104_000);
    const got = new Set(ids);
    expect(wanted.filter((id) => !got.has(id))).toEqual([]);
    const offsets = server.seen.map(({ url }) => Number(url.searchParams.get('offset')));
    expect(Math.max(...offsets)).toBeLessThan(106_000);
    expect(server.seen.some(({ url }) => url.searchParams.has('to'))).toBe(true);
  });

  test('an empty log is one page', async () => {
    const { stream } = await platformOn(() => ({ json: { total: 0, offset: 0, limit: 1000, items: [] } }));
    expect(await pageOf(stream)).toEqual({ rows: [], rejected: [], next: null, total: 0 });
  });

  test('entries promised but not given are a failure, not the end', async () => {
    const { stream } = await platformOn(() => ({ json: { total: 7, offset: 0, limit: 1000, items: [] } }));
    const answer = await stream.page({
      from: null,
      to: null,
      cursor: null,
      signal: new AbortController().signal,
    });
    expect(answer).toMatchObject({ ok: false, failure: { code: 'BAD_RESPONSE' } });
  });

  test.each([[{ total: 1 }], [[1]], ['x'], [null]])('%j is no listing', async (json) => {
    const { stream } = await platformOn(() => ({ json }));
    const answer = await stream.page({
      from: null,
      to: null,
      cursor: null,
      signal: new AbortController().signal,
    });
    expect(answer).toMatchObject({ ok: false, failure: { code: 'BAD_RESPONSE', where: 'prod' } });
  });

  test.each([[{ offset: 'x' }], [7], [{ offset: -1, seam: 3 }], ['…']])(
    'a stored cursor %j starts over',
    async (cursor) => {
      const log = digicertLog({ size: 5, cap: 100 });
      const { stream } = await platformOn(log.answer);
      expect((await pageOf(stream, { cursor })).rows).toHaveLength(5);
    },
  );
});

const ENTRY = {
  id: '0d9b1c5e-7d0e-4e1c-9f5c-1c4d5a1b2c3d',
  account: { id: 'a1', name: 'Example account' },
  resource_type: 'BASIC_AUTH',
  resource_id: 'r1',
  resource_name: 'sign-in',
  action: 'LOGIN_ERROR',
  user: { id: 'u1', name: 'jane' },
  timestamp: '2026-08-20T09:00:00Z',
  description: 'Wrong password.',
  status: 'failure',
};
const listing =
  (...items: readonly unknown[]) =>
  () => ({
    json: { total: items.length, offset: 0, limit: 1000, items },
  });

describe('entries', () => {
  test('map as documented, the row kept whole', async () => {
    const { stream } = await platformOn(listing({ ...ENTRY, ip_address: '192.0.2.1' }));
    const page = await pageOf(stream);
    expect(page.rows[0]?.record).toEqual({
      kind: 'audit',
      platform: 'prod',
      id: ENTRY.id,
      timestamp: Date.UTC(2026, 7, 20, 9),
      action: 'LOGIN_ERROR',
      module: null,
      resource: { type: 'BASIC_AUTH', id: 'r1', name: 'sign-in' },
      actor: { type: 'user', id: 'u1', name: 'jane', email: null },
      account: { id: 'a1', name: 'Example account' },
      outcome: 'failure',
      severity: 'warning',
      description: 'Wrong password.',
      ip: null,
      country: null,
      userAgent: null,
      details: { ...ENTRY, ip_address: '192.0.2.1' },
      origin: 'platform',
    });
    expect(JSON.parse(page.rows[0]?.raw ?? '')).toEqual({ ...ENTRY, ip_address: '192.0.2.1' });
  });

  test.each([
    ['2026-08-20T09:00:00.123456Z', 123],
    ['2026-08-20T11:00:00.123+02:00', 123],
    ['2026-08-20 09:00:00', 0],
    [Date.UTC(2026, 7, 20, 9), 0],
    [Date.UTC(2026, 7, 20, 9) / 1000, 0],
    [String(Date.UTC(2026, 7, 20, 9) / 1000), 0],
  ])('read %j as a time', async (timestamp, ms) => {
    const { stream } = await platformOn(listing({ ...ENTRY, timestamp }));
    const record = (await pageOf(stream)).rows[0]?.record as AuditEntry;
    expect(record.timestamp).toBe(Date.UTC(2026, 7, 20, 9) + ms);
  });

  test('with absent fields and unknown values stay', async () => {
    const { stream } = await platformOn(
      listing({ id: 12, action: 'NEW_THING', status: 'PENDING', user: null }),
    );
    const { rows, rejected } = await pageOf(stream);
    expect(rejected).toEqual([]);
    expect(rows[0]?.record).toMatchObject({
      id: '12',
      action: 'NEW_THING',
      outcome: null,
      severity: 'info',
      actor: null,
      account: null,
      resource: null,
      timestamp: null,
    });
  });

  test('that do not fit are set aside with their reason, the page goes on', async () => {
    const bad = [
      { ...ENTRY, id: 'b1', action: 42 },
      { ...ENTRY, id: 'b2', user: 'jane' },
      { ...ENTRY, id: 'b3', timestamp: 'yesterday' },
      { ...ENTRY, id: null },
      { ...ENTRY, id: { $oid: 'x' } },
      'ITEMS',
      null,
      { ...ENTRY, id: 'b8', details: JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) },
    ];
    const { stream } = await platformOn(listing(...bad, ENTRY));
    const { rows, rejected } = await pageOf(stream);
    expect(rows.map(({ record }) => record.id)).toEqual([ENTRY.id]);
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'action: expected text, got the number 42',
      'user: expected an object, got the text “jane”',
      'timestamp: expected a date and time, got the text “yesterday”',
      'id: expected an id, got nothing',
      'id: expected text or a whole number, got an object',
      'row: expected an object, got the text “ITEMS”',
      'row: expected an object, got nothing',
      'row: nested more than 100 levels deep',
    ]);
    expect(rejected.slice(0, 3).map(({ key }) => key)).toEqual(['b1', 'b2', 'b3']);
    expect(new Set(rejected.map(({ key }) => key)).size).toBe(rejected.length);
    for (const { sample } of rejected) expect(sample.length).toBeLessThanOrEqual(2_000);
  });
});

describe('look-ups', () => {
  const users: Record<string, unknown> = {
    s1: {
      id: 's1',
      email: 'jane@example.com',
      status: 'ACTIVE',
      user_type: 'service',
      friendly_name: 'Robot',
    },
    d1: { id: 'd1', email: 'gone@example.com', status: 'DELETED', user_type: 'standard', user_name: 'gone' },
    'a/b?c': { id: 'a/b?c', first_name: 'Ann', last_name: 'Lee', status: 'LOCKED', user_type: 'standard' },
  };
  const answer = ({ url }: Seen) => {
    const id = decodeURIComponent(url.pathname.replace('/account/api/v1/user/', ''));
    if (users[id] !== undefined) return { json: users[id] };
    return { status: 404, json: { errors: [{ code: 'not_found', message: 'User not found.' }] } };
  };
  test.each([
    ['s1', { status: 'found', name: 'Robot', email: 'jane@example.com', actorType: 'service' }],
    ['d1', { status: 'deleted', name: 'gone', email: 'gone@example.com', actorType: 'user' }],
    ['a/b?c', { status: 'found', name: 'Ann Lee', email: null, actorType: 'user' }],
    ['nobody', { status: 'missing', name: null, email: null, actorType: null, body: null }],
  ])('of %s', async (id, wanted) => {
    const { platform } = await platformOn(answer);
    const profile = await platform.lookUp?.({ type: 'user', id }, new AbortController().signal);
    expect(profile).toMatchObject({ ok: true, value: { type: 'user', id, ...wanted } });
  });

  test('that fail are failures', async () => {
    const { platform } = await platformOn(() => ({
      status: 403,
      json: { error: { code: 'access_denied', message: 'No.' } },
    }));
    const profile = await platform.lookUp?.({ type: 'account', id: 'a1' }, new AbortController().signal);
    expect(profile).toMatchObject({ ok: false, failure: { code: 'FORBIDDEN', cause: 'access_denied: No.' } });
  });
});

test('a probe says what answered', async () => {
  const log = digicertLog({ size: 12, cap: 1_000 });
  const { platform, server } = await platformOn(log.answer);
  const said = await platform.probe(new AbortController().signal);
  expect(said).toMatchObject({ ok: true, value: expect.stringContaining('12 audit entries') });
  expect(server.seen).toHaveLength(1);
});
