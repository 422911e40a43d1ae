import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Slices } from '../../src/cache/slices.ts';
import { Turns } from '../../src/cache/turns.ts';

test('who counts waits for the list, before it begins and between its slices', async () => {
  const turns = new Turns();
  const said: string[] = [];
  const list = (name: string) =>
    turns.list(async () => {
      said.push(`${name} begins`);
      for (let slice = 0; slice < 3; slice++) await setImmediate();
      said.push(`${name} ends`);
    });
  const first = list('first');
  let second = Promise.resolve();
  const count = turns.other({}, async (task) => {
    said.push('count begins');
    second = list('second');
    await new Slices(task).pause();
    said.push('count ends');
  });
  await Promise.all([first, count]);
  await second;
  expect(said).toEqual([
    'first begins',
    'first ends',
    'count begins',
    'second begins',
    'second ends',
    'count ends',
  ]);
});

test('a list without end holds nobody up for long', async () => {
  const turns = new Turns();
  const { promise, resolve } = Promise.withResolvers<void>();
  const endless = turns.list(() => promise);
  expect(await turns.other({}, async () => 'counted')).toBe('counted');
  resolve();
  await endless;
});
