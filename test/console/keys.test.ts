import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test('complaint 3: any key can be moved, everything that names it follows, and so does a save', async () => {
  const { config } = world.home;
  const before = readFileSync(config, 'utf8');
  appendFileSync(config, '\n[keys]\n"help.open" = ["H", "Ctrl-G"]\n"pane.jobs" = ["J"]\n"other.down" = []\n');
  await using deck = openConsole({ home: world.home });
  // Footer and header name the keys in force.
  const first = await deck.until(/✗ error/);
  expect(first).toMatch(/ H Help *$/m);
  expect(first).toMatch(/^.*J Jobs /m);
  // The keys they had do nothing any more, those they have do.
  deck.press('2?');
  await deck.settled();
  expect(deck.text()).toMatch(/\[1 Alerts/);
  deck.press('J');
  await deck.until(/\[J Jobs/);
  // So does the list of keys, which also runs what has none.
  deck.press('Hother.down');
  await deck.until(/no key +Scroll the detail, or go to the next record .* Everywhere/);
  deck.press('\u001b');
  await deck.until((screen) => !screen.includes('Keys: type'));
  // Saved while it runs: taken over.
  writeFileSync(config, `${before}\n[keys]\n"help.open" = ["Ctrl-G"]\n`);
  await deck.until(/Keys and theme are those of the saved configuration/);
  deck.press('1');
  await deck.until((screen) => /\[1 Alerts/.test(screen) && / Ctrl-G Help *$/m.test(screen));
  // Saved with two problems: the last good one holds, and the first is told with its line.
  const line = before.split('\n').length + 2;
  writeFileSync(config, `${before}\n[keys]\n"help.opne" = ["h"]\nfreeze = ["r"]\n`);
  await deck.until(new RegExp(`line ${line}: keys: there is no action "help.opne" \\(and 1 more`));
  deck.press('\u0007');
  await deck.until('Keys: type an action or a key');
  deck.press('\u001b');
  await deck.until((screen) => !screen.includes('Keys: type'));
  deck.press('Q');
  expect(await deck.exit).toMatchObject({ code: 0, left: [] });
});
