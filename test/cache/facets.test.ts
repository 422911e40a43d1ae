import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { audit, NOW, page } from './records.ts';

const select = (query: string) => ({ kind: 'audit' as const, query, now: NOW, longRunningAfter: 60_000 });
const entries = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    audit({
      id: `e${index}`,
      timestamp: NOW - index,
      action: index % 3 === 0 ? 'LOGIN' : 'LOGOUT',
      actor: { type: 'user', id: `u${index % 4}`, name: `User ${index % 4}`, email: null },
    }),
  );

test('counts of values say that they are a floor where there was no time for all, and only there', async () => {
  const cache = openDirect({ memory: true });
  await cache.commit(page(entries(3_000)));
  const ask = (field: string, within?: number) =>
    cache.groups({ selection: select(''), field, limit: 10, ...(within !== undefined && { within }) });
  const whole = await ask('actor.name');
  expect(whole).toHaveLength(4);
  expect(whole.every(({ count, atLeast }) => count === 750 && atLeast === undefined)).toBe(true);
  const hurried = await ask('actor.name', 0);
  expect(hurried.every(({ count, atLeast }) => count < 750 && atLeast === true)).toBe(true);
  // What an index counts needs no time.
  expect(await ask('action', 0)).toEqual([
    { value: 'LOGOUT', count: 2_000 },
    { value: 'LOGIN', count: 1_000 },
  ]);
  await cache.close();
});

test('known values come with how many records have each', async () => {
  const cache = openDirect({ memory: true });
  await cache.commit(page(entries(9)));
  expect(await cache.valueCounts('audit', 'action', 'log', 5)).toEqual([
    { value: 'LOGOUT', count: 6 },
    { value: 'LOGIN', count: 3 },
  ]);
  expect(await cache.values('audit', 'action', 'log', 1)).toEqual(['LOGOUT']);
  await cache.close();
});

test('of the rows of a screen, named by their references, those that a query means are told', async () => {
  const cache = openDirect({ memory: true });
  await cache.commit(page(entries(300)));
  const refs = Array.from({ length: 100 }, (_, index) => `prod/audit/e${index + 50}`);
  const query = `action:LOGIN description=~/./ ref=${refs.map((ref) => `"${ref}"`).join(',')}`;
  const found = await cache.refs(select(query), 200);
  expect([...found].sort()).toEqual(refs.filter((_, index) => (index + 50) % 3 === 0).sort());
  await cache.close();
});
