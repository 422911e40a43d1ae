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
  expect((sent.at(-1) ?? 0) - NOON).toBeLessThanOrEqual(40_000);
});

test('requests that wait together queue up instead of racing', async () => {
  const started: number[] = [];
  const budget = createBudget({
    platform: 'prod',
    limits: [{ requests: 1, per: 100 }],
    clock: () => 0,
    wait: async (ms) => {
      started.push(ms);
    },
    patience: 10_000,
  });
  await Promise.all([1, 2, 3, 4].map(async () => budget.take(signal)));
  expect(started).toEqual([100, 200, 300]);
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
