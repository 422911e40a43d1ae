/** The first run walked through for every kind of platform, against the embedded ones. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { questionsOf } from '../../components/first-run/questions.ts';
import { startFirstRun } from '../../components/first-run/start.tsx';
import { settingLabel } from '../../src/config/schema.ts';
import { type DemoPlatform, startDemo } from '../../src/demo/start.ts';
import { HOUR } from '../../src/domain/time.ts';
import type { PlatformKind } from '../../src/platforms/declaration.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';
import { realAfter } from '../../stores/services.ts';
import { USUAL_SETTINGS } from '../../stores/settings.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { openTerminal } from './terminal.ts';

const WRONG = 'not-the-secret-at-all';
const CTRL_C = '\u0003';
/** Empties a line that something was offered in. */
const CLEAR = '\u0015';

let demo: Awaited<ReturnType<typeof startDemo>>;
const other = createServer((_request, response) => response.end('<html>a printer</html>'));
let printer: string;
beforeAll(async () => {
  demo = await startDemo({ seed: 3, entries: 50, start: Date.now() - HOUR });
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  printer = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await demo.close();
  await new Promise((done) => other.close(done));
});

/** Answers every question of the kind with what `change` makes of the right answers. */
async function walk(kind: PlatformKind, change: (right: DemoPlatform) => DemoPlatform) {
  const right = demo.platforms.find((platform) => platform.kind === kind.kind);
  const { baseUrl, credentials, settings } = change(
    right ?? { kind: kind.kind, name: '', baseUrl: '', credentials: {}, settings: {} },
  );
  const terminal = openTerminal(80, 24);
  const home = temporaryFolder('first-run');
  const file = join(home, 'config.toml');
  const ended = startFirstRun({
    ...{ kinds: PLATFORM_KINDS, file, base: dirname(file), env: {}, home, clock: Date.now },
    ...{ hasFile: false, look: USUAL_SETTINGS, screenReader: false, colour: true },
    after: realAfter,
    streams: terminal.streams,
  });
  await terminal.until('Add a platform');
  terminal.press('3');
  await terminal.until('Which kind of platform is it?');
  terminal.press(String(PLATFORM_KINDS.indexOf(kind) + 1));
  const answers: Readonly<Record<string, string | number>> = {
    ...{ name: 'mine', base_url: baseUrl },
    ...settings,
    ...credentials,
  };
  for (const setting of questionsOf(kind)) {
    await terminal.until(`${kind.kind}: ${settingLabel(setting)}`);
    if (setting.type === 'secret') {
      await terminal.until('Where is it kept?');
      terminal.press('3');
      await terminal.until('Never shown again.');
    }
    terminal.press(`${CLEAR}${answers[setting.name]}\r`);
  }
  const screen = await terminal.until(/mine is configured|mine did not pass the test/);
  terminal.press(CTRL_C);
  await ended;
  expect(terminal.raw()).not.toContain(WRONG);
  return {
    screen: screen.replace(/\s+/g, ' '),
    written: existsSync(file) ? readFileSync(file, 'utf8') : null,
  };
}

const CALLED = PLATFORM_KINDS.map((kind) => [kind.kind, kind] as const);
const REMOTE = CALLED.filter(([, { hasBaseUrl }]) => hasBaseUrl);

test.each(CALLED)('%s: with the right answers it is tested and written', async (name, kind) => {
  const { screen, written } = await walk(kind, (right) => right);
  expect(screen).toContain('mine is configured');
  expect(screen).not.toContain('Saved without a passed test');
  expect(written).toMatch(new RegExp(`name = "mine"\nkind = "${name}"\n`));
});

describe.each(REMOTE)('%s', (_name, kind) => {
  test('with a wrong credential it says that it was refused, and writes nothing', async () => {
    const { screen, written } = await walk(kind, (right) => ({
      ...right,
      credentials: Object.fromEntries(
        Object.entries(right.credentials).map(([name, value]) => [
          name,
          name === kind.credential ? WRONG : value,
        ]),
      ),
    }));
    const asked = questionsOf(kind).find(({ name }) => name === kind.credential);
    expect(screen).toContain(`mine: the ${asked && settingLabel(asked)} was refused (HTTP 401)`);
    expect(screen).toMatch(/not expired and not revoked\./);
    expect(written).toBeNull();
  });

  test('with an address where nobody answers, or something else does, it says so', async () => {
    const nobody = await walk(kind, (right) => ({ ...right, baseUrl: 'http://127.0.0.1:1' }));
    expect(nobody.screen).toMatch(/127\.0\.0\.1:1 is out of reach .*Check address, the network/);
    const somethingElse = await walk(kind, (right) => ({ ...right, baseUrl: printer }));
    expect(somethingElse.screen).toMatch(/not answered as documented .*an HTML page\. Check that address \(/);
    expect([nobody.written, somethingElse.written]).toEqual([null, null]);
  });
});
