import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What a terminal sends for a button over a cell, both counted from 0 (SGR 1006). */
const mouse = (button: number, column: number, row: number): string =>
  `\u001b[<${button};${column + 1};${row + 1}M\u001b[<${button};${column + 1};${row + 1}m`;
const click = (column: number, row: number): string => mouse(0, column, row);
const WHEEL_DOWN = 65;

const isOn = (raw: string): boolean => raw.lastIndexOf('\u001b[?1000h') > raw.lastIndexOf('\u001b[?1000l');

describe('complaint 19: the mouse is the terminal\u2019s until it is asked for', () => {
  test('and then goes where it points', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    // Off: text is selected as everywhere, and reports that come all the same mean nothing.
    expect(deck.raw()).not.toMatch(/\u001b\[\?100[0-3]h/);
    deck.press(click(24, 1));
    await deck.settled();
    expect(deck.text()).toMatch(/\[1 Alerts/);
    deck.press('%');
    await deck.until('Mouse on');
    expect(isOn(deck.raw())).toBe(true);
    // On the name of a pane.
    const header = deck.text().split('\n')[1] ?? '';
    deck.press(click(header.indexOf('Audit'), 1));
    const audit = await deck.until(/\[3 Audit[\s\S]*Time↓/);
    // On a row: it is under the cursor; a second time: it opens.
    const lines = audit.split('\n');
    const row = lines.findIndex((line) => line.includes('Time↓')) + 3;
    deck.press(click(30, row));
    await deck.settled();
    const wanted = deck.text().split('\n')[row] ?? '';
    deck.press(click(30, row));
    const open = await deck.until('[Fields]');
    const action = /\b[A-Z]+(?:_[A-Z]+)*\b/.exec(wanted)?.[0] ?? 'nothing';
    expect(open.slice(open.indexOf('[Fields]'))).toContain(action);
    // The wheel scrolls what is under it: the list stays while the text moves.
    const list = (screen: string): string =>
      screen
        .split('\n')
        .slice(lines.indexOf(lines[row] ?? ''), row + 3)
        .join('\n');
    const still = list(deck.text());
    const bottom = deck.rows - 4;
    deck.press(mouse(WHEEL_DOWN, 30, bottom));
    await deck.settled();
    expect(list(deck.text())).toBe(still);
    // Off again: the terminal has it back.
    deck.press('%');
    await deck.until('Mouse off');
    expect(isOn(deck.raw())).toBe(false);
    deck.press('Q');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
  });

  test('and is given back while the shell has the terminal, and when a signal ends it', async () => {
    await using deck = openConsole({ home: world.home, jobControl: true });
    await deck.until(/✗ error/);
    deck.press('%');
    await deck.until('Mouse on');
    // By a signal, as by Ctrl-Z.
    deck.signal('SIGTSTP');
    await deck.until('the shell has it');
    expect(isOn(deck.raw())).toBe(false);
    expect(readFileSync(join(world.home.folder, 'terminal.stopped'), 'utf8')).toBe(
      readFileSync(join(world.home.folder, 'terminal.before'), 'utf8'),
    );
    deck.press('\r');
    await deck.until(/✗ error/);
    deck.press('2');
    await deck.until(/\[2 Jobs/);
    expect(isOn(deck.raw())).toBe(true);
    deck.signal('SIGTERM');
    expect(await deck.exit).toMatchObject({ code: 130, left: [] });
  });
});
