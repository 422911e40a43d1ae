import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { homeEnv, openConsole, PROGRAM } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What was sent to the clipboard last. */
function clipboard(raw: string): string {
  const sent = [...raw.matchAll(/\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007/g)].at(-1)?.[1] ?? '';
  return Buffer.from(sent, 'base64').toString('utf8');
}

test('from a command to a value, on to another pane, back, and out as a command line', async () => {
  await using deck = openConsole({ home: world.home });
  // What Tab offers are the values of the records that are there.
  await deck.until((screen) => synced(screen) && /2 Jobs [1-9].*3 Audit [1-9]/.test(screen));
  // All in one write, as a fast hand over a slow link: Tab waits for what it completes with.
  deck.press(':jo\t status:failed type:renew\t\r');
  await deck.until(/\[2 Jobs[\s\S]*\/ status:failed type:RENEW_CERT [\s\S]*✗ FAILED/);
  deck.press('.');
  const menu = await deck.until(/Go on with/);
  const fields = menu.split('\n').flatMap((line) => /│ ([a-z_]+) {2,}\S/.exec(line)?.[1] ?? []);
  deck.press(`${'j'.repeat(fields.indexOf('ca'))}\r`);
  await deck.until(/\/ status:failed type:RENEW_CERT ca:\S+ /);
  deck.press('c2');
  await deck.until(/Sent to the clipboard: the command line of this view/);
  const line = clipboard(deck.raw());
  expect(line).toMatch(/^certdeck jobs --sort attention 'status:failed type:RENEW_CERT ca:[^']+'$/);
  deck.press('\u000f');
  await deck.until(/\/ status:failed type:RENEW_CERT {2,}/);
  deck.press('\u000f');
  await deck.until(/\[1 Alerts/);
  deck.press('Q');
  await deck.exit;
  // A shell that reads the line gets the same records.
  const shell = `certdeck() { '${process.execPath}' '${PROGRAM}' "$@"; }; ${line} --format jsonl`;
  const env = homeEnv(world.home);
  const rows = execFileSync('/bin/sh', ['-c', shell], { env, cwd: world.home.work, encoding: 'utf8' });
  expect(rows.trim().split('\n').length).toBeGreaterThan(0);
  for (const row of rows.trim().split('\n')) {
    expect(JSON.parse(row)).toMatchObject({ status: 'FAILED', type: 'RENEW_CERT' });
  }
});
