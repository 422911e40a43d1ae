import { expect, test } from 'vitest';
import { demo, START } from './world.ts';

test('a burst above the limit is refused with both forms of Retry-After, and let in again later', async () => {
  const { one, clm, time } = await demo({ entries: 10, limits: { burst: 5, perSecond: 0.5 } });
  const statuses = async (count: number) => {
    const replies = [];
    for (let at = 0; at < count; at += 1) replies.push(await one('/audit-log'));
    return replies;
  };
  const replies = await statuses(7);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const [first, second] = replies.slice(5);
  expect(first?.headers.get('retry-after')).toBe('2');
  expect(Date.parse(second?.headers.get('retry-after') ?? '')).toBe(START + 2_000);
  expect(first?.body.errors[0].code).toBeTypeOf('string');
  expect((await clm('/api/jobs?size=1')).status, 'limits are a platform and key each').toBe(200);
  time.now += 2_000;
  expect((await statuses(2)).map(({ status }) => status)).toEqual([200, 429]);
});

test('answers can be replaced, cut, held and watched', async () => {
  const { one, clm, servers } = await demo({ entries: 10 });
  const { hooks } = servers;
  const seen: string[] = [];
  const stop = hooks.onRequest(({ platform, path, status }) => seen.push(`${platform} ${path} ${status}`));

  hooks.failNext({
    answer: hooks.refusal('digicert-one', 503, { 'retry-after': '600' }),
    platform: 'digicert-one',
  });
  const refused = await one('/audit-log');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '600']);
  hooks.failNext({ answer: 'reset', path: '/api/jobs', times: 2 });
  await expect(clm('/api/jobs')).rejects.toThrow();
  expect((await clm('/api/alerts')).status).toBe(200);
  await expect(clm('/api/jobs')).rejects.toThrow();
  expect((await clm('/api/jobs')).status).toBe(200);

  const release = hooks.hold();
  const late = one('/audit-log').then(({ status }) => {
    seen.push('answered');
    return status;
  });
  seen.push('released');
  release();
  expect(await late).toBe(200);
  stop();
  await one('/audit-log');
  expect(seen).toEqual([
    'digicert-one /account/api/v1/audit-log 503',
    'ssl-clm /api/jobs 0',
    'ssl-clm /api/alerts 200',
    'ssl-clm /api/jobs 0',
    'ssl-clm /api/jobs 200',
    'released',
    'digicert-one /account/api/v1/audit-log 200',
    'answered',
  ]);
});

test('entries can be added at once', async () => {
  const { one, servers, time } = await demo({ entries: 10 });
  const before = (await one('/audit-log?limit=1000')).body.items;
  servers.hooks.addEntries(30);
  const after = (await one('/audit-log?limit=1000')).body;
  expect(after.total).toBe(before.length + 30);
  expect(after.items.slice(0, before.length)).toEqual(before);
  expect(new Set(after.items.map(({ id }: { id: string }) => id)).size).toBe(after.total);
  time.now += 60_000;
  const later = (await one('/audit-log?limit=1000')).body.items;
  expect(later.slice(0, after.total)).toEqual(after.items);
  expect(later.length).toBeGreaterThan(after.total);
});

test('a method that is not offered is refused, by HEAD without a body', async () => {
  const { one, servers } = await demo({ entries: 10 });
  const key = { 'x-api-key': servers.platforms[0]?.credentials.api_key ?? '' };
  for (const method of ['POST', 'DELETE', 'HEAD']) {
    const { status, headers, text } = await one('/audit-log', { method, headers: key });
    expect([method, status, headers.get('allow'), text === '']).toEqual([
      method,
      405,
      'GET',
      method === 'HEAD',
    ]);
  }
});
