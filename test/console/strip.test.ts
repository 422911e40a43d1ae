import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The number after or before a word on the screen. */
function told(screen: string, pattern: RegExp): number {
  return Number(pattern.exec(screen)?.[1]?.replaceAll(',', '') ?? Number.NaN);
}
const matched = (screen: string): number => told(screen, /([\d,]+) matched/);

test('"when did the failures begin?" is seen over the audit entries, and narrowed to without typing', async () => {
  await using deck = openConsole({ home: world.home });
  await deck.until(synced);
  deck.press('3');
  const day = await deck.until(/^24h ago +[▁-█ ]+ now *\n✗ \d+ /m);
  // The strip counts what the filter line does.
  await deck.until((screen) => told(screen, / of ([\d,]+) *$/m) === matched(screen));
  expect(matched(day)).toBeGreaterThan(0);
  // The last week, by a digit.
  deck.press('T');
  await deck.until('Time range: 1-7');
  deck.press('5');
  const week = await deck.until(
    (screen) =>
      /^\/ since:7d /m.test(screen) &&
      /^7d ago/m.test(screen) &&
      told(screen, / of ([\d,]+) *$/m) === matched(screen),
  );
  expect(matched(week)).toBeGreaterThan(matched(day));
  // A window is moved over it, says what is in it, and becomes the filter.
  deck.press('i');
  await deck.until(/╰─+╯/);
  deck.press('<<');
  const framed = await deck.until(/^ *([\d,]+), ✗ \d+ · since:\S+ until:\S+ .*╰─+╯/m);
  deck.press('\r');
  const inside = told(framed, /^ *([\d,]+), ✗/m);
  const narrowed = await deck.until(
    (screen) => /^\/ since:\S+ until:\S+ /m.test(screen) && matched(screen) === inside,
  );
  expect(inside).toBeGreaterThan(0);
  expect(inside).toBeLessThan(matched(week));
  expect(narrowed).toContain('Enter Open');
  deck.press('u');
  await deck.until(/^\/ since:7d /m);
});
