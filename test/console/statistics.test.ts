/** Pane 4 as somebody sees it who asks "how are we doing?": every known figure, whose it is, and what is behind it. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KNOWN_FIGURES } from '../../src/domain/known-figures.ts';
import { homeEnv, type OpenedConsole, openConsole, PROGRAM } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    kinds: ['digicert-one', 'ssl-clm', 'digicert-discovery', 'certifyclouds', 'certinext'],
  });
});
afterAll(() => world[Symbol.asyncDispose]());

/** The number of a list line such as `3 matched`, or `3 of 1,165` beside a long query. */
const matched = (screen: string): number =>
  Number(/ ([\d,]+) (?:matched|of)/.exec(screen)?.[1]?.replaceAll(',', '') ?? Number.NaN);
/** The number beside a label, on the same line. */
function told(screen: string, label: RegExp): number {
  const line = screen.split('\n').find((each) => label.test(each)) ?? '';
  return Number(/ ([\d,]+) +[-+\d]/.exec(line.replace(label, ''))?.[1]?.replaceAll(',', '') ?? Number.NaN);
}

/** The figures as they stand once everything is counted. */
const counted = (deck: OpenedConsole): Promise<string> =>
  deck.until(
    /\[4 Statistics[\s\S]*Configured certificates +not reported by any[\s\S]*Rotated certificates · ssl-clm +[\d,]+/,
  );

test('every known figure stands in its group, with a number or with word that nobody reports it', async () => {
  await using deck = openConsole({ home: world.home, columns: 120, rows: 130 });
  await deck.until(synced);
  deck.press('4');
  const screen = await counted(deck);
  let from = 0;
  for (const { name, expected } of KNOWN_FIGURES.filter((figure) => figure.expected)) {
    // Each below the one before, whatever other figures stand between them.
    const at = screen.slice(from).search(new RegExp(`^  ${name}(?: ·|  | *$)`, 'm'));
    expect(at, name).toBeGreaterThanOrEqual(0);
    from += at + 1;
    expect(expected).toBe(true);
  }
  expect(screen).toMatch(/^ {2}Symmetric keys +not reported by any platform *$/m);
  // What was counted says from what, and reaches back to before this console was first started.
  expect(screen).toMatch(
    /Rotated certificates · ssl-clm +\d+ +[-+\d]+ +[-+\d]+ +\S+ [▁-█]{20,} *\n +counted from successful RENEW_CERT jobs since \d{4}-\d\d-\d\d *$/m,
  );
  // What a platform only tells of today cannot be compared with anything yet.
  expect(screen).toMatch(/ {4}certifyclouds +\d+ +- +- +\S+ no snapshot yet *$/m);
  deck.press('Q');
  await deck.exit;
});

test('a number opens as many records as it says, and the way back is there', async () => {
  await using deck = openConsole({ home: world.home, columns: 120, rows: 40 });
  await deck.until(synced);
  deck.press('4');
  await counted(deck);
  const screen = await counted(deck);
  const label = /Rotated certificates · ssl-clm/;
  const number = told(screen, label);
  expect(number).toBeGreaterThan(0);
  // As many lines down as there are figures above it: names above several platforms are none.
  const lines = screen.split('\n').filter((line) => /^ {2,4}\S.* (?:[\d,]+ +[-+\d]|not reported)/.test(line));
  deck.press('j'.repeat(lines.findIndex((line) => label.test(line))));
  await deck.until('Enter Records');
  deck.press('\r');
  await deck.until(
    (shown) => /\[2 Jobs[\s\S]*type=RENEW_CERT status:SUCCESS/.test(shown) && matched(shown) === number,
  );
  deck.press('\u000f');
  await deck.until(/\[4 Statistics/);
  deck.press('Q');
  await deck.exit;
});

test.each([
  [80, 24],
  [200, 60],
])('at %i x %i the names, numbers and words stay readable', async (columns, rows) => {
  await using deck = openConsole({ home: world.home, columns, rows });
  await deck.until(synced);
  deck.press('4');
  const screen = await deck.until(
    /Configured certificates +not reported by any[\s\S]*Rotated certificates[\s\S]*counted from successful RENEW_CERT jobs since/,
  );
  expect(screen).toMatch(/^ {2}Configured certificates +not reported by any platform(?: {2}|$)/m);
  expect(screen).toMatch(
    /^ {2}Deployed certificates · ssl-clm +\d+ +[-+\d]+ +[-+\d]+ +\S+ [▁-█]{5,}(?: {2}|$)/m,
  );
  // Where there is room they go on in a second column.
  expect(/^.{101}\S.*±day/m.test(screen)).toBe(columns === 200);
  deck.press('G');
  await deck.settled();
  deck.press('g');
  await deck.until(/^Certificates +±day +±week +age.*\n {2}Discovered certificates/m);
  deck.press('Q');
  await deck.exit;
});

test('the command line says the same, and what nobody reports', async () => {
  const run = (...argv: readonly string[]) =>
    execFileSync(process.execPath, [PROGRAM, 'stats', ...argv], {
      env: homeEnv(world.home),
      cwd: world.home.work,
      encoding: 'utf8',
    });
  const answer = JSON.parse(
    run('name:"Rotated certificates" platform:ssl-clm', '--format', 'json', '--limit', '2'),
  );
  expect(answer.shown).toBe(2);
  const [today, yesterday] = answer.records;
  expect(today).toMatchObject({ origin: 'rule:count-clm-rotated', previous: yesterday.value });
});
