import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ kinds: ['ssl-clm', 'certifyclouds'] });
});
afterAll(() => world[Symbol.asyncDispose]());

/** The failed jobs of the last day, as the header counts them. */
const failed = (screen: string): number => Number(/✗ ≥?(\d+) failed jobs?/.exec(screen)?.[1] ?? Number.NaN);

test('a cause that is called known counts no more, here and in the next console, until it is news again', async () => {
  let before = 0;
  {
    await using deck = openConsole({ home: world.home });
    await deck.until(/1 Alerts [1-9].*3 Audit [1-9]/);
    deck.press('2');
    before = failed(await deck.until((screen) => screen.includes('✗ FAILED') && synced(screen)));
    deck.press('g\r');
    await deck.until(/\[Error\][\s\S]*Same failure +(?:\d+ times|only this once)/);
    deck.press('.');
    await deck.until(/Go on with[\s\S]*cause +\S[\s\S]*m known or not/);
    deck.press('m');
    await deck.until(/Known from now on: \d+ failed jobs?/);
    await deck.until((screen) => failed(screen) < before);
    await deck.until(/✗ known/);
    deck.press('Q');
    await deck.exit;
  }
  await using again = openConsole({ home: world.home });
  await again.until(/1 Alerts [1-9].*3 Audit [1-9]/);
  const shown = await again.until((screen) => synced(screen) && failed(screen) < before);
  expect(failed(shown)).toBeLessThan(before);
  again.press(':jobs is:muted\r');
  await again.until(/\/ is:muted[\s\S]*✗ known/);
  again.press('g.');
  await again.until(/m known or not/);
  again.press('m');
  await again.until(/News again: \d+ failed jobs?/);
  await again.until((screen) => failed(screen) === before);
});

test('from a job that was derived to the entries it rests on', async () => {
  await using deck = openConsole({ home: world.home });
  await deck.until(/1 Alerts [1-9].*3 Audit [1-9]/);
  deck.press(':jobs origin:rule:event-jobs status:failed\r');
  await deck.until((screen) => /\[2 Jobs[\s\S]*✗ FAILED/.test(screen) && synced(screen));
  deck.press('g\r');
  await deck.until(/\[Error\]/);
  deck.press(']]]');
  await deck.until(/\[Related\][\s\S]*rests on +\w+ +audit/);
  deck.press('\r');
  await deck.until(/\[3 Audit[\s\S]*\[Fields\]/);
});
