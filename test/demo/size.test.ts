import { expect, test } from 'vitest';
import { demo, START } from './world.ts';

test('of a million entries the first, middle and last page cost the same, and none is held', async () => {
  const { one } = await demo({ entries: 1_000_000 });
  const { total } = (await one('/audit-log?limit=1')).body;
  expect(total).toBe(1_000_000);
  const page = async (offset: number, order = 'asc') => {
    const began = performance.now();
    const { body } = await one(`/audit-log?limit=1000&sort=timestamp:${order}&offset=${offset}`);
    expect(body.items).toHaveLength(1_000);
    return performance.now() - began;
  };
  await page(250_000);
  const before = process.memoryUsage().heapUsed;
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    for (const offset of [0, 500_000, 999_000]) times.push(await page(offset), await page(offset, 'desc'));
  }
  // A bound a person feels, far above what it takes, so that a busy machine does not fail it.
  expect(Math.max(...times)).toBeLessThan(1_000);
  // Garbage of the pages included; a million entries would be several hundred.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(192 * 2 ** 20);
});

test('a filter over a million entries is scanned once and lets other requests through', async () => {
  const { one, clm } = await demo({ entries: 1_000_000 });
  const order: string[] = [];
  const scan = one('/audit-log?status=FAILURE&limit=1').then(({ body }) => {
    order.push('scan');
    return body.total;
  });
  await clm('/api/jobs?size=1').then(() => order.push('jobs'));
  const total = await scan;
  expect(order).toEqual(['jobs', 'scan']);
  expect(total / 1_000_000).toBeGreaterThan(0.05);
  expect(total / 1_000_000).toBeLessThan(0.2);
  const began = performance.now();
  await one('/audit-log?status=FAILURE&limit=1000&sort=timestamp:desc');
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('a world left alone for a month catches up', async () => {
  const { one, clm, time } = await demo();
  time.now = START + 30 * 24 * 3_600_000;
  expect((await clm('/api/audit-logs?size=5')).body.totalElements).toBeGreaterThan(100_000);
  const { body } = await one('/audit-log?sort=timestamp:desc&limit=1000');
  expect(body.total).toBeGreaterThan(500_000);
  expect(time.now - Date.parse(body.items[0].timestamp)).toBeLessThan(60_000);
});
