/** Acting on records: many at once, a few that matter, one beside another. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

/** Ctrl-U empties a line. */
const CLEAR = '\u0015';

let world: World;
beforeAll(async () => {
  world = await openWorld({ kinds: ['ssl-clm'], rules: false });
});
afterAll(() => world[Symbol.asyncDispose]());

const matchedIn = (screen: string): number =>
  Number(/ ([\d,]+) matched/.exec(screen)?.[1]?.replaceAll(',', '') ?? Number.NaN);
const countsOne = (screen: string, what: string): number =>
  screen.split('\n').filter((line) => line.startsWith(what)).length;

test('complaint 14: a bulk action repeats what was asked, exactly how many and which, and does just that', async () => {
  await using deck = openConsole({ home: world.home });
  const first = await deck.until(synced);
  const all = matchedIn(first);
  // Two by hand: done at once, as they were seen.
  deck.press('g j m');
  await deck.until('2 marked alerts: read');
  deck.press('u');
  await deck.until(new RegExp(`1 Alerts ${all}\\]`));
  // All that match a narrower question: frozen, counted, and asked about.
  deck.press(`/${CLEAR}is:unread severity:error\r`);
  const errors = matchedIn(
    await deck.until((text) => text.includes('severity:error') && matchedIn(text) < all),
  );
  deck.press('A');
  await deck.until(`◆ ${errors} marked`);
  // Another filter changes neither the marks nor what the question says they were made for.
  deck.press(`/${CLEAR}severity:info\r`);
  await deck.until((text) => text.includes('/ severity:info') && text.includes(`◆ ${errors} marked`));
  deck.press('m');
  await deck.until(
    new RegExp(
      `Mark ${errors} marked alerts read\\?[\\s\\S]*query +is:unread severity:error[\\s\\S]*and ${errors - 4} more`,
    ),
  );
  deck.press('\r');
  await deck.settled();
  deck.press('y');
  await deck.until(new RegExp(`Marked ${errors} read`));
  deck.press('0');
  await deck.until(new RegExp(`1 Alerts ${all - errors}\\]`));
  // Back over the way the filter went, then the marks.
  deck.press('u');
  await deck.until('/ severity:info');
  deck.press('u');
  await deck.until(`${errors} alerts unread here again`);
  deck.press('0');
  await deck.until(new RegExp(`1 Alerts ${all}\\]`));
});

test('marks survive sorting, a range takes what lies between, and Esc clears them before the filter', async () => {
  await using deck = openConsole({ home: world.home });
  await deck.until(synced);
  deck.press(`3/${CLEAR}since:30d\r`);
  await deck.until(/\/ since:30d .* matched/);
  deck.press('g vjjjv');
  await deck.until('◆ 4 marked');
  expect(countsOne(deck.text(), '◆')).toBe(4);
  deck.press('S');
  await deck.until((text) => text.includes('◆ 4 marked') && countsOne(text, '◆') === 0);
  deck.press('S');
  await deck.until((text) => countsOne(text, '◆') === 4);
  deck.press('\u001b');
  await deck.until('4 marks cleared');
  expect(deck.text()).toContain('/ since:30d');
  deck.press('u');
  await deck.until('◆ 4 marked');
});

test('a pin stays on top through a filter, a note is found, and both are there the next time', async () => {
  {
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    deck.press('2');
    await deck.until(/\[2 Jobs \d/);
    deck.press('gjba');
    await deck.until('Note on ');
    deck.press('asked the CA, 4711\r');
    await deck.until('Note kept');
    deck.press('q');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
  }
  await using deck = openConsole({ home: world.home });
  await deck.until(synced);
  deck.press('2');
  await deck.until((text) => countsOne(text, '^"') > 0);
  deck.press(`/${CLEAR}no-job-is-called-this\r`);
  await deck.until((text) => text.includes(' 0 matched') && countsOne(text, '^"') === 1);
  // Up from an empty list the cursor is on it, and keys are about it.
  deck.press('k\r');
  await deck.until(/Your note +asked the CA, 4711/);
  deck.press(`\u001b/${CLEAR}is:noted\r`);
  await deck.until(' 1 matched');
  deck.press('gb');
  await deck.until('No longer pinned');
});

test('two marked records beside each other, and what a command says to them', async () => {
  await using deck = openConsole({ home: world.home });
  await deck.until(synced);
  deck.press(`2/${CLEAR}status:failed\r`);
  await deck.until((text) => text.includes('/ status:failed') && matchedIn(text) > 1);
  deck.press('g j D');
  await deck.until(/\d+ changed · .* equal[\s\S]*Changed/);
  expect(deck.text()).not.toContain('  status  FAILED');
  deck.press('\r');
  deck.press('G');
  await deck.until(/^ {2}status {2}FAILED/m);
  deck.press('q|');
  await deck.until('2 marked records');
  deck.press(`tr '{' '\\n' | grep -c '"kind":"job"'; printf '\\033[2Jseen\\n'\r`);
  const said = await deck.until(/· 2 records as JSON lines · done/);
  expect(said.split('\n')[1]?.trim()).toBe('2');
  // What it printed is made safe: nothing of it reaches the terminal as a command.
  expect(said).toContain('\uFFFDseen');
  deck.press('q');
  await deck.until('◆ 2 marked');
  // One that runs for ever ends by Ctrl-C, and the console does not.
  deck.press('|sleep 1000\r');
  await deck.until('running, Ctrl-C');
  deck.press('\u0003');
  await deck.until('ended');
  deck.press('q');
  await deck.until('[2 Jobs');
});

test('complaint 13: an export is what is on the screen, and an empty one still has its columns', async () => {
  await using deck = openConsole({ home: world.home });
  await deck.until(synced);
  deck.press(`/${CLEAR}severity:error title:nothing-is-called-this\r`);
  await deck.until(' 0 matched');
  deck.press(`x\u001b[C${CLEAR}no.csv\r`);
  await deck.until('Wrote 0 records');
  const [head, ...rows] = readFileSync(join(world.home.work, 'no.csv'), 'utf8').trimEnd().split('\r\n');
  expect(head).toMatch(/^severity,createdAt,platform,type,title,/);
  expect(rows).toEqual([]);
  // The columns of the view, in its order; the same again without being asked, under another name.
  deck.press('0');
  const shown = await deck.until((text) => text.includes('/ is:unread') && matchedIn(text) > 0);
  deck.press('xtwo-');
  await deck.until(/file +alerts-.*two-/);
  deck.press(`${CLEAR}n\t`);
  await deck.until(/file +no\.csv/);
  deck.press(`${CLEAR}all.csv\r`);
  await deck.until(`Wrote ${matchedIn(shown)} records`);
  const lines = readFileSync(join(world.home.work, 'all.csv'), 'utf8').trimEnd().split('\r\n');
  expect(lines[0]).toBe(head);
  expect(lines).toHaveLength(matchedIn(shown) + 1);
});
