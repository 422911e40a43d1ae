import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MASK } from '../../src/domain/secrets.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';
import { newHome, openConsole } from './support/open-console.ts';
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
    await deck.until('ssl-clm: address');
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

  test('a file that holds settings and no platform is asked about in its keys and theme, and holds', async () => {
    const home = newHome();
    const settings =
      '# mine\n[keys]\n"move.down" = ["n"]\n[theme.roles]\naccent = "magenta"\n[redaction]\npersonal = ["actor.name"]\n';
    writeFileSync(home.config, settings);
    {
      await using deck = openConsole({ home, columns: 160 });
      await deck.until('has settings, but no platform yet');
      deck.press('n');
      await deck.until("▸ Look at this machine's certificates");
      await deck.until('Up/n choose');
      expect(deck.raw()).toMatch(/\u001b\[(?:\d+;)*35m.?certdeck/);
      deck.press('n\r');
      await deck.until('Which kind of platform is it?');
      deck.press(`${'n'.repeat(PLATFORM_KINDS.findIndex(({ kind }) => kind === 'host'))}\r`);
      // There it is a character of the text.
      await deck.until('> host');
      deck.press('n\r');
      await deck.until('hostn is configured');
      expect(readFileSync(home.config, 'utf8')).toBe(
        `${settings}\n[[platforms]]\nname = "hostn"\nkind = "host"\n`,
      );
      deck.press('\u0003');
      await deck.exit;
    }
    writeFileSync(home.config, settings);
    await using deck = openConsole({ home, columns: 200 });
    await deck.until('▸ Try the demo');
    deck.press('\r');
    await deck.until(/1 Alerts ≥?[1-9].*3 Audit ≥?[1-9]/);
    deck.press('3');
    await deck.until(MASK);
    deck.press('Q');
    await deck.exit;
    home.remove();
  });

  test('for a screen reader it is lines, answers are numbers and typed lines, and no secret is echoed', async () => {
    const clm = world.demo.platforms.find(({ kind }) => kind === 'ssl-clm');
    const token = clm?.credentials.token ?? '';
    await using deck = openConsole({
      args: ['--screen-reader'],
      columns: 200,
      rows: 200,
      env: { TERM: 'dumb' },
    });
    const shown = await deck.until(/Number, 1 to 4: $/m);
    expect(shown).toMatch(/^certdeck asks line by line: .*Ctrl-C leaves\.$/m);
    expect(shown).toMatch(/^3\. Add a platform: asks, tests, then writes the file$/m);
    deck.press('9\r');
    await deck.until(/^Type a number from 1 to 4, then Enter\.\nNumber, 1 to 4:/m);
    deck.press('3\r');
    await deck.until(/Which kind of platform is it\?[\s\S]*Number, 1 to \d+: $/m);
    deck.press(`${PLATFORM_KINDS.findIndex(({ kind }) => kind === 'ssl-clm') + 1}\r`);
    await deck.until('Answer, nothing for ssl-clm:');
    deck.press('clx\u007fm\r');
    await deck.until(/^name: clm$[\s\S]*^Answer: $/m);
    deck.press(`${clm?.baseUrl}\r`);
    await deck.until(/^Where is it kept\?$[\s\S]*^4\. Back$\nNumber, 1 to 4: $/m);
    deck.press('3\r');
    await deck.until('Answer, which is not shown:');
    deck.press('not-the-token\r');
    await deck.until(/clm did not pass the test[\s\S]*^1\. Change the answers/m);
    deck.press('1\r');
    await deck.until(/not pass[\s\S]*Answer, which is not shown:/);
    deck.press(`${token}\r`);
    await deck.until(/^clm is configured$[\s\S]*^1\. Open the console/m);
    expect(statSync(deck.home.config).mode & 0o777).toBe(0o600);
    deck.press('1\r');
    await deck.until(/^row 1 of \d+: /m);
    deck.press('Q');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
    expect(deck.raw()).not.toContain(token);
    expect(deck.raw()).not.toContain('not-the-token');
    expect(deck.raw().replaceAll('\u001b]7770;idle\u0007', '')).not.toContain('\u001b');
  });

  test('for a screen reader Esc goes back, said by what is asked then, and Ctrl-C leaves', async () => {
    await using deck = openConsole({ args: ['--screen-reader'], columns: 200, rows: 100 });
    await deck.until(/Number, 1 to 4: $/m);
    deck.press('Add a platform\r');
    await deck.until('Which kind of platform is it?');
    deck.press('\u001b');
    await deck.until(/Which kind[\s\S]*^Welcome$[\s\S]*Number, 1 to 4: $/m);
    deck.press('\u0003');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
    expect(deck.raw()).not.toContain('\u001b[?1049h');
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
