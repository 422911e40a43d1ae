import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';
import { openConsole } from './support/open-console.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('certdeck without a configuration', () => {
  test('the demo is one key away', async () => {
    await using deck = openConsole({ columns: 80, rows: 24 });
    await deck.until('▸ Try the demo');
    deck.press('\r');
    await deck.until(/1 Alerts ≥?[1-9].*2 Jobs ≥?[1-9]/);
    deck.press('q');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
  });

  test('is not drawn where nothing can be: it says where the file goes', async () => {
    await using deck = openConsole({ args: ['--screen-reader'], columns: 200, env: { TERM: 'dumb' } });
    expect(await deck.exit).toMatchObject({ code: 2 });
    expect(deck.text()).toContain('there is no configuration at');
    expect(deck.raw()).not.toContain('\u001b');
  });

  test("this machine's certificates need no file", async () => {
    await using deck = openConsole();
    await deck.until('Try the demo');
    deck.press('j\r');
    await deck.until(/● this-machine[\s\S]*3 Audit [1-9].*4 Statistics [1-9]/);
    deck.press('q');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
    expect(existsSync(deck.home.config)).toBe(false);
  });

  test('a platform is asked for, tested, written down, and looked at', async () => {
    const clm = world.demo.platforms.find(({ kind }) => kind === 'ssl-clm');
    const token = clm?.credentials.token ?? '';
    await using deck = openConsole({ env: { CLM_TOKEN: token } });
    await deck.until('Add a platform');
    deck.press('3');
    await deck.until(/\d?ssl-clm +QCecuring/);
    deck.press(`${'j'.repeat(PLATFORM_KINDS.findIndex(({ kind }) => kind === 'ssl-clm'))}\r`);
    await deck.until('ssl-clm: name');
    // As it comes over a slow link: a whole line in one write.
    deck.press(`${'\u007f'.repeat(10)}clm\r`);
    await deck.until('ssl-clm: base_url');
    deck.press(`${clm?.baseUrl}\r`);
    await deck.until('Where is it kept?');
    deck.press('\r');
    await deck.until('> CLM_TOKEN');
    deck.press('\r');
    await deck.until('clm is configured');
    expect(statSync(deck.home.config).mode & 0o777).toBe(0o600);
    expect(readFileSync(deck.home.config, 'utf8')).not.toContain(token);
    deck.press('\r');
    await deck.until(/● clm[\s\S]*1 Alerts [1-9]/);
    deck.press('q');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
    expect(deck.raw()).not.toContain(token);
  });

  test.each([
    ['Ctrl-C', (deck: ReturnType<typeof openConsole>) => deck.press('\u0003'), 0],
    ['SIGTERM', (deck: ReturnType<typeof openConsole>) => deck.signal('SIGTERM'), 130],
  ] as const)('%s leaves the terminal as it was', async (_how, leave, code) => {
    await using deck = openConsole();
    await deck.until('Try the demo');
    leave(deck);
    expect(await deck.exit).toMatchObject({ code, left: [] });
  });
});
