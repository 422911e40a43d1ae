import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { rowsOf } from './certinext-subject.ts';
import type { Relayed } from './proxy.ts';
import { dyingAfter, rig } from './rig.ts';
import { SUBJECTS } from './subjects.ts';

const subject = SUBJECTS.find(({ kind }) => kind === 'certinext') as (typeof SUBJECTS)[number];
const listed = (held: Map<string, string>) => [...held].map(([ref, state]) => `${ref} ${state}`).sort();

const problem = (status: number, title: string, detail: string): Relayed => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({
    type: `https://api.certinext.io/errors/${detail.split(':')[0]}`,
    title,
    status,
    detail,
  }),
});

type Rig = Awaited<ReturnType<typeof rig>>;
const asked = ({ proxy }: Rig, path: RegExp) => proxy.asked.filter(({ url }) => path.test(url.pathname));
const TOKEN = /oauth\/token$/;
const ORDERS = /reports\/orders$/;
const LEDGER = /reports\/ledger$/;

async function stateOf({ cache }: Pick<Rig, 'cache'>, stream: string) {
  return (await cache.streams()).find((one) => one.stream === stream);
}

describe('certinext', () => {
  test('one token serves all streams, and a sync that takes hours asks for one an hour', async () => {
    const made = await rig(subject, { cap: 40 });
    made.proxy.before = (url) => {
      made.capped(url);
      if (subject.lists.test(url.pathname)) made.time.now += 5 * MINUTE;
    };
    const begun = made.time.now;
    const [outcome] = await made.sync().catchUp();
    for (const stream of outcome?.streams ?? [])
      expect(stream).toMatchObject({ failure: null, complete: true });
    const hours = (made.time.now - begun) / HOUR;
    expect(hours).toBeGreaterThan(2);
    // Renewed at four fifths of their life; none is ever refused.
    expect(asked(made, TOKEN).length).toBeLessThanOrEqual(Math.ceil(hours / 0.8) + 1);
    expect(new Set(made.proxy.asked.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('a secret that is revoked in mid-sync: one attempt to log in, and what was read stays', async () => {
    const made = await rig(subject, { cap: 40 });
    made.proxy.fault({
      path: LEDGER,
      skip: 2,
      times: 100,
      spoil: () => problem(401, 'Unauthorized', 'EMS-401: The access token is invalid.'),
    });
    made.proxy.fault({
      path: TOKEN,
      skip: 1,
      times: 100,
      spoil: () => ({ status: 401, headers: {}, body: '{"error":"invalid_client"}' }),
    });
    const engine = made.sync();
    const [outcome] = await engine.catchUp();
    const ledger = outcome?.streams.find(({ stream }) => stream === 'ledger');
    expect(ledger).toMatchObject({ complete: false, failure: { code: 'UNAUTHORISED' } });
    expect(ledger?.rows).toBeGreaterThan(0);
    await engine.catchUp();
    expect(asked(made, TOKEN)).toHaveLength(2);
    made.proxy.mend();
    made.time.now += 5 * MINUTE;
    await engine.catchUp();
    expect(listed(await made.held())).toEqual(listed(await made.truth()));
  });

  test('a poll that finds nothing new asks for one page of orders and one of the ledger', async () => {
    const made = await rig(subject, { limits: 'published' });
    const engine = made.sync();
    await engine.catchUp();
    made.proxy.asked.length = 0;
    made.time.now += 1_000;
    const polled = made.platform.streams.filter(({ mode }) => mode !== 'scan');
    // Scans look once an hour.
    for (const kind of ['job', 'audit'] as const) await engine.refresh({ kind });
    expect(polled.map(({ name }) => name)).toEqual(['orders', 'ledger']);
    expect(made.proxy.asked.map(({ url }) => `${url.pathname}${url.search}`)).toEqual([
      '/api/certinext/v2/reports/orders?page=1&size=100',
      '/api/certinext/v2/reports/ledger?page=1&size=100',
    ]);
  });

  test('an order that everybody forgot does not make every poll walk to it', async () => {
    const made = await rig(subject, { cap: 10 });
    const engine = made.sync();
    await engine.catchUp();
    const forgotten = await made.cache.open('prod', 'job', 100);
    expect(forgotten.length).toBeGreaterThan(0);
    const found = made.demo.platforms.find(({ kind }) => kind === subject.kind);
    if (found === undefined) throw new Error('no stand-in');
    const orders = await rowsOf(found, '/reports/orders');
    const place = orders.findLastIndex(({ orderNumber }) => forgotten.includes(`prod/job/${orderNumber}`));
    expect(orders[place]).toMatchObject({ domainName: 'print.example.net', orderStatus: 'Order Accepted' });
    const pagesOf = async () => {
      made.proxy.asked.length = 0;
      await engine.refresh({ kind: 'job' });
      return asked(made, ORDERS).length;
    };
    made.time.now += 1_000;
    expect(await pagesOf()).toBeLessThan(place / 20);
    made.time.now += 15 * MINUTE;
    expect(await pagesOf()).toBeGreaterThan(place / 10);
    const stuck = { kind: 'job' as const, query: 'is:stuck', now: made.time.now, longRunningAfter: MINUTE };
    expect((await made.cache.rows({ selection: stuck, limit: 10 })).rows).toEqual([]);
  });

  test('never has two requests under way, and with the limit it was told is never refused', async () => {
    const made = await rig(subject, {
      cap: 20,
      limits: { burst: 30, perSecond: 0.5 },
      values: { requests_per_minute: 30 },
    });
    const found = made.demo.platforms.find(({ kind }) => kind === subject.kind);
    if (found === undefined) throw new Error('no stand-in');
    let [under, crowd] = [0, 0];
    const statuses: number[] = [];
    made.proxy.before = (url) => {
      made.capped(url);
      under += 1;
      crowd = Math.max(crowd, under);
    };
    made.demo.hooks.onRequest(({ platform, status }) => {
      if (platform !== 'certinext') return;
      statuses.push(status);
      under -= 1;
    });
    const [outcome] = await made.sync().catchUp();
    for (const stream of outcome?.streams ?? [])
      expect(stream).toMatchObject({ failure: null, complete: true });
    expect(crowd).toBe(1);
    expect(statuses.length).toBeGreaterThan(60);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test.each([
    [
      problem(500, 'Internal Server Error', 'EMS-939: Something went wrong.'),
      'PLATFORM_ERROR',
      'Internal Server Error: EMS-939: Something went wrong.',
    ],
    [
      problem(422, 'Unprocessable Entity', 'EMS-921: Not downloadable yet.'),
      'PLATFORM_ERROR',
      'Unprocessable Entity: EMS-921: Not downloadable yet.',
    ],
    [problem(403, 'Forbidden', 'EMS-913: Not yours.'), 'FORBIDDEN', 'Forbidden: EMS-913: Not yours.'],
  ])('a problem in mid-sync is told in its words: %j', async (answer, code, cause) => {
    const made = await rig(subject, { cap: 40 });
    made.proxy.fault({ path: ORDERS, skip: 3, times: 200, spoil: () => answer });
    const engine = made.sync();
    const [outcome] = await engine.catchUp();
    const failed = outcome?.streams.filter(({ failure }) => failure !== null) ?? [];
    expect(failed.map(({ stream }) => stream).sort()).toEqual(['certificates', 'orders']);
    for (const { failure } of failed) expect(failure).toMatchObject({ code, cause });
    made.proxy.mend();
    made.time.now += 15 * MINUTE;
    await engine.catchUp();
    expect(listed(await made.held())).toEqual(listed(await made.truth()));
  });

  test.each([403, 404])('what answers %i and may be missing is not offered', async (status) => {
    const made = await rig(subject);
    made.proxy.fault({
      path: /(ledger|domains)$/,
      skip: 0,
      times: Number.POSITIVE_INFINITY,
      spoil: () => problem(status, 'No', 'EMS-913: No.'),
    });
    const [outcome] = await made.sync().catchUp();
    for (const stream of outcome?.streams ?? [])
      expect(stream).toMatchObject({ failure: null, complete: true });
    for (const name of ['ledger', 'domains'])
      expect(await stateOf(made, name)).toMatchObject({ notOffered: true });
    for (const name of ['orders', 'certificates'])
      expect(await stateOf(made, name)).toMatchObject({ notOffered: false });
  });

  test.each([1, 3, 7, 12])(
    'killed after commit %i with an expired token, a new process ends up with all',
    async (kill) => {
      const made = await rig(subject, { cap: 40 });
      const control = new AbortController();
      await made.sync(dyingAfter(kill, control)).catchUp({ signal: control.signal });
      expect(control.signal.aborted).toBe(true);
      await made.reopen();
      made.time.now += 2 * HOUR;
      const [outcome] = await made.sync().catchUp();
      for (const stream of outcome?.streams ?? [])
        expect(stream).toMatchObject({ failure: null, complete: true });
      expect(listed(await made.held())).toEqual(listed(await made.truth()));
    },
  );

  test('an alert that was read here stays read, however often it is found again', async () => {
    const made = await rig(subject);
    const engine = made.sync();
    await engine.catchUp();
    const alerts = async () => [...(await made.held())].filter(([ref]) => ref.startsWith('prod/alert/'));
    const [first, ...others] = await alerts();
    if (first === undefined) throw new Error('no alert');
    await made.cache.markRead([first[0]], true, made.time.now, []);
    for (let look = 0; look < 3; look += 1) {
      made.time.now += HOUR;
      await engine.catchUp();
    }
    const later = new Map(await alerts());
    expect(later.get(first[0])).toBe('true');
    expect(others.filter(([ref]) => later.get(ref) === 'true')).toEqual([]);
  });

  test('the portal’s exports lie beside what the API tells, under one platform', async () => {
    const folder = temporaryFolder('exports');
    const head = 'User Full Name,Module,Activity / Event Name,Timestamp,Status\n';
    writeFileSync(
      join(folder, 'audit.csv'),
      `${head}Ada Example,Authentication,Login,2026-08-20 08:00:00,Success\nAda Example,Certificates,Certificate Revoked,2026-08-20 08:05:00,Failure\n`,
    );
    writeFileSync(
      join(folder, 'statistics.csv'),
      'Issued,3\nRevoked,1\nDiscovered,9\nGenerated on,2026-08-20 08:30\n',
    );
    const made = await rig(subject, { values: { exports: folder } });
    // Nobody writes to them any more.
    const written = new Date(made.time.now - HOUR);
    for (const name of ['audit.csv', 'statistics.csv']) utimesSync(join(folder, name), written, written);
    const engine = made.sync();
    const [outcome] = await engine.catchUp();
    for (const stream of outcome?.streams ?? [])
      expect(stream).toMatchObject({ failure: null, complete: true, rejected: 0, notOffered: false });
    expect(outcome?.streams.map(({ stream }) => stream).sort()).toEqual([
      ...['audit-exports', 'certificates', 'domains', 'ledger', 'orders', 'statistics-exports'],
    ]);
    const [held, truth] = [await made.held(), await made.truth()];
    for (const ref of truth.keys()) expect(held.has(ref), ref).toBe(true);
    // Two entries and three figures of the files; none of them takes the place of one of the API.
    expect(held.size).toBe(truth.size + 5);
    const figures = await made.cache.rows({
      selection: {
        kind: 'statistic',
        query: 'name:"issued certificates"',
        now: made.time.now,
        longRunningAfter: 0,
      },
      limit: 10,
    });
    expect(figures.rows.map(({ record }) => record.kind === 'statistic' && record.name).sort()).toEqual([
      'Issued certificates',
      'Issued certificates (portal)',
    ]);
    const again =
      (await engine.catchUp())[0]?.streams.filter(({ stream }) => stream.endsWith('exports')) ?? [];
    expect(again.map(({ rows }) => rows)).toEqual([0, 0]);
  });
});
