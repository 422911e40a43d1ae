import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const CLEAN: readonly string[] = [];

describe('however the console ends, the terminal is as it was', () => {
  test('q at the top', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(/✗ error/);
    deck.press('q');
    expect(await deck.exit).toMatchObject({ code: 0, left: CLEAN });
  });

  test('complaint 4: Ctrl-C asks, a second one leaves', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(/✗ error/);
    deck.press('\u0003');
    await deck.until('Ctrl-C again quits');
    deck.press('\u0003');
    expect(await deck.exit).toMatchObject({ code: 130, left: CLEAN });
  });

  test('complaint 4: Esc never leaves, and Ctrl-C in a prompt only closes it', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(/✗ error/);
    deck.press('\u001b');
    deck.press('/');
    await deck.until(/Enter Apply/);
    deck.press('\u0003');
    await deck.until((screen) => !screen.includes('Enter Apply') && screen.includes('✗ error'));
    deck.press('Q');
    expect(await deck.exit).toMatchObject({ code: 0, left: CLEAN });
  });

  test('Ctrl-Z gives it to the shell, and it is drawn again when it comes back', async () => {
    await using deck = openConsole({ home: world.home, jobControl: true });
    await deck.until(/✗ error/);
    deck.press('\u001a');
    const shell = await deck.until('the shell has it');
    expect(shell).not.toContain('✗ error');
    const modes = (when: string) => readFileSync(join(world.home.folder, `terminal.${when}`), 'utf8');
    expect(modes('stopped')).toBe(modes('before'));
    deck.press('\r');
    await deck.until(/✗ error/);
    deck.press('2');
    await deck.until(/\[2 Jobs/);
    deck.press('q');
    expect(await deck.exit).toMatchObject({ code: 0, left: CLEAN });
  });

  test('SIGSTOP, of which nobody hears: brought back it draws over what the shell wrote, and reads keys', async () => {
    await using deck = openConsole({ home: world.home, jobControl: true });
    await deck.until(/✗ error/);
    deck.signal('SIGSTOP');
    await deck.until('the shell has it');
    deck.press('\n');
    await deck.until((screen) => /✗ error/.test(screen) && !screen.includes('the shell has it'));
    deck.press('2');
    await deck.until(/\[2 Jobs/);
    deck.press('Q');
    expect(await deck.exit).toMatchObject({ code: 0, left: CLEAN });
  });

  test('an editor has the terminal while it is open, and the text', async () => {
    const copy = join(world.home.folder, 'edited.json');
    await using deck = openConsole({
      home: world.home,
      env: { EDITOR: `sh -c 'echo the editor has it; cp "$0" ${copy}; read answer'` },
    });
    await deck.until(/✗ error/);
    deck.press('\r');
    await deck.until(/\[Message\]/);
    deck.press('[');
    await deck.until(/\[JSON\]/);
    deck.press('v');
    await deck.until('the editor has it');
    deck.press('\r');
    await deck.until(/\[JSON\]/);
    expect(JSON.parse(readFileSync(copy, 'utf8'))).toHaveProperty('severity');
    deck.press('Q');
    expect(await deck.exit).toMatchObject({ code: 0, left: CLEAN });
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s', async (name) => {
    await using deck = openConsole({ home: world.home });
    await deck.until(/✗ error/);
    deck.signal(name);
    expect(await deck.exit).toMatchObject({ code: 130, left: CLEAN });
  });

  test('SIGQUIT, which still ends as whoever sent it wants', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(/✗ error/);
    deck.signal('SIGQUIT');
    expect(await deck.exit).toMatchObject({ code: 131, left: CLEAN });
  });

  test('a terminal that is closed, without a word about a defect', async () => {
    const said = join(world.home.folder, 'said');
    await using deck = openConsole({ home: world.home, stderr: said });
    await deck.until(/✗ error/);
    await deck.hangUp();
    // A package of Ink's shows the cursor again wherever something can still be written.
    expect(readFileSync(said, 'utf8').replace('\u001b[?25h', '')).toBe('130\n');
  });

  test('a crash, whose words are on the screen the shell comes back to', async () => {
    // The program has no defect to call up, so one is put into its process from outside.
    const defect = join(world.home.folder, 'defect.mjs');
    writeFileSync(defect, "process.on('SIGUSR2', () => { throw new Error('a defect'); });");
    await using deck = openConsole({
      home: world.home,
      env: { NODE_OPTIONS: `--import=${pathToFileURL(defect).href}` },
    });
    await deck.until(/✗ error/);
    deck.press('%');
    await deck.until('Mouse on');
    deck.signal('SIGUSR2');
    const exit = await deck.exit;
    expect(exit).toMatchObject({ code: 1, left: CLEAN });
    expect(exit.after).toContain('certdeck: it came to an unexpected end: a defect');
  });
});
