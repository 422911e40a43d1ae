/** Whatever a platform tells, in whichever pages: the cache derives what the rules find in all of it at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import { type AnyRecord, refOf } from '../../src/domain/record.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { runRules } from '../../src/rules/run.ts';
import { alert, audit, job, NOW, page } from './records.ts';

const PLAN = { choices: { 'failed-sign-ins': { enabled: true, thresholds: { attempts: 2 } } }, brings: {} };
const ACTIONS = [
  'scan.started',
  'scan.completed',
  'scan.failed',
  'Abort scan',
  'LOGIN_ERROR',
  'auth.account.locked',
  'RENEWAL_COMPLETED',
  'RENEWAL_FAILED',
  'DEPLOYMENT_COMPLETED',
  'API_ACCESS_TOKEN_EXPIRY_EMAIL_SENT',
  'Certificates expiring in 7 days',
  'settings.updated',
];

const at = fc.integer({ min: 0, max: 12 * 24 * 4 }).map((quarters) => NOW - quarters * 15 * MINUTE);
const thing = fc.constantFrom('t-1', 't-2');
const entry = fc.record({ at, action: fc.constantFrom(...ACTIONS), thing }).map(
  ({ at: timestamp, action, thing: id }) =>
    (n: number): AnyRecord =>
      audit({
        id: `e${n}`,
        timestamp,
        action,
        outcome: null,
        resource: { type: 'certificate', id, name: null },
        description: `It was done\n Sensor: ${id}`,
      }),
);
const anyJob = fc.record({ at, status: fc.constantFrom('RUNNING', 'SUCCESS'), thing }).map(
  ({ at: startedAt, status, thing: id }) =>
    (n: number): AnyRecord =>
      job({
        id: n % 2 === 0 ? id : `j${n}`,
        status: status as 'RUNNING',
        startedAt,
        completedAt: status === 'RUNNING' ? null : startedAt + HOUR,
        scheduledAt: null,
        type: 'RENEW_CERT',
        certificateId: id,
        payload: null,
      }),
);
const anyAlert = fc.record({ at, thing, days: fc.constantFrom(3, 30) }).map(
  ({ at: createdAt, thing: id, days }) =>
    (n: number): AnyRecord =>
      alert({
        id: `a${n}`,
        title: `It expires in ${days} days: ${id}`,
        createdAt,
        entity: { type: 'c', id, name: null },
      }),
);
const records = fc
  .array(fc.oneof({ arbitrary: entry, weight: 6 }, { arbitrary: anyJob, weight: 2 }, anyAlert), {
    maxLength: 40,
  })
  .map((made) => made.map((make, n) => make(n)))
  // One record of an id: two sayings about it in one page would be the platform's contradiction, not ours.
  .map((all) => [...new Map(all.map((record) => [refOf(record), record])).values()]);

test('pages in any order and size, some twice, end in what the rules find in everything', async () => {
  await fc.assert(
    fc.asyncProperty(
      records,
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 1, max: 9 }),
      async (all, dice, size) => {
        const order = all
          .map((record) => ({ record, place: dice.next().value ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ record }) => record);
        const cache = openDirect({ memory: true }, PLAN);
        const pages: AnyRecord[][] = [];
        for (let i = 0; i < order.length; i += size) pages.push(order.slice(i, i + size));
        const known = Math.max(0, ...all.map((record) => timeOf(record) ?? 0));
        for (const rows of [...pages, ...pages.slice(0, 2)]) await cache.commit(page(rows));
        await cache.commit(page([], { syncedAt: known }));
        const lists = await Promise.all(
          (['alert', 'job'] as const).map((kind) =>
            cache.rows({
              selection: { kind, query: '-origin:platform', now: NOW, longRunningAfter: HOUR },
              limit: 500,
              whole: true,
            }),
          ),
        );
        const found = lists.flatMap(({ rows }) => rows.map(({ record }) => record));
        const wanted = runRules(all, PLAN, known).map(({ record }) => record);
        const byId = (list: readonly AnyRecord[]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
        expect(byId(found)).toEqual(byId(wanted));
        await cache.close();
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
