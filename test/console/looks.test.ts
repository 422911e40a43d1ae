import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Every parameter of every SGR sequence written. */
const sgr = (raw: string): ReadonlySet<string> =>
  new Set([...raw.matchAll(/\u001b\[([0-9;]*)m/g)].flatMap(([, codes = '']) => codes.split(';')));
/** What was written without its escape sequences. */
const drawn = (raw: string): string =>
  raw.replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g, '');

describe('complaint 18: a light terminal is readable', () => {
  test('it is asked for its background, and its answer is no key', async () => {
    await using deck = openConsole({ home: world.home });
    // Over a fast line the answer is there before the program has loaded.
    deck.press('\u001b]11;rgb:fdfd/f6f6/e3e3\u001b\\');
    const screen = await deck.until(synced);
    expect(screen).toMatch(/\[1 Alerts/);
    deck.press('2');
    await deck.until(/\[2 Jobs[\s\S]*SUCCESS|\[2 Jobs[\s\S]*RUNNING|\[2 Jobs[\s\S]*failed/i);
    expect(deck.raw()).toContain('\u001b]11;?\u001b\\');
    const codes = sgr(deck.raw());
    // Neither yellow nor cyan letters; errors are red, and say so by a word and a sign as well.
    expect(['33', '36', '93', '96'].filter((code) => codes.has(code))).toEqual([]);
    expect(codes.has('31')).toBe(true);
    expect(deck.text()).toMatch(/✗ /);
    // A theme that is chosen is not asked for; saved, it holds at once.
    appendFileSync(world.home.config, '\n[theme]\nname = "dark"\n[theme.roles]\nerror = "208 bold"\n');
    await deck.until('Keys and theme are those of the saved configuration');
    await deck.settled();
    expect(deck.raw()).toMatch(/\u001b\[[0-9;]*38;5;208m/);
    deck.press('Q');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
  });
});

describe('complaint 24: no font is needed', () => {
  test('a terminal without UTF-8 gets ASCII, nothing is out of place, and eight colours are enough', async () => {
    await using deck = openConsole({
      home: world.home,
      columns: 80,
      rows: 24,
      env: { LANG: 'C', TERM: 'linux', COLORFGBG: '15;0' },
    });
    await deck.until((screen) => /x error/.test(screen) && /^.*\* (?:\d+ fresh|\S+)/.test(screen));
    for (const [keys, shown] of [
      ['3', /\[3 Audit[\s\S]*Timev/],
      ['\r', /\[Fields\]/],
      ['q?', /Keys: type/],
      ['\u001b4', /\[4 Stat/],
      ['@', /\+--+|Space shows/],
    ] as const) {
      deck.press(keys);
      const screen = await deck.until(shown);
      expect(screen.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
    expect(drawn(deck.raw())).toMatch(/^[\n\r -~\u0007]*$/);
    // Nothing that only sixteen or more colours have.
    expect([...sgr(deck.raw())].filter((code) => /^(?:9[0-7]|10[0-7]|38|48)$/.test(code))).toEqual([]);
    deck.press('\u001bQ');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
  });
});
