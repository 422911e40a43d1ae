import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { choicesOf } from '../../components/first-run/choices.ts';
import { startFirstRun } from '../../components/first-run/start.tsx';
import { BEGINNING, type Outcome } from '../../components/first-run/steps.ts';
import { loadSettings } from '../../src/config/load.ts';
import { startDemo } from '../../src/demo/start.ts';
import { HOUR } from '../../src/domain/time.ts';
import type { PlatformSettings, Secret } from '../../src/platforms/declaration.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';
import { realAfter } from '../../stores/services.ts';
import { USUAL_SETTINGS } from '../../stores/settings.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const ENTER = '\r';
const ESC = '\u001b';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
/** Empties a line that something was offered in. */
const CLEAR = '\u007f'.repeat(60);

let demo: Awaited<ReturnType<typeof startDemo>>;
let folder: string;
let file: string;
let terminal: Terminal;
let ended: Promise<Outcome>;

beforeAll(async () => {
  demo = await startDemo({ seed: 1, entries: 50, start: Date.now() - HOUR });
});
afterAll(() => demo.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certdeck-first-run-'));
  file = join(folder, 'config', 'certdeck', 'config.toml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function platform(kind: string) {
  const found = demo.platforms.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(kind);
  return { ...found, secret: Object.values(found.credentials)[0] ?? '' };
}

function begin(
  env: Readonly<Record<string, string>> = {},
  {
    columns = 80,
    rows = 24,
    colour = true,
    look = USUAL_SETTINGS,
    hasFile = false,
    screenReader = false,
  } = {},
  signal?: AbortSignal,
): void {
  terminal = openTerminal(columns, rows);
  ended = startFirstRun({
    kinds: PLATFORM_KINDS,
    file,
    hasFile,
    look,
    screenReader,
    base: dirname(file),
    env,
    home: folder,
    clock: Date.now,
    after: realAfter,
    streams: terminal.streams,
    colour,
    ...(signal && { signal }),
  });
}

async function until(wanted: Parameters<Terminal['until']>[0]): Promise<string> {
  return await terminal.until(wanted);
}

/** Says which kind, which name and which address; stands at the question where the key is kept. */
async function describePlatform(kind: string, name: string): Promise<void> {
  await until('Add a platform');
  terminal.press(`${DOWN}${DOWN}${ENTER}`);
  await until('Which kind of platform is it?');
  terminal.press(String(PLATFORM_KINDS.findIndex((one) => one.kind === kind) + 1));
  await until(`${kind}: name`);
  terminal.press(`${CLEAR}${name}${ENTER}`);
  await until(`${kind}: address`);
  terminal.press(`${platform(kind).baseUrl}${ENTER}`);
  await until('Where is it kept?');
}

const noFile = () => expect(readdirSync(folder)).toEqual([]);

function loaded(env: Readonly<Record<string, string>>) {
  return loadSettings({ env, home: folder, cwd: folder, file, kinds: PLATFORM_KINDS });
}

function revealed(settings: PlatformSettings | undefined): string | undefined {
  return (settings?.values.api_key as Secret | undefined)?.reveal();
}

/** What is left of the terminal's modes: all of them as they were. */
function expectClean(): void {
  const raw = terminal.raw();
  const last = (mode: string) =>
    raw
      .match(new RegExp(`\\u001b\\[\\?${mode}[hl]`, 'g'))
      ?.at(-1)
      ?.at(-1);
  expect(terminal.isRaw()).toBe(false);
  expect([last('1049'), last('2004'), last('25')]).toEqual(['l', 'l', 'h']);
}

describe('what to look at', () => {
  test.each([
    ['the demo', ENTER, { kind: 'demo' }],
    ["this machine's certificates", `j${ENTER}`, { kind: 'host' }],
    ['nothing', `${DOWN}${DOWN}${DOWN}${ENTER}`, { kind: 'quit' }],
    ['nothing, by Ctrl-C', CTRL_C, { kind: 'quit' }],
  ])('%s', async (_what, keys, outcome) => {
    begin();
    await until('Try the demo');
    terminal.press(keys);
    expect(await ended).toEqual(outcome);
    expectClean();
    noFile();
  });

  test('Esc at the beginning leaves nothing, and a signal to the process does', async () => {
    const stop = new AbortController();
    begin({}, {}, stop.signal);
    await until('Try the demo');
    terminal.press(`${ESC}`);
    terminal.press(DOWN);
    await until("▸ Look at this machine's certificates");
    stop.abort();
    expect(await ended).toEqual({ kind: 'quit' });
    expectClean();
  });

  test('fits 80 x 24 without colour; a terminal that is too small says how small', async () => {
    begin({}, { colour: false });
    const screen = await until('Ctrl-C quits');
    for (const label of ['Try the demo', "this machine's certificates", 'Add a platform', 'Quit']) {
      expect(screen).toContain(label);
    }
    terminal.resize(50, 10);
    await until('The terminal is 50 x 10; certdeck needs at least');
    terminal.resize(80, 24);
    await until('Try the demo');
    terminal.press(CTRL_C);
    await ended;
    // biome-ignore lint/complexity/useRegexLiterals: a control character reads better as an escape
    expect(terminal.raw()).not.toMatch(new RegExp('\\u001b\\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7])m'));
  });
});

describe('what a choice means can be read whole', () => {
  test.each([60, 80, 100])('at %d columns', async (columns) => {
    begin({}, { columns });
    for (const { label, about } of choicesOf(BEGINNING, PLATFORM_KINDS)) {
      // Beside every choice, or below the list for the one under the cursor.
      await until((screen) => screen.includes(`▸ ${label}`) && screen.includes(about));
      terminal.press(DOWN);
    }
    terminal.press('3');
    await until('Which kind of platform is it?');
    for (const { kind, about } of PLATFORM_KINDS) {
      await until((screen) => screen.includes(`▸ ${kind}`) && screen.replace(/\s+/g, ' ').includes(about));
      terminal.press(DOWN);
    }
    expect(terminal.text()).not.toContain('…');
    terminal.press(CTRL_C);
    await ended;
  });
});

describe('adding a platform', () => {
  test('a key in the environment: tested, written 0600, loaded again, and never in the file', async () => {
    const { secret, baseUrl } = platform('digicert-one');
    begin({ PROD_API_KEY: secret });
    await describePlatform('digicert-one', 'prod');
    terminal.press(ENTER);
    await until('> PROD_API_KEY');
    await until('It is set.');
    terminal.press(ENTER);
    const screen = await until('prod is configured');
    expect(screen).toContain('Written to ');
    terminal.press(ENTER);
    expect(await ended).toEqual({ kind: 'configured' });
    expectClean();

    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(readFileSync(file, 'utf8')).not.toContain(secret);
    const settings = await loaded({ PROD_API_KEY: secret });
    if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
    const [written] = settings.value.platforms;
    expect(written).toMatchObject({ name: 'prod', kind: 'digicert-one', baseUrl });
    expect(revealed(written)).toBe(secret);
    expect(terminal.raw()).not.toContain(secret);
  });

  test('a number that a kind requires is asked for, and written as one', async () => {
    const { secret, settings } = platform('digicert-discovery');
    begin({ DISC_API_KEY: secret });
    await describePlatform('digicert-discovery', 'disc');
    terminal.press(ENTER);
    await until('> DISC_API_KEY');
    terminal.press(ENTER);
    await until('digicert-discovery: account id');
    terminal.press(`none${ENTER}`);
    await until(/account id has to be a number/);
    terminal.press(`${CLEAR}${settings.account_id}${ENTER}`);
    await until('disc is configured');
    terminal.press(ENTER);
    await ended;
    expect(readFileSync(file, 'utf8')).toContain(`account_id = ${settings.account_id}\n`);
    expect((await loaded({ DISC_API_KEY: secret })).ok).toBe(true);
  });

  test('a key in a file: the path is written', async () => {
    const { secret } = platform('ssl-clm');
    writeFileSync(join(folder, 'token'), `${secret}\n`);
    begin();
    await describePlatform('ssl-clm', 'clm');
    terminal.press(`${DOWN}${ENTER}`);
    await until('Path of the file');
    terminal.press(`~/token${ENTER}`);
    await until('clm is configured');
    terminal.press(ENTER);
    await ended;
    expect(readFileSync(file, 'utf8')).toContain('token = { file = "~/token" }');
    expect((await loaded({})).ok).toBe(true);
  });

  test('a key that is pasted: masked on the screen, kept in the file only its owner can read', async () => {
    const { secret } = platform('digicert-one');
    begin();
    await describePlatform('digicert-one', 'prod');
    terminal.press(`${DOWN}${DOWN}${ENTER}`);
    await until('Never shown again.');
    terminal.press(`\u001b[200~${secret}\n\u001b[201~`);
    await terminal.until((screen) => screen.replace(/[^*]/g, '').length === secret.length);
    terminal.press(ENTER);
    await until('prod is configured');
    terminal.press(ENTER);
    await ended;
    expect(terminal.raw()).not.toContain(secret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const settings = await loaded({});
    expect(settings.ok && revealed(settings.value.platforms[0])).toBe(secret);
  });

  test('a wrong key is told, its value is not, and nothing is written unless asked', async () => {
    begin();
    await describePlatform('digicert-one', 'prod');
    terminal.press(`3`);
    await until('Never shown again.');
    terminal.press(`not-the-key${ENTER}`);
    const screen = await until('prod did not pass the test');
    expect(screen).toMatch(/401/);
    expect(screen).not.toContain('not-the-key');
    noFile();
    terminal.press(ENTER);
    await until('Never shown again.');
    expect(terminal.text()).not.toContain('*');
    terminal.press(`still-not${ENTER}`);
    await until('prod did not pass the test');
    noFile();
    terminal.press('3');
    await until('Saved without a passed test.');
    terminal.press(CTRL_C);
    expect(await ended).toEqual({ kind: 'quit' });
    expect((await loaded({})).ok).toBe(true);
    expect(terminal.raw()).not.toContain('not-the-key');
  });

  test('a variable that is not set, and a platform out of reach, each say what to do', async () => {
    begin();
    await describePlatform('digicert-one', 'prod');
    terminal.press(ENTER);
    await until('It is not set here');
    terminal.press(ENTER);
    await until('the environment variable PROD_API_KEY is not set');
    terminal.press(CTRL_C);
    await ended;
    noFile();
  });

  test('what the file could not hold is refused at its question, in the words of the file', async () => {
    begin();
    await until('Add a platform');
    terminal.press('3');
    await until('Which kind of platform is it?');
    terminal.press('1');
    await until('digicert-one: name');
    terminal.press(`/x${ENTER}`);
    await until('cannot be the name of a platform');
    terminal.press(`${CLEAR}${ENTER}`);
    await until('name cannot be empty');
    terminal.press(`prod${ENTER}`);
    await until('digicert-one: address');
    terminal.press(`http://one.digicert.com${ENTER}`);
    await until('plain http to another machine');
    terminal.press(`${CLEAR}https://one.digicert.com${ENTER}`);
    await until('Where is it kept?');
    terminal.press(ENTER);
    await until('Name of the environment variable');
    terminal.press(`${CLEAR}01_5ecre7-key${ENTER}`);
    await until('that is not the name of an environment variable');
    terminal.press(CTRL_C);
    expect(await ended).toEqual({ kind: 'quit' });
    noFile();
  });

  test('no Ctrl or Alt key is typed; Ctrl-U empties the line, Ctrl-W takes its last word', async () => {
    begin();
    await until('Add a platform');
    terminal.press('3');
    await until('Which kind of platform is it?');
    terminal.press('1');
    await until('digicert-one: name');
    terminal.press('\u0015one two\u0017\u0014\u000b\u001b[117;5u\u001b[97;3uprod x\u0017y\r');
    await until('digicert-one: address');
    expect(terminal.text()).toMatch(/^ *name: prod y *$/m);
    terminal.press(CTRL_C);
    await ended;
  });

  test('Esc goes back a step with the answers kept, and gives up a test that hangs', async () => {
    const release = demo.hooks.hold();
    begin({ PROD_API_KEY: platform('digicert-one').secret });
    await describePlatform('digicert-one', 'prod');
    terminal.press(ENTER);
    await until('> PROD_API_KEY');
    terminal.press(ENTER);
    await until('Asking it with these answers');
    expect(terminal.isRaw()).toBe(true);
    terminal.press(ESC);
    await until('> PROD_API_KEY');
    release();
    terminal.press(ESC);
    await until('Where is it kept?');
    terminal.press(ESC);
    await until(`> ${platform('digicert-one').baseUrl}`);
    terminal.press(ESC);
    await until('> prod');
    terminal.press(ESC);
    await until('Which kind of platform is it?');
    terminal.press(ESC);
    await until('Try the demo');
    terminal.press(CTRL_C);
    await ended;
    noFile();
  });

  test('a file that cannot be written is told, and can be tried again', async () => {
    writeFileSync(join(folder, 'config'), 'a file where a folder should be');
    begin({ PROD_API_KEY: platform('digicert-one').secret });
    await describePlatform('digicert-one', 'prod');
    terminal.press(ENTER);
    await until('> PROD_API_KEY');
    terminal.press(ENTER);
    await until('The configuration could not be written');
    rmSync(join(folder, 'config'));
    terminal.press(ENTER);
    await until('prod is configured');
    terminal.press(ENTER);
    expect(await ended).toEqual({ kind: 'configured' });
  });

  test('a kind that requires nothing is only named', async () => {
    begin();
    await until('Add a platform');
    terminal.press('3');
    await until('Which kind of platform is it?');
    terminal.press(String(PLATFORM_KINDS.findIndex(({ kind }) => kind === 'host') + 1));
    await until('> host');
    terminal.press(ENTER);
    await until('host is configured');
    terminal.press(ENTER);
    expect(await ended).toEqual({ kind: 'configured' });
    expect(readFileSync(file, 'utf8')).toBe('[[platforms]]\nname = "host"\nkind = "host"\n');
  });
});
