import { describe, expect, test } from 'vitest';
import { demo, MINUTE, START } from './world.ts';

type Row = Readonly<Record<string, string>>;
type World = Awaited<ReturnType<typeof demo>>;

const DAY = 24 * 60 * MINUTE;

async function all({ next }: World, path: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page += 1) {
    const { body } = await next(`${path}${path.includes('?') ? '&' : '?'}page=${page}&size=100`);
    rows.push(...body.content);
    if (page >= body.totalPages) return rows;
  }
}

describe('the token', () => {
  test('is given to the client alone, for an hour', async () => {
    const world = await demo({ entries: 10 });
    expect((await world.grant()).body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3_600,
    });
    expect(await world.grant({ client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await world.grant({ grant_type: 'password' })).status).toBe(400);
    const { access_token: token } = (await world.grant()).body;
    world.time.now += 59 * MINUTE;
    expect((await world.next('/auth/me', token)).body).toMatchObject({ authType: 'oauth2' });
    world.time.now += MINUTE;
    const late = await world.next('/auth/me', token);
    expect(late.status).toBe(401);
    expect(late.headers.get('content-type')).toContain('application/problem+json');
    expect(late.body).toMatchObject({
      title: 'Unauthorized',
      status: 401,
      detail: expect.stringMatching(/^EMS-/),
    });
  });
});

describe('the report of orders', () => {
  test('counts pages from 1, newest first, and repeats its last page past the end', async () => {
    const world = await demo();
    const rows = await all(world, '/reports/orders');
    expect(rows.length).toBeGreaterThan(300);
    const dates = rows.map(({ orderDate = '' }) => orderDate);
    expect(dates).toEqual(dates.toSorted().toReversed());
    expect(new Set(rows.map(({ orderNumber }) => orderNumber)).size).toBe(rows.length);
    const first = (await world.next('/reports/orders')).body;
    expect(first).toMatchObject({ page: 1, size: 100, totalElements: rows.length });
    expect(first.content).toEqual(rows.slice(0, 100));
    const last = (await world.next(`/reports/orders?page=${first.totalPages}`)).body;
    expect(last.size).toBe(last.content.length);
    expect((await world.next('/reports/orders?page=999')).body).toEqual(last);
    const none = (await world.next('/reports/orders?status=revoked')).body;
    expect(none).toEqual({ content: [], page: 1, size: 100, totalElements: 0, totalPages: 0 });
  });

  test('has all fields of a row as texts, "" where there is nothing, digits beyond any number', async () => {
    const rows = await all(await demo(), '/reports/orders');
    for (const row of rows) {
      const { tags, customFields, ...fields } = row as Readonly<Record<string, unknown>>;
      expect([tags, customFields]).toEqual([[], []]);
      expect(new Set(Object.values(fields).map((value) => typeof value))).toEqual(new Set(['string']));
    }
    const issued = rows.filter(({ certificateSerialNumber }) => certificateSerialNumber !== '');
    expect(
      issued.every(({ certificateSerialNumber = '' }) => /^\d{20,40}$/.test(certificateSerialNumber)),
    ).toBe(true);
    expect(issued.length).toBeLessThan(rows.length);
    const statuses = new Set(rows.map(({ orderStatus }) => orderStatus));
    expect([...statuses].sort()).toEqual([
      ...['Order Accepted', 'Order Cancelled', 'Order Fulfilled', 'Order In-Progress'],
    ]);
  });

  test('filters agree with what a client would filter itself; others are refused in words', async () => {
    const world = await demo();
    const every = await all(world, '/reports/orders');
    const cancelled = await all(world, '/reports/orders?status=cancelled');
    expect(cancelled).toEqual(every.filter(({ orderStatus }) => orderStatus === 'Order Cancelled'));
    const expired = await all(world, '/reports/orders?status=expired');
    expect(expired).toEqual(every.filter((row) => row.certificateStatus === 'Certificate Expired'));
    const july = await all(world, '/reports/orders?from=2026-07-01&to=2026-07-31');
    expect(july).toEqual(every.filter(({ orderDate }) => orderDate?.startsWith('2026-07')));
    expect(july.length).toBeGreaterThan(10);
    const refused = await world.next('/reports/orders?status=pending-dcv');
    expect(refused).toMatchObject({ status: 422, body: { title: 'Unprocessable Entity', status: 422 } });
  });

  test('an order goes on to its end and then stays what it is', async () => {
    const world = await demo();
    const before = new Map((await all(world, '/reports/orders')).map((row) => [row.orderNumber, row]));
    world.time.now += 3 * 60 * MINUTE;
    const after = await all(world, '/reports/orders');
    expect(after.length).toBeGreaterThan(before.size);
    const moved = new Set<string>();
    for (const row of after) {
      const earlier = before.get(row.orderNumber);
      if (earlier === undefined || earlier.orderStatus === row.orderStatus) continue;
      expect(earlier.orderStatus).toMatch(/^Order (Accepted|In-Progress)$/);
      moved.add(`${earlier.orderStatus} -> ${row.orderStatus}`);
    }
    expect(moved.size).toBeGreaterThan(0);
    expect(after.slice(-100).map(({ orderNumber }) => orderNumber)).toEqual([...before.keys()].slice(-100));
  });

  test('is the same whether it was watched or asked for once', async () => {
    const [watched, once] = [await demo(), await demo()];
    for (let step = 0; step < 40; step += 1) {
      watched.time.now += 17 * MINUTE;
      await watched.next('/reports/orders?size=1');
    }
    once.time.now = watched.time.now;
    expect(await all(once, '/reports/orders')).toEqual(await all(watched, '/reports/orders'));
    expect(await all(once, '/reports/ledger')).toEqual(await all(watched, '/reports/ledger'));
  });
});

test('the ledger has a row for each order, and a balance that sums up', async () => {
  const world = await demo();
  const [orders, rows] = [await all(world, '/reports/orders'), await all(world, '/reports/ledger')];
  expect(rows.map(({ orderNumber }) => orderNumber)).toEqual(orders.map(({ orderNumber }) => orderNumber));
  for (const [at, { balance, debit }] of rows.slice(0, -1).entries()) {
    expect(Number(balance) + Number(debit)).toBeCloseTo(Number(rows[at + 1]?.balance));
  }
});

test('domains take rows, not pages: 50 unless more are asked for', async () => {
  const world = await demo();
  const sorted = '/domains?sortBy=domainName&sortDir=asc';
  const { content, ...figures } = (await world.next(`${sorted}&limit=10&offset=20`)).body;
  expect(figures).toMatchObject({ page: 2, size: 10, totalElements: expect.any(Number) });
  const every = (await world.next(`${sorted}&limit=1000`)).body.content as readonly Row[];
  expect(content).toEqual(every.slice(20, 30));
  const names = every.map(({ domainName = '' }) => domainName);
  expect(names).toEqual(names.toSorted());
  const pending = (await world.next(`${sorted}&dcvStatus=PENDING,REJECTED&limit=1000`)).body.content;
  expect(pending).toEqual(every.filter(({ dcvStatus }) => dcvStatus !== 'VERIFIED'));
  expect(pending.every((row: Row) => !('validTill' in row))).toBe(true);
  expect((await world.next('/domains?dcvStatus=EXPIRED')).status).toBe(400);
});

test('what is not there is told in the form of the framework', async () => {
  const { next } = await demo({ entries: 10 });
  expect(await next('/audit')).toMatchObject({
    status: 404,
    body: { status: 404, error: 'Not Found', path: '/api/certinext/v2/audit' },
  });
});

test('a failing renewal is an order that was cancelled, and a working one has the serial of all', async () => {
  const world = await demo();
  const orders = await all(world, '/reports/orders');
  const jobs = (await world.clm('/api/jobs?size=2000')).body.content;
  const serials = new Set(
    orders.map(({ certificateSerialNumber = '' }) =>
      certificateSerialNumber === '' ? '' : BigInt(certificateSerialNumber).toString(16).padStart(32, '0'),
    ),
  );
  const renewed = jobs.filter(
    ({ type, status, output }: { type: string; status: string; output?: { serialNumber?: string } }) =>
      type === 'RENEW_CERT' && status === 'SUCCESS' && output?.serialNumber !== undefined,
  );
  const named = renewed.filter(({ name }: { name: string }) => !name.includes('.mesh.'));
  expect(named.length).toBeGreaterThan(5);
  const missing = named.filter(
    ({ output }: { output: { serialNumber: string } }) => !serials.has(output.serialNumber.padStart(32, '0')),
  );
  expect(missing).toEqual([]);
  const cancelled = orders.filter(
    ({ domainName, orderStatus }) => domainName === 'api.example.com' && orderStatus === 'Order Cancelled',
  );
  const attempts = jobs.filter(
    ({ name, status }: { name: string; status: string }) =>
      name === 'Renew api.example.com' && status === 'FAILED',
  );
  expect(cancelled).toHaveLength(attempts.length);
  // Ordered when the attempt was made.
  for (const [at, { orderDate }] of cancelled.entries()) {
    expect(Date.parse(`${orderDate?.replace(' ', 'T')}Z`)).toBe(
      Math.floor(Date.parse(attempts[at].scheduledAt) / 1_000) * 1_000,
    );
  }
  // The certificate that is about to end because of it.
  const [latest] = orders.filter(
    ({ domainName, certificateExpiryDate }) =>
      domainName === 'api.example.com' && certificateExpiryDate !== '',
  );
  const left = Date.parse(`${latest?.certificateExpiryDate?.replace(' ', 'T')}Z`) - START;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(30 * DAY);
});

test('a certificate ends when the other platforms say so, and the one that expired in use is here, too', async () => {
  const world = await demo();
  const orders = await all(world, '/reports/orders');
  const alerts = (await world.clm('/api/alerts?size=2000')).body.content;
  const said = new Map<string, string>();
  for (const { message } of alerts.toReversed() as { readonly message: string }[]) {
    const [, serial, end] = /\(serial (\w+)[^)]*\) expire[sd] (\S+Z)/.exec(message) ?? [];
    if (serial !== undefined && end !== undefined) said.set(BigInt(`0x${serial}`).toString(), end);
  }
  expect(said.size).toBeGreaterThan(10);
  const told = new Map(
    orders.map(({ certificateSerialNumber = '', certificateExpiryDate = '' }) => [
      certificateSerialNumber,
      `${certificateExpiryDate.replace(' ', 'T')}Z`,
    ]),
  );
  for (const [serial, end] of said) expect(told.get(serial), serial).toBe(end);
  const ftp = orders.find(({ domainName }) => domainName === 'legacy-ftp.example.net');
  expect(ftp).toMatchObject({ orderStatus: 'Order Fulfilled', certificateStatus: 'Certificate Expired' });
});
