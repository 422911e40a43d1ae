import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEAST } from '../../stores/layout.ts';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The frame fills the terminal: something on its first line, keys on its last, nothing cut off. */
function filled(screen: string, rows: number): boolean {
  const lines = screen.split('\n');
  return (
    lines.length === rows &&
    /24h: .*long-running$/.test(lines[0]?.trimEnd() ?? '') &&
    / Help|Open/.test(lines.at(-1) ?? '')
  );
}

describe('the size of the terminal', () => {
  test('80 x 24 and 200 x 60 work, too small says how small, and back again', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    deck.press('3');
    await deck.until(/\[3 Audit[\s\S]*digicer/);
    deck.resize(80, 24);
    const small = await deck.until((screen) => filled(screen, 24) && /^\/ since:24h/m.test(screen));
    expect(small).toMatch(/Time/);
    // The detail covers the list where there is no room for both.
    deck.press('\r');
    await deck.until((screen) => screen.includes('[Fields]') && !screen.includes('Time↓'));
    deck.press('\u001b');
    await deck.until('Time↓');
    deck.resize(200, 60);
    const large = await deck.until((screen) => filled(screen, 60) && screen.split('\n').length === 60);
    const names = world.demo.platforms.map(({ name }) => name);
    const rows = large.split('\n').filter((line) => names.some((name) => line.includes(name)));
    expect(rows.length).toBeGreaterThan(45);
    deck.press('\r');
    await deck.until((screen) => screen.includes('[Fields]') && screen.includes('Time↓'));
    deck.resize(LEAST.columns - 1, 10);
    await deck.until(
      (screen) =>
        screen.replace(/\s+/g, ' ').includes(`The terminal is ${LEAST.columns - 1} x 10`) &&
        screen.replace(/\s+/g, ' ').includes(`at least ${LEAST.columns} x ${LEAST.rows}`),
    );
    deck.resize(120, 40);
    await deck.until((screen) => screen.includes('[Fields]') && screen.includes('Time↓'));
    deck.press('Q');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
  });

  test('NO_COLOR leaves no colour, and what has to stand out still does', async () => {
    await using deck = openConsole({ home: world.home, columns: 80, rows: 24, env: { NO_COLOR: '1' } });
    await deck.until(/✗ error/);
    deck.press('q');
    await deck.exit;
    const coloured = [...deck.raw().matchAll(/\u001b\[([0-9;]*)m/g)].filter(([, codes = '']) =>
      codes.split(';').some((code) => /^(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])$/.test(code)),
    );
    expect(coloured).toEqual([]);
  });
});
