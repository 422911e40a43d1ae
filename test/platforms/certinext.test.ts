import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Alert } from '../../src/domain/alert.ts';
import type { Job } from '../../src/domain/job.ts';
import type { Json } from '../../src/domain/json.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import type { Statistic } from '../../src/domain/statistic.ts';
import { DAY } from '../../src/domain/time.ts';
import { CERTINEXT } from '../../src/platforms/certinext/declaration.ts';
import type { LogStream, Page, Scan, ScanStream } from '../../src/platforms/port.ts';
import { type Reply, type Seen, startServer } from '../support/http-server.ts';
import { fakeTools, platformSettings, secret } from '../support/platform-tools.ts';

const FOLDER = '../fixtures/github.com/tod-uma-certinext';
const fixture = (name: string) => readFileSync(new URL(`${FOLDER}/${name}.json`, import.meta.url), 'utf8');
const rowsOf = (name: string): Record<string, unknown>[] => JSON.parse(fixture(name)).content;
const signal = new AbortController().signal;
const SECRET = '0123456789abcdef0123456789abcdef';
const API = '/api/certinext/v2';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

type Answers = (seen: Seen, index: number) => Reply;

/** Gives tokens; all else is for `answer`. */
async function platformOn(answer: Answers, { start = Date.UTC(2026, 6, 3), values = {} as object } = {}) {
  const server = await startServer((seen, index) =>
    seen.url.pathname === '/oauth/token' ? { text: fixture('token') } : answer(seen, index),
  );
  const tools = fakeTools(start);
  const settings = platformSettings('certinext', server.url, {
    account_number: '2455070339',
    client_secret: secret(SECRET),
    ...values,
  });
  const platform = CERTINEXT.create(settings, tools);
  open.push(server, platform);
  const stream = (name: string) => platform.streams.find((one) => one.name === name);
  return {
    server,
    tools,
    platform,
    stream,
    page: async (name: string, cursor: Json = null, from: number | null = null) =>
      (stream(name) as LogStream).page({ from, to: null, cursor, signal }),
    scan: async (name: string, state: Json = null) =>
      (stream(name) as ScanStream).scan({ state, now: tools.clock(), signal }),
    asked: () => server.seen.filter(({ url }) => url.pathname !== '/oauth/token'),
  };
}
type Made = Awaited<ReturnType<typeof platformOn>>;

async function pageOf(made: Made, name: string, cursor: Json = null): Promise<Page> {
  const answer = await made.page(name, cursor);
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}
async function scanOf(made: Made, name: string, state: Json = null): Promise<Scan> {
  const answer = await made.scan(name, state);
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}
const report = (rows: readonly unknown[], more: object = {}): Reply => ({
  json: { content: rows, page: 1, size: rows.length, totalElements: rows.length, totalPages: 1, ...more },
});
const records = (rows: Scan['rows']): readonly AnyRecord[] => rows.map(({ record }) => record);
const alertsOf = ({ rows }: Scan) => records(rows).filter((one): one is Alert => one.kind === 'alert');
const figuresOf = ({ rows }: Scan) =>
  records(rows).filter((one): one is Statistic => one.kind === 'statistic');
const order = (number: string, more: object = {}) => ({
  ...rowsOf('orders-without-zone')[0],
  orderNumber: number,
  ...more,
});

describe('the token', () => {
  test('is asked for as documented, once for all streams, and its secret goes nowhere else', async () => {
    const made = await platformOn(() => ({ text: fixture('orders-without-zone') }));
    await Promise.all([pageOf(made, 'orders'), scanOf(made, 'certificates'), pageOf(made, 'ledger')]);
    const [first, ...others] = made.server.seen;
    expect(first).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `grant_type=client_credentials&client_id=2455070339&client_secret=${SECRET}`,
    });
    expect(first?.headers.authorization).toBeUndefined();
    expect(others).toHaveLength(3);
    for (const { headers, url, body } of others) {
      expect(headers.authorization).toBe('Bearer T0k3n-of-an-hour');
      expect(`${url} ${body}`).not.toContain(SECRET);
    }
    expect(made.tools.lines.join()).not.toMatch(/0123456789abcdef|T0k3n/);
  });

  test('is asked for with a scope where one is set, and renewed at four fifths of its hour', async () => {
    const made = await platformOn(() => ({ text: fixture('empty-report') }), { values: { scope: 'read' } });
    const grants = () => made.server.seen.filter(({ url }) => url.pathname === '/oauth/token');
    await pageOf(made, 'orders');
    expect(new URLSearchParams(grants()[0]?.body).get('scope')).toBe('read');
    await made.tools.wait(47 * 60_000, signal);
    await pageOf(made, 'orders');
    expect(grants()).toHaveLength(1);
    await made.tools.wait(2 * 60_000, signal);
    await pageOf(made, 'orders');
    expect(grants()).toHaveLength(2);
  });

  test('a client that is refused is told by the setting, and not tried again at once', async () => {
    const server = await startServer(() => ({ status: 401, text: fixture('invalid-client') }));
    const settings = platformSettings('certinext', server.url, {
      account_number: '1',
      client_secret: secret(SECRET),
    });
    const platform = CERTINEXT.create(settings, fakeTools());
    open.push(server, platform);
    const failure = {
      code: 'UNAUTHORISED',
      what: 'prod: the client_secret was refused (HTTP 401)',
      cause: 'invalid_client',
    };
    expect(await platform.probe(signal)).toMatchObject({ failure });
    expect(await platform.probe(signal)).toMatchObject({ failure });
    expect(server.seen).toHaveLength(1);
  });
});

describe('the observed orders', () => {
  test('without a zone: times are UTC, states and errors as they say', async () => {
    const made = await platformOn(() => ({ text: fixture('orders-without-zone') }));
    const page = await pageOf(made, 'orders');
    const rows = rowsOf('orders-without-zone');
    expect(page).toMatchObject({ rejected: [], next: null, total: 5 });
    const job = {
      kind: 'job',
      platform: 'prod',
      type: 'ORDER',
      caId: null,
      startedAt: null,
      completedAt: null,
      triggeredBy: null,
      output: null,
      error: null,
      origin: 'platform',
    };
    expect(records(page.rows)).toEqual([
      {
        ...job,
        id: '9486468542',
        name: 'www.example.edu',
        status: 'SUCCESS',
        scheduledAt: Date.UTC(2026, 5, 28, 10, 6, 59),
        payload: rows[0],
        certificateId: '234205799425455201515169794634898966',
        externalRequestId: '4784072508',
      },
      {
        ...job,
        id: '1355031912',
        name: 'mail.example.edu',
        status: 'FAILED',
        scheduledAt: Date.UTC(2026, 5, 25, 20, 19, 36),
        payload: rows[1],
        error: 'Rejected due to Order Cancellation',
        certificateId: null,
        externalRequestId: '1759374582',
      },
      {
        ...job,
        id: '2457706873',
        name: 'vpn.example.edu',
        status: 'RUNNING',
        scheduledAt: Date.UTC(2026, 5, 22, 14, 3, 57),
        payload: rows[2],
        certificateId: null,
        externalRequestId: '7529295445',
      },
      {
        ...job,
        id: '9455719593',
        name: 'lab.example.edu',
        status: 'RUNNING',
        scheduledAt: Date.UTC(2026, 5, 12, 19, 23, 45),
        payload: rows[3],
        certificateId: '1110031231908252693424758402835491320',
        externalRequestId: '6649374398',
      },
      {
        ...job,
        id: '6357743306',
        name: 'old.example.edu',
        status: 'SUCCESS',
        scheduledAt: Date.UTC(2026, 4, 29, 2, 55, 52),
        payload: rows[4],
        certificateId: '453400199978096292697800835103553322',
        externalRequestId: '5666771745',
      },
    ]);
    expect(page.rows.map(({ raw }) => JSON.parse(raw ?? ''))).toEqual(rows);
  });

  test('with a zone', async () => {
    const made = await platformOn(() => ({ text: fixture('orders-with-zone') }));
    const [first, second] = records((await pageOf(made, 'orders')).rows) as readonly Job[];
    expect(first).toMatchObject({ status: 'SUCCESS', scheduledAt: Date.UTC(2026, 7, 3, 18, 30, 56) });
    expect(second).toMatchObject({ status: 'RUNNING', scheduledAt: Date.UTC(2026, 6, 6, 16, 36, 9) });
  });

  test('their certificates: the revoked and the renewed are nobody’s trouble', async () => {
    const made = await platformOn(() => ({ text: fixture('orders-without-zone') }));
    const scan = await scanOf(made, 'certificates');
    expect(alertsOf(scan)).toMatchObject([
      {
        id: 'EXPIRING_SOON:234205799425455201515169794634898966',
        severity: 'warning',
        type: 'EXPIRING_SOON',
        title: 'Certificate expires soon: www.example.edu',
        entity: {
          type: 'Certificate',
          id: '234205799425455201515169794634898966',
          name: 'www.example.edu',
        },
        // It lives for less than `expiring_within`: from the order on.
        createdAt: Date.UTC(2026, 5, 28, 10, 7, 6),
        read: false,
      },
      {
        id: 'EXPIRING_SOON:1110031231908252693424758402835491320',
        createdAt: Date.UTC(2026, 5, 12, 19, 23, 45),
      },
    ]);
    expect(alertsOf(scan)[0]?.message).toBe(
      'www.example.edu expires on 2026-07-28; serial 234205799425455201515169794634898966, issued by InCommon Intermediate CA - OVG2C; order 9486468542; no later order for this name gave one that ends later',
    );
  });
});

describe('numbers', () => {
  test.each(['98765432109876543210', '000123456789', '9486468542'])(
    'order number %s keeps every digit, as text and as a number',
    async (number) => {
      const serial = '234205799425455201515169794634898966';
      const text = JSON.stringify({
        ...JSON.parse(fixture('empty-report')),
        content: [order(number, { requestNumber: number, certificateSerialNumber: serial })],
        totalElements: 1,
        totalPages: 1,
      });
      // A number may not begin with zeros.
      const bare = number.startsWith('0') ? text : text.replaceAll(`"${number}"`, number);
      for (const body of [text, bare, bare.replace(`"${serial}"`, serial)]) {
        const made = await platformOn(() => ({ text: body }));
        const [row] = (await pageOf(made, 'orders')).rows;
        expect(row?.record).toMatchObject({ id: number, externalRequestId: number, certificateId: serial });
        expect(row?.raw).toContain(number);
        expect(row?.raw).toContain(serial);
        expect(alertsOf(await scanOf(made, 'certificates'))[0]?.id).toBe(`EXPIRING_SOON:${serial}`);
      }
    },
  );
});

describe('what an order may say', () => {
  test.each([
    ['Order Placed', 'QUEUED'],
    ['Order Accepted', 'RUNNING'],
    ['Order In-Progress', 'RUNNING'],
    ['Order In Progress', 'RUNNING'],
    ['Order Rejected', 'FAILED'],
    ['Order Cancelled', 'FAILED'],
    ['Order Fulfilled', 'SUCCESS'],
    ['On Hold', 'QUEUED'],
    ['Pending Approval', 'QUEUED'],
    ['Pending Admin Approval', 'QUEUED'],
    ['parked', 'QUEUED'],
  ])('%s is %s', async (orderStatus, status) => {
    const made = await platformOn(() => report([order('1', { orderStatus })]), {
      values: { status_aliases: { Parked: 'queued' } },
    });
    const [row] = (await pageOf(made, 'orders')).rows;
    expect(row?.record).toMatchObject({ status });
  });

  test('a row that does not fit is set aside with its reason, and the page goes on', async () => {
    const made = await platformOn(() =>
      report([
        order('1', { orderStatus: 'Teleported\u001b[2J' }),
        order('2', { orderStatus: null }),
        order('3', { orderDate: 'soon' }),
        order('4', { orderNumber: {} }),
        'ROW',
        order('6', { orderDate: '', tags: [{ any: 'thing' }], unknownField: 7 }),
      ]),
    );
    const page = await pageOf(made, 'orders');
    expect(page.rows.map(({ record }) => record.id)).toEqual(['6']);
    expect(page.rejected.map(({ reason }) => reason)).toEqual([
      'orderStatus: expected a known status, got “Teleported�”; write what it means into status_aliases',
      'orderStatus: expected the status of an order, got none',
      'orderDate: expected a date and time, got the text “soon”',
      'orderNumber: expected text or a whole number, got an object',
      'row: expected an object, got the text “ROW”',
    ]);
    // The scan takes what can be read of them, and sets nothing aside a second time.
    const scan = await scanOf(made, 'certificates');
    expect(scan.rejected).toEqual([]);
    expect(figuresOf(scan).find(({ name }) => name === 'Orders')?.value).toBe(4);
  });

  test('an open order is looked for by polls for a week, and by sweeps for ever', async () => {
    const made = await platformOn(() => ({ text: fixture('orders-without-zone') }));
    const stream = made.stream('orders');
    if (stream?.mode !== 'changing') throw new Error('orders change in place');
    const [, , waiting] = records((await pageOf(made, 'orders')).rows);
    if (waiting === undefined) throw new Error('no order');
    const placed = Date.UTC(2026, 5, 22, 14, 3, 57);
    expect(stream.isOpen(waiting)).toBe(true);
    expect(stream.isPolled?.(waiting, placed + 6 * DAY)).toBe(true);
    expect(stream.isPolled?.(waiting, placed + 8 * DAY)).toBe(false);
  });
});

describe('pages', () => {
  /** A report as it is observed: from 1, clamped, `size` telling the rows of the page. */
  function paged(
    rows: readonly object[],
    envelope: (full: Record<string, unknown>) => object = (full) => full,
  ) {
    return ({ url }: Seen): Reply => {
      const size = Math.min(100, Number(url.searchParams.get('size')));
      const totalPages = Math.ceil(rows.length / size);
      const page = Math.min(Number(url.searchParams.get('page')), Math.max(1, totalPages));
      const content = rows.slice((page - 1) * size, page * size);
      const full = { page, size: content.length || size, totalElements: rows.length, totalPages };
      return { json: { ...envelope(full), content } };
    };
  }
  const many = (count: number) => Array.from({ length: count }, (_, at) => order(String(9_000 - at)));

  async function readAll(made: Made, name: string): Promise<readonly string[]> {
    const found: string[] = [];
    let cursor: Json = null;
    for (let pages = 0; pages < 50; pages += 1) {
      const page = await pageOf(made, name, cursor);
      found.push(...page.rows.map(({ record }) => record.id));
      if (page.next === null) return found;
      cursor = JSON.parse(JSON.stringify(page.next));
    }
    throw new Error('never ended');
  }

  test.each([0, 1, 99, 100, 101, 250])('%i orders are read once each, in as few requests', async (count) => {
    const rows = many(count);
    const made = await platformOn(paged(rows));
    expect(await readAll(made, 'orders')).toEqual(rows.map(({ orderNumber }) => orderNumber));
    const asked = made.asked().map(({ url }) => `${url.pathname} ${url.searchParams}`);
    expect(asked).toEqual(
      Array.from(
        { length: Math.max(1, Math.ceil(count / 100)) },
        (_, at) => `${API}/reports/orders page=${at + 1}&size=100`,
      ),
    );
    expect(
      figuresOf(await scanOf(made, 'certificates')).find(({ id }) => id.startsWith('orders:'))?.value,
    ).toBe(count);
  });

  test('a page past the end, which is the last one again, ends the list', async () => {
    const made = await platformOn(paged(many(150)));
    const page = await pageOf(made, 'orders', { page: 7, walk: 'down', total: 750 });
    expect(page).toMatchObject({ rows: [], next: null, total: 150 });
  });

  test('without totals, or without a page number, a list still ends', async () => {
    const rows = many(150);
    const onlyPage = await platformOn(paged(rows, ({ page }) => ({ page })));
    const distinct = (ids: readonly string[]) => [...new Set(ids)];
    expect(distinct(await readAll(onlyPage, 'orders'))).toHaveLength(150);
    const onlyTotals = await platformOn(paged(rows, ({ totalElements }) => ({ totalElements })));
    expect(await readAll(onlyTotals, 'orders')).toHaveLength(150);
    const nothing = await platformOn(paged(rows, () => ({})));
    const scan = await scanOf(nothing, 'certificates');
    expect(
      figuresOf(scan).find(({ id }) => id.endsWith('2026-07-03') && id.startsWith('orders:'))?.value,
    ).toBe(150);
  });

  test('a list that delivers fewer than it names is no ground to take alerts back', async () => {
    const rows = many(150);
    const made = await platformOn(paged(rows, (full) => ({ ...full, totalElements: 151, totalPages: 2 })));
    expect(await made.scan('certificates')).toMatchObject({
      ok: false,
      failure: {
        code: 'BAD_RESPONSE',
        what: 'prod: the list of orders names 151 rows, of which 150 could be read',
      },
    });
  });

  test('rows nobody can read never become an empty account, nor a list without end', async () => {
    const rows = Array.from({ length: 150 }, () => ({ number: 1 }));
    for (const envelope of [(full: Record<string, unknown>) => full, () => ({})]) {
      const made = await platformOn(paged(rows, envelope));
      const answer = await made.scan('certificates');
      expect(made.asked().length).toBeLessThan(10);
      expect(answer).toMatchObject({ ok: false, failure: { code: 'BAD_RESPONSE' } });
    }
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const deep = fixture('orders-without-zone').replace('"tags": []', `"tags": ${nested}`);
    const made = await platformOn(() => ({ text: deep }));
    expect((await pageOf(made, 'orders')).rejected).toMatchObject([
      { reason: expect.stringMatching(/nested/) },
    ]);
    expect(alertsOf(await scanOf(made, 'certificates'))).toHaveLength(2);
  });

  test('domains without ids, totals or an end are still counted once', async () => {
    const rows = Array.from({ length: 100 }, (_, at) => ({
      domainName: `${at}.example.edu`,
      status: 'ACTIVE',
    }));
    const made = await platformOn(() => ({ json: { content: rows } }));
    expect(figuresOf(await scanOf(made, 'domains'))[0]).toMatchObject({ name: 'Domains', value: 100 });
    expect(made.asked()).toHaveLength(2);
  });

  test.each([
    ['JSON that is no page', { status: 'ok' }],
    ['a text', 'orders'],
  ])('%s is a failure', async (_, json) => {
    const made = await platformOn(() => ({ json }));
    for (const answer of [
      await made.page('orders'),
      await made.scan('certificates'),
      await made.scan('domains'),
    ])
      expect(answer).toMatchObject({ ok: false, failure: { code: 'BAD_RESPONSE' } });
  });

  test('where a limit is set, it is kept', async () => {
    const times: number[] = [];
    const made = await platformOn(
      () => {
        times.push(made.tools.clock());
        return { text: fixture('empty-report') };
      },
      { values: { requests_per_minute: 10 } },
    );
    for (let count = 0; count < 45; count += 1) await pageOf(made, 'orders');
    const spans = times.slice(10).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(60_000);
  });
});

describe('certificates over time', () => {
  const ends = (certificateExpiryDate: string, more: object = {}) =>
    order('1', { certificateExpiryDate, orderDate: '2026-01-01 00:00:00', ...more });

  test.each([
    ['2026-08-05 00:00:00', []],
    ['2026-08-01 00:00:00', ['EXPIRING_SOON']],
    ['2026-07-02T23:59:59Z', ['EXPIRED']],
    ['2026-05-30T00:00:00Z', []],
    ['', []],
    ['never', []],
  ])('one that ends %s', async (expiry, types) => {
    const made = await platformOn(() => report([ends(expiry)]));
    const scan = await scanOf(made, 'certificates');
    expect(alertsOf(scan).map(({ type }) => type)).toEqual(types);
    const severity = types[0] === 'EXPIRED' ? 'error' : 'warning';
    for (const alert of alertsOf(scan)) expect(alert.severity).toBe(severity);
  });

  test('an alert is taken back when the name has a later certificate, and once only', async () => {
    let rows = [ends('2026-07-20 00:00:00')];
    const made = await platformOn(() => report(rows));
    const first = await scanOf(made, 'certificates');
    const raised = alertsOf(first).map(({ id }) => `prod/alert/${id}`);
    expect(raised).toHaveLength(1);
    rows = [
      ...rows,
      order('2', { certificateExpiryDate: '2027-07-20 00:00:00', domainName: 'WWW.example.edu' }),
    ];
    const second = await scanOf(made, 'certificates', first.state);
    expect(second.retired).toEqual(raised);
    expect(alertsOf(second)).toEqual([]);
    expect((await scanOf(made, 'certificates', second.state)).retired).toEqual([]);
  });

  test('an older certificate that ends later hides nothing, and a renewal of it hides both', async () => {
    const old = order('1', { certificateSerialNumber: '11', certificateExpiryDate: '2026-12-20 00:00:00' });
    const short = { orderDate: '2026-07-01 00:00:00', certificateExpiryDate: '2026-07-31 00:00:00' };
    let rows = [old, order('2', { ...short, certificateSerialNumber: '22' })];
    const made = await platformOn(() => report(rows));
    const told = async () => alertsOf(await scanOf(made, 'certificates')).map(({ entity }) => entity?.id);
    expect(await told()).toEqual(['22']);
    // Another copy of the same certificate is no second trouble.
    rows = [...rows, order('3', { ...short, certificateSerialNumber: '22' })];
    expect(await told()).toEqual(['22']);
    const long = { orderDate: '2026-07-02 00:00:00', certificateExpiryDate: '2027-07-02 00:00:00' };
    rows = [...rows, order('4', { ...long, certificateSerialNumber: '44' })];
    expect(await told()).toEqual([]);
  });

  test('figures are counted, and compared with the day before', async () => {
    let text = fixture('orders-without-zone');
    const made = await platformOn(() => ({ text }));
    const first = await scanOf(made, 'certificates');
    const today = (scan: Scan, date: string) =>
      Object.fromEntries(
        figuresOf(scan)
          .filter(({ id }) => id.endsWith(date))
          .map(({ name, value, previous }) => [name, [value, previous]]),
      );
    expect(today(first, '2026-07-03')).toEqual({
      'Issued certificates': [3, null],
      'Revoked certificates': [1, null],
      'Expiring certificates': [2, null],
      'Expired certificates': [0, null],
      Orders: [5, null],
      'Orders fulfilled': [2, null],
      'Orders in progress': [2, null],
      'Orders waiting': [0, null],
      'Orders rejected or cancelled': [1, null],
    });
    await made.tools.wait(DAY, signal);
    text = fixture('orders-without-zone').replace('"Order Accepted"', '"Order Fulfilled"');
    const next = await scanOf(made, 'certificates', first.state);
    expect(today(next, '2026-07-04')).toMatchObject({
      'Issued certificates': [3, 3],
      'Orders fulfilled': [3, 2],
      'Orders in progress': [1, 2],
    });
  });

  test('how many orders there were is told for the days before the first look, too', async () => {
    const made = await platformOn(() => ({ text: fixture('orders-without-zone') }));
    const orders = figuresOf(await scanOf(made, 'certificates')).filter(({ name }) => name === 'Orders');
    const on = (date: string) => orders.find(({ id }) => id === `orders:${date}`);
    expect(orders).toHaveLength(36);
    expect(on('2026-05-28')).toBeUndefined();
    expect(on('2026-05-29')).toMatchObject({ value: 1, previous: null });
    expect(on('2026-06-12')).toMatchObject({ value: 2, previous: 1, at: Date.UTC(2026, 5, 13) - 1 });
    expect(on('2026-06-28')).toMatchObject({ value: 5, previous: 4 });
    expect(on('2026-07-02')).toMatchObject({ value: 5, previous: 5 });
    expect(new Set(orders.map(({ id }) => id)).size).toBe(orders.length);
  });
});

describe('domains', () => {
  test('are counted in a steady order, however few come at once', async () => {
    const rows = Array.from({ length: 130 }, (_, at) => ({
      domainId: `id-${at}`,
      domainName: `${at}.example.edu`,
      status: 'ACTIVE',
      dcvStatus: 'VERIFIED',
    }));
    const made = await platformOn(({ url }) => {
      const offset = Number(url.searchParams.get('offset'));
      const content = rows.slice(offset, offset + 50);
      return report(content, { page: Math.floor(offset / 50), totalElements: rows.length, totalPages: 3 });
    });
    const figures = figuresOf(await scanOf(made, 'domains'));
    expect(figures.find(({ name }) => name === 'Domains')?.value).toBe(130);
    expect(made.asked().map(({ url }) => String(url.searchParams))).toEqual([
      'offset=0&limit=100&sortBy=domainName&sortDir=asc',
      'offset=50&limit=100&sortBy=domainName&sortDir=asc',
      'offset=100&limit=100&sortBy=domainName&sortDir=asc',
    ]);
  });

  test('the observed ones', async () => {
    const made = await platformOn(() => ({ text: fixture('domains') }));
    const figures = figuresOf(await scanOf(made, 'domains'));
    expect(figures.map(({ name, value }) => [name, value])).toEqual([
      ['Domains', 3],
      ['Active domains', 2],
      ['Verified domains', 1],
      ['Domains to be verified', 1],
      ['Domains that failed to verify', 1],
    ]);
  });
});

describe('the ledger', () => {
  test('is read under the names a client looks for, and under none', async () => {
    const row = {
      transactionDate: '2026-07-02 09:00:00',
      description: 'Order 9486468542 for www.example.edu',
      orderNumber: '9486468542',
      transactionType: 'PURCHASE',
      debit: '49.00',
      credit: '',
      balance: '951.00',
    };
    const other = { date: '2026-07-01T08:00:00Z', type: 'REFUND', credit: '5.00' };
    const made = await platformOn(() => report([row, other, other, { what: 'ever' }]));
    const page = await pageOf(made, 'ledger');
    expect(page.rejected).toEqual([]);
    expect(records(page.rows)).toMatchObject([
      {
        kind: 'audit',
        timestamp: Date.UTC(2026, 6, 2, 9),
        action: 'PURCHASE',
        module: 'Ledger',
        resource: { type: 'Order', id: '9486468542', name: null },
        actor: null,
        outcome: null,
        severity: 'info',
        description: 'Order 9486468542 for www.example.edu',
        details: row,
      },
      { timestamp: Date.UTC(2026, 6, 1, 8), action: 'REFUND', resource: null },
      { timestamp: Date.UTC(2026, 6, 1, 8), action: 'REFUND' },
      { timestamp: null, action: null, description: null, details: { what: 'ever' } },
    ]);
    const ids = page.rows.map(({ record }) => record.id);
    expect(new Set(ids).size).toBe(4);
    // The same rows are the same entries.
    expect((await pageOf(made, 'ledger')).rows.map(({ record }) => record.id)).toEqual(ids);
  });
});

describe('refusals', () => {
  test.each([
    [
      400,
      'problem',
      'PLATFORM_ERROR',
      'dcvStatus: EXPIRED is not supported; Bad Request: EMS-DOMAIN-101: Invalid request',
    ],
    [404, 'framework-error', 'NOT_FOUND', 'Not Found; No static resource reports/none.'],
  ])('%i is told in the words of its %s', async (status, name, code, cause) => {
    const headers = { 'content-type': 'application/problem+json' };
    const made = await platformOn(() => ({ status, headers, text: fixture(name) }));
    expect(await made.page('orders')).toMatchObject({ ok: false, failure: { code, cause } });
    expect(await made.scan('certificates')).toMatchObject({ ok: false, failure: { code, cause } });
  });

  test('what a client may not read is not offered, if it is not the orders', async () => {
    const made = await platformOn(() => ({
      status: 403,
      json: { title: 'Forbidden', detail: 'EMS-913: No.' },
    }));
    for (const answer of [await made.page('ledger'), await made.scan('domains')])
      expect(answer).toMatchObject({ failure: { code: 'NOT_OFFERED', cause: 'Forbidden: EMS-913: No.' } });
    for (const answer of [await made.page('orders'), await made.scan('certificates')])
      expect(answer).toMatchObject({ failure: { code: 'FORBIDDEN' } });
  });

  test.each(['7', new Date(Date.UTC(2026, 6, 3, 0, 0, 7)).toUTCString()])(
    'Retry-After %s is kept',
    async (retry) => {
      let left = 1;
      const made = await platformOn(() =>
        left-- > 0
          ? { status: 429, headers: { 'retry-after': retry }, json: {} }
          : { text: fixture('empty-report') },
      );
      await pageOf(made, 'orders');
      expect(made.tools.clock()).toBeGreaterThanOrEqual(Date.UTC(2026, 6, 3, 0, 0, 7));
    },
  );
});

test('the probe is one order, and says how many there are', async () => {
  const made = await platformOn(() => report([order('1')], { totalElements: 51, totalPages: 51 }));
  expect(await made.platform.probe(signal)).toEqual({
    ok: true,
    value: 'CERTInext answered: the account holds 51 orders.',
  });
  expect(made.asked().map(({ url }) => String(url.searchParams))).toEqual(['page=1&size=1']);
});
