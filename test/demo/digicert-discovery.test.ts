import { describe, expect, test } from 'vitest';
import { demo, MINUTE, START } from './world.ts';

interface Row {
  readonly id: number;
  readonly userId: number;
  readonly userName: string;
  readonly divisionId: number | null;
  readonly divisionName: string;
  readonly module: string;
  readonly function: string;
  readonly message: string;
  readonly detailMessage: string;
  readonly createdDate: number;
}
type World = Awaited<ReturnType<typeof demo>>;

async function all({ discovery }: World, body: object = {}): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let total = 1; rows.length < total; ) {
    const { data } = (await discovery('/list', { ...body, startIndex: rows.length + 1, pageSize: 50 })).body;
    expect(data.currentCount).toBe(data.auditLogs.length);
    total = data.totalCount;
    rows.push(...data.auditLogs);
    if (data.auditLogs.length === 0) break;
  }
  return rows;
}

describe('the audit log', () => {
  test('answers 50 rows, newest first, unless asked otherwise; the first is number 1', async () => {
    const world = await demo();
    const { status, body } = await world.discovery('/list');
    expect(status).toBe(200);
    expect(body.error).toBeNull();
    expect(body.data).toMatchObject({ currentCount: 50, totalCount: expect.any(Number) });
    const [first, second] = body.data.auditLogs as Row[];
    expect(Object.keys(first ?? {})).toEqual([
      ...['id', 'userId', 'userName', 'divisionId', 'divisionName', 'module', 'function', 'message'],
      ...['detailMessage', 'ipAddress', 'ipCountry', 'createdDate'],
    ]);
    expect(first?.createdDate).toBeLessThanOrEqual(START);
    expect(first?.createdDate).toBeGreaterThanOrEqual(second?.createdDate ?? 0);
    const next = await world.discovery('/list', { startIndex: 2, pageSize: 1 });
    expect(next.body.data.auditLogs).toEqual([second]);
  });

  test('pages sum up in both orders, and some rows share an instant', async () => {
    const world = await demo();
    const down = await all(world);
    const up = await all(world, { sortOrder: 'ASC' });
    expect(down).toEqual(up.toReversed());
    expect(new Set(down.map(({ id }) => id)).size).toBe(down.length);
    expect(new Set(down.map(({ createdDate }) => createdDate)).size).toBeLessThan(down.length - 10);
    expect(down.length).toBeGreaterThan(250);
  });

  test('filters agree with what a client would filter itself, and list their values', async () => {
    const world = await demo();
    const every = await all(world);
    const criterion = (key: string, ...value: string[]) => ({
      searchCriteriaList: [{ key, operation: 'EQUALS', value }],
    });
    const aborted = await all(world, criterion('function', 'Abort scan'));
    expect(aborted).toEqual(every.filter((row) => row.function === 'Abort scan'));
    expect(aborted.length).toBeGreaterThan(0);
    const { body } = await world.discovery('/filter', { filterSelected: 'divisionName' });
    expect(body.data).toMatchObject({ filterName: 'divisionName', displayName: 'Division' });
    const divisions = new Set(every.map(({ divisionName }) => divisionName).filter((name) => name !== ''));
    expect(body.data.values).toEqual([...divisions].sort());
    const id = every.find(({ divisionId, userId }) => divisionId !== null && userId !== -1)?.divisionId;
    expect(await all(world, { divisionIds: [id] })).toEqual(every.filter((row) => row.divisionId === id));
    const byUser = await all(world, { sortedColumnId: 'userName', sortOrder: 'ASC' });
    const names = byUser.map(({ userName }) => userName);
    expect(names).toEqual(names.toSorted());
  });

  test.each([
    ['another account', { accountId: 1 }, 'accountId'],
    ['no divisions named', { divisionIds: undefined }, 'divisionIds'],
    ['no filter named', { filterSelected: undefined }, 'filterSelected'],
    ['a page larger than allowed', { pageSize: 513 }, 'pageSize'],
    ['row 0', { startIndex: 0 }, 'startIndex'],
    ['an unknown column', { sortedColumnId: 'message' }, 'sortedColumnId'],
    [
      'a date range, whose form is not published',
      { searchCriteriaList: [{ key: 'dateRange' }] },
      'searchCriteriaList',
    ],
  ])('%s is an error with status 200', async (_, body, field) => {
    const reply = await (await demo({ entries: 10 })).discovery('/list', body);
    expect([reply.status, reply.body.data]).toEqual([200, null]);
    expect(reply.body.error.message).toContain(field);
  });

  test('the account may come as text, the filter as the published example has it', async () => {
    const { discovery, servers } = await demo({ entries: 10 });
    const found = servers.platforms.find(({ kind }) => kind === 'digicert-discovery');
    const accountId = String(found?.settings.account_id);
    expect((await discovery('/list', { accountId, filterSelected: 'user' })).body.error).toBeNull();
  });

  test('a row stays what it was while others come', async () => {
    const world = await demo();
    const before = await all(world);
    world.time.now += 60 * MINUTE;
    const after = await all(world);
    expect(after.slice(-before.length)).toEqual(before);
    expect(after.length).toBeGreaterThan(before.length + 60);
  });
});

test('its limits are the published ones, and a refusal does not say when to come back', async () => {
  const { discovery, one, time } = await demo({ entries: 10, limits: undefined });
  const statuses = async (count: number) => {
    const replies = await Promise.all(
      Array.from({ length: count }, () => discovery('/list', { pageSize: 1 })),
    );
    return replies.filter(({ status }) => status === 200).length;
  };
  expect(await statuses(104)).toBe(100);
  const refused = await discovery('/list');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBeNull();
  expect(refused.body.errors).toEqual([
    { code: 'request_limit_exceeded', message: 'Service unavailable, please limit request volume' },
  ]);
  expect((await one('/audit-log')).status).toBe(200);
  for (let window = 1; window < 10; window += 1) {
    time.now += 5_000;
    expect(await statuses(101)).toBe(100);
  }
  time.now += 5_000;
  expect(await statuses(10), 'a thousand in three minutes').toBe(0);
  time.now = START + 180_000;
  expect(await statuses(101)).toBe(100);
});

test('a failing certificate is followed from its alert and job to what discovery saw', async () => {
  const world = await demo();
  const rows = await all(world);
  const jobs = (await world.clm('/api/jobs?size=2000')).body.content;
  const warned = rows.filter(({ detailMessage }) =>
    detailMessage.endsWith('For certificates:\napi.example.com'),
  );
  expect(warned).toMatchObject([
    { userId: -1, userName: 'System', module: 'Certificates', function: 'Certificates expiring in 7 days' },
  ]);
  const [failed] = jobs.filter(
    ({ name, status }: { name: string; status: string }) =>
      name === 'Validate deployment of images.example.net' && status === 'FAILED',
  );
  const seen = rows.find(
    ({ message, createdDate }) =>
      message.includes('images.example.net:443') && createdDate > Date.parse(failed.completedAt),
  );
  expect(seen).toMatchObject({ function: 'Endpoint not updated' });
  expect(seen?.detailMessage).toContain(failed.output.failure.servedFingerprint);
  const scans = rows.filter(({ function: done }) => done === 'Complete scan');
  const known = new Set(jobs.map(({ id }: { id: string }) => id));
  expect(scans.length).toBeGreaterThan(3);
  expect(scans.filter(({ detailMessage }) => !known.has(/Job: (\w+)/.exec(detailMessage)?.[1]))).toEqual([]);
});
