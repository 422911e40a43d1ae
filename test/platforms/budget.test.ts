import { expect, test } from 'vitest';
import { createBudget, type Limit } from '../../src/platforms/budget.ts';
import { parseRetryAfter, serverSays } from '../../src/platforms/server-says.ts';
import { fakeTools, NOON } from '../support/platform-tools.ts';

const signal = new AbortController().signal;

function budgetOf(limits: readonly Limit[]) {
  const tools = fakeTools();
  return { tools, budget: createBudget({ platform: 'prod', limits, patience: 10_000, ...tools }) };
}

test('never more requests in a window than its limit, however they come', async () => {
  const { budget, tools } = budgetOf([
    { requests: 3, per: 1_000 },
    { requests: 5, per: 10_000 },
  ]);
  const sent: number[] = [];
  for (let count = 0; count < 23; count++) {
    expect((await budget.take(signal)).ok).toBe(true);
    sent.push(tools.clock());
  }
  for (const at of sent) {
    expect(sent.filter((other) => other > at - 1_000 && other <= at).length).toBeLessThanOrEqual(3);
    expect(sent.filter((other) => other > at - 10_000 && other <= at).length).toBeLessThanOrEqual(5);
  }
  expect((sent.at(-1) ?? 0) - NOON).toBeLessThanOrEqual(40_500);
});

test('requests that wait together queue up instead of racing, and a late timer crowds nobody', async () => {
  const sent: number[] = [];
  let now = NOON;
  const budget = createBudget({
    platform: 'prod',
    limits: [{ requests: 2, per: 100 }],
    clock: () => now,
    wait: async (ms) => {
      now += ms + 70;
    },
    patience: 10_000,
  });
  const take = async () => {
    await budget.take(signal);
    sent.push(now);
  };
  await Promise.all(Array.from({ length: 9 }, take));
  expect(sent).toHaveLength(9);
  for (const at of sent)
    expect(sent.filter((other) => other > at - 100 && other <= at).length).toBeLessThanOrEqual(2);
});

test('one that no longer wants its slot leaves the queue at once; a clock set back holds up nobody', async () => {
  const { promise: held, resolve } = Promise.withResolvers<void>();
  let now = NOON;
  const waits: number[] = [];
  const budget = createBudget({
    platform: 'prod',
    limits: [{ requests: 1, per: 1_000 }],
    clock: () => now,
    wait: async (ms) => {
      waits.push(ms);
      await held;
      now += ms;
    },
    patience: 10_000,
  });
  await budget.take(signal);
  const first = budget.take(signal);
  const control = new AbortController();
  const second = budget.take(control.signal);
  control.abort();
  await expect(second).rejects.toThrow();
  resolve();
  expect((await first).ok).toBe(true);
  now -= 3_600_000;
  expect((await budget.take(signal)).ok).toBe(true);
  expect(Math.max(...waits)).toBeLessThanOrEqual(1_100);
});

test('without a limit nothing waits; a pause holds everybody', async () => {
  const { budget, tools } = budgetOf([]);
  await budget.take(signal);
  expect(tools.waits).toEqual([]);
  budget.pause(4_000);
  budget.pause(1_000);
  await budget.take(signal);
  expect(tools.waits).toEqual([4_000]);
  budget.pause(60_000);
  expect(await budget.take(signal)).toMatchObject({
    ok: false,
    failure: { code: 'RATE_LIMITED', retryAfter: 60_000, what: expect.stringContaining('1m') },
  });
});

test.each([
  ['120', 120_000],
  ['0.5', 500],
  ['Thu, 20 Aug 2026 12:00:30 GMT', 30_000],
  ['Thursday, 20-Aug-26 12:00:30 GMT', 30_000],
  ['Thu Aug 20 12:00:30 2026', 30_000],
  ['Thu, 20 Aug 2026 11:00:00 GMT', 0],
  ['-1', null],
  ['tomorrow', null],
  ['2026-08-20', null],
  ['99999999999999999999', null],
  [undefined, null],
])('Retry-After %j is %j ms', (header, ms) => {
  expect(parseRetryAfter(header, NOON)).toBe(ms);
});

test.each([
  ['{"errors":[{"code":"a","message":"b"},{"code":"c"}]}', 'a: b; c'],
  ['{"error":{"code":"access_denied","message":"No."}}', 'access_denied: No.'],
  ['{"timestamp":"x","status":404,"error":"Not Found","path":"/api"}', 'Not Found'],
  ['{"type":"about:blank","title":"Gone","detail":"No such order."}', 'Gone: No such order.'],
  [
    '{"title":"Bad Request","detail":"E1: Invalid.","errors":[{"field":"to","message":"no date"}]}',
    'to: no date; Bad Request: E1: Invalid.',
  ],
  ['{"error":"failed","detail":"No.","code":"E1"}', 'failed; E1: No.'],
  ['<html><head><title>502 Bad Gateway</title>', '502 Bad Gateway'],
  ['upstream \u001b]0;owned\u0007 gone\n', 'upstream \uFFFD gone'],
  ['', null],
  ['{"errors":[]}', null],
  ['{}', null],
  [' [] ', null],
  ['null', null],
  ['{"status":429}', '{"status":429}'],
  [`"${'x'.repeat(1_000)}"`, `"${'x'.repeat(298)}…`],
])('of %j the server says %j', (text, said) => {
  expect(serverSays(text)).toBe(said);
});
