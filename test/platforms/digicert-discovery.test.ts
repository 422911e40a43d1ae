import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Json } from '../../src/domain/json.ts';
import { DIGICERT_DISCOVERY } from '../../src/platforms/digicert-discovery/declaration.ts';
import type { LogStream, Page } from '../../src/platforms/port.ts';
import { type Reply, startServer } from '../support/http-server.ts';
import { fakeTools, platformSettings, secret } from '../support/platform-tools.ts';

const PAGE = '../fixtures/dev.digicert.com/discovery-api-list-audit-logs';
const fixture = (name: string) => readFileSync(new URL(`${PAGE}/${name}`, import.meta.url), 'utf8');
const signal = new AbortController().signal;

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function platformOn(answer: Parameters<typeof startServer>[0], values: object = {}) {
  const server = await startServer(answer);
  const tools = fakeTools();
  const settings = platformSettings('digicert-discovery', `${server.url}/apicontroller/v1`, {
    api_key: secret('K'.repeat(40)),
    account_id: 5_153_184,
    ...values,
  });
  const platform = DIGICERT_DISCOVERY.create(settings, tools);
  open.push(server, platform);
  return { server, tools, platform, stream: platform.streams[0] as LogStream };
}

async function ask(stream: LogStream, how: { cursor?: Json; from?: number | null } = {}) {
  return stream.page({ from: null, to: null, cursor: null, signal, ...how });
}
async function pageOf(stream: LogStream, how: Parameters<typeof ask>[1] = {}): Promise<Page> {
  const answer = await ask(stream, how);
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}
const listing = (rows: readonly unknown[], totalCount: unknown = rows.length): Reply => ({
  json: { error: null, data: { totalCount, currentCount: rows.length, auditLogs: rows } },
});
const row = (id: number, createdDate = 1_649_144_970_189 - id) => ({
  ...JSON.parse(fixture('listing.json')).data.auditLogs[0],
  id,
  createdDate,
});

describe('the published example', () => {
  const rows = JSON.parse(fixture('listing.json')).data.auditLogs;

  test('its three rows, word for word', async () => {
    const { stream } = await platformOn(() => ({ text: fixture('listing.json') }));
    const page = await pageOf(stream);
    expect(page).toMatchObject({ rejected: [], total: 30_470 });
    const admin = { type: 'user', id: '7286246', name: 'CertCentral Admin', email: null };
    const sensor = {
      kind: 'audit',
      platform: 'prod',
      action: 'Download sensor',
      module: 'Sensors',
      resource: { type: 'Sensors', id: null, name: null },
      actor: admin,
      account: null,
      outcome: null,
      severity: 'info',
      description: 'Sensor downloaded\n Type: windows',
      ip: '172.16.0.83',
      country: null,
      userAgent: null,
      origin: 'platform',
    };
    expect(page.rows.map(({ record }) => record)).toEqual([
      { ...sensor, id: '1254615', timestamp: Date.parse('2022-04-05T07:49:30.189Z'), details: rows[0] },
      { ...sensor, id: '1254614', timestamp: Date.parse('2022-04-05T07:49:25.032Z'), details: rows[1] },
      {
        ...sensor,
        id: '1254566',
        timestamp: Date.parse('2022-04-05T07:45:01.423Z'),
        action: 'Certificates expiring in 90 days',
        module: 'Certificates',
        resource: { type: 'Certificates', id: null, name: null },
        actor: { type: 'system', id: '-1', name: 'System', email: null },
        account: { id: '677793', name: null },
        description: '90-day expiration notice sent',
        ip: null,
        details: rows[2],
      },
    ]);
    expect(page.rows.map(({ raw }) => JSON.parse(raw ?? ''))).toEqual(rows);
  });

  test('what is asked has the fields of its request, and the key in its header', async () => {
    const { stream, server } = await platformOn(() => listing([]), { division_ids: [677_793] });
    await pageOf(stream);
    const [seen] = server.seen;
    const published = JSON.parse(fixture('request.json'));
    const sent = JSON.parse(seen?.body ?? '');
    expect(Object.keys(sent)).toEqual(Object.keys(published));
    expect(sent).toEqual({
      accountId: published.accountId,
      searchCriteriaList: [],
      divisionIds: [677_793],
      isFromWallAlert: false,
      startIndex: 1,
      pageSize: 512,
      filterSelected: 'userName',
      sortedColumnId: published.sortedColumnId,
      sortOrder: published.sortOrder,
    });
    expect(seen).toMatchObject({ method: 'POST', url: { pathname: '/apicontroller/v1/auditlog/list' } });
    expect(seen?.headers).toMatchObject({
      'x-dc-devkey': 'K'.repeat(40),
      'content-type': 'application/json',
    });
  });

  test('too many requests: tried again, and told in the platform’s own words', async () => {
    const limited = { status: 429, text: fixture('rate-limited.json') };
    const { stream, server } = await platformOn(() => limited);
    expect(await ask(stream)).toMatchObject({
      failure: {
        code: 'RATE_LIMITED',
        cause: 'request_limit_exceeded: Service unavailable, please limit request volume',
      },
    });
    expect(server.seen).toHaveLength(4);
  });
});

describe('what a row may hold', () => {
  test('empty text and null are the same: nothing', async () => {
    const blank = { userName: '', divisionName: '', module: '', function: '', message: '', ipAddress: '' };
    const none = { userId: null, userName: null, divisionId: null, divisionName: null, module: null };
    const { stream } = await platformOn(() =>
      listing([
        { ...row(2), ...blank, userId: null, divisionId: null },
        { ...row(3), ...none, function: null, message: null, ipAddress: null, ipCountry: null },
      ]),
    );
    const [one, two] = (await pageOf(stream)).rows.map(({ record }) => record as AuditEntry);
    const nothing = { actor: null, account: null, module: null, resource: null, action: null };
    for (const entry of [one, two])
      expect(entry).toMatchObject({ ...nothing, description: null, ip: null, country: null });
  });

  test('a wrong type sets its row aside, and the page goes on', async () => {
    const { stream } = await platformOn(() =>
      listing([row(1), { ...row(2), message: { a: 1 } }, 'ROWS', row(4)]),
    );
    const page = await pageOf(stream);
    expect(page.rows.map(({ record }) => record.id)).toEqual(['1', '4']);
    expect(page.rejected.map(({ key, reason }) => [key.length > 9 ? 'hash' : key, reason])).toEqual([
      ['2', 'message: expected text, got an object'],
      ['hash', 'row: expected an object, got the text “ROWS”'],
    ]);
  });
});

describe('an error with status 200', () => {
  test.each([
    [
      { code: 'x', reason: 'account 5153184 is unknown' },
      '{"code":"x","reason":"account 5153184 is unknown"}',
    ],
    ['access denied', '"access denied"'],
    [{}, '{}'],
    [17, '17'],
    [false, 'false'],
  ])('%j is told as it came', async (error, told) => {
    const { stream, platform } = await platformOn(() => ({ json: { error, data: null } }));
    const failure = { code: 'PLATFORM_ERROR', cause: `It said: ${told}` };
    expect(await ask(stream)).toMatchObject({ ok: false, failure });
    expect(await platform.probe(signal)).toMatchObject({ ok: false, failure });
  });

  test('it is cut, made safe, and never holds the key', async () => {
    const error = { said: `bad key ${'K'.repeat(40)} \u001b[31m${'x'.repeat(2_000)}` };
    const { stream } = await platformOn(() => ({ json: { error, data: null } }));
    const answer = await ask(stream);
    const cause = answer.ok ? '' : (answer.failure.cause ?? '');
    expect(cause.length).toBeLessThan(320);
    expect(cause).toContain('bad key [secret]');
    expect(cause).not.toContain('\u001b');
  });

  test('one nested beyond reason is still a failure', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const { stream } = await platformOn(() => ({ text: `{"error":${deep},"data":null}` }));
    expect(await ask(stream)).toMatchObject({ ok: false });
  });

  test.each([
    ['no data', { error: null }],
    ['no list', { error: null, data: { totalCount: 3, currentCount: 3 } }],
    ['a list', []],
    ['no rows where there are some', { error: null, data: { totalCount: 3, auditLogs: [] } }],
  ])('%s is no listing', async (_, json) => {
    const { stream } = await platformOn(() => ({ json }));
    expect(await ask(stream)).toMatchObject({ ok: false, failure: { code: 'BAD_RESPONSE' } });
  });
});

describe('paging', () => {
  /** A log that answers as documented: counted from 1, newest first, at most `cap` rows a page. */
  function log(size: number, cap: number, at = (id: number) => 1_649_144_970_189 + id) {
    const ids = Array.from({ length: size }, (_, index) => index + 1);
    return {
      ids: () => ids.map(String).reverse(),
      add: (many: number) => {
        for (let left = many; left > 0; left -= 1) ids.push(ids.length + 1);
      },
      answer: ({ body }: { readonly body: string }): Reply => {
        const { startIndex, pageSize } = JSON.parse(body);
        const rows = ids.toReversed().slice(startIndex - 1, startIndex - 1 + Math.min(pageSize, cap));
        return listing(
          rows.map((id) => row(id, at(id))),
          ids.length,
        );
      },
    };
  }
  async function readAll(stream: LogStream, between: () => void = () => {}, from: number | null = null) {
    const found: string[] = [];
    let cursor: Json = null;
    for (let pages = 1; pages < 200; pages += 1) {
      const page = await pageOf(stream, { cursor, from });
      found.push(...page.rows.map(({ record }) => record.id));
      if (page.next === null) return { found, pages };
      cursor = JSON.parse(JSON.stringify(page.next));
      between();
    }
    throw new Error('never ended');
  }

  test.each([512, 300, 7])('reads every row once, at %i rows a page', async (cap) => {
    const { ids, answer } = log(1_100, cap);
    const { stream } = await platformOn(answer);
    expect((await readAll(stream)).found).toEqual(ids());
  });

  test('the first row is number 1, and pages overlap by the row they are joined at', async () => {
    const { stream, server } = await platformOn(log(1_100, 512).answer);
    await readAll(stream);
    expect(server.seen.map(({ body }) => JSON.parse(body).startIndex)).toEqual([1, 512, 1_023]);
  });

  test.each([1, 5, 40, 400])('loses nothing while %i rows arrive between pages', async (many) => {
    const { ids, add, answer } = log(600, 50);
    const { stream } = await platformOn(answer);
    const before = ids();
    let rounds = 0;
    const { found } = await readAll(stream, () => {
      if (rounds++ < 4) add(many);
    });
    expect(before.filter((id) => !found.includes(id))).toEqual([]);
  });

  test('rows of one instant go on over the edges of pages', async () => {
    const { ids, answer } = log(90, 10, (id) => 1_649_144_970_000 + Math.floor(id / 37));
    const { stream } = await platformOn(answer);
    expect((await readAll(stream)).found).toEqual(ids());
  });

  test('stops at the edge of the window', async () => {
    const start = 1_649_144_970_000;
    const { stream } = await platformOn(log(1_000, 100, (id) => start + id * 1_000).answer);
    const { found, pages } = await readAll(stream, undefined, start + 750_000);
    expect(pages).toBe(3);
    expect(found.slice(0, 250)).toEqual(Array.from({ length: 250 }, (_, index) => String(1_000 - index)));
  });
});

test('the published limits are kept without a word from the platform', async () => {
  const times: number[] = [];
  const made = await platformOn(() => {
    times.push(made.tools.clock());
    return listing([row(1)]);
  });
  for (let count = 0; count < 1_150; count += 1) await pageOf(made.stream);
  for (const [requests, per] of [
    [100, 5_000],
    [1_000, 180_000],
  ] as const) {
    const spans = times.slice(requests).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(per);
  }
});

test('the probe is one request for one row', async () => {
  const { platform, server } = await platformOn(() => listing([row(1)], 30_470));
  expect(await platform.probe(signal)).toEqual({
    ok: true,
    value: 'DigiCert Discovery answered: 30470 audit entries of account 5153184.',
  });
  expect(server.seen.map(({ body }) => JSON.parse(body).pageSize)).toEqual([1]);
});

test('a base_url without its path is named as the cause', async () => {
  const { platform } = await platformOn(() => ({ status: 404, text: '' }));
  expect(await platform.probe(signal)).toMatchObject({
    failure: { code: 'NOT_FOUND', next: 'Check base_url: that of Discovery ends in /apicontroller/v1.' },
  });
});
