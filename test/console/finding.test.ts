import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { configure, openWorld, type World } from './support/world.ts';

interface Entry {
  readonly action: string;
  readonly status: string;
}
interface Job {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly error: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

let world: World;
let entries: readonly Entry[];
let failed: Job;
beforeAll(async () => {
  world = await openWorld({ rules: false });
  const path = '/account/api/v1/audit-log?sort=timestamp:desc&limit=1000';
  const pages = [0, 1_000, 2_000].map((offset) => world.ask('digicert-one', `${path}&offset=${offset}`));
  entries = (await Promise.all(pages)).flatMap(({ items }) => items as unknown as Entry[]);
  const { content } = await world.ask('ssl-clm', '/api/jobs?size=500');
  const [first] = (content as unknown as Job[]).filter(({ status }) => status === 'FAILED');
  if (first === undefined) throw new Error('no job failed in this world');
  failed = first;
});
afterAll(() => world[Symbol.asyncDispose]());

const count = (is: (entry: Entry) => boolean): string => entries.filter(is).length.toLocaleString('en');
const ASKED = (query: string) => `/\u0015platform:digicert-one ${query}\r`;

describe('what is looked for', () => {
  test('complaint 6: a field aims at its column, a plain word still looks everywhere', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    deck.press(`3${ASKED('action:LOGIN')}`);
    await deck.until(` / ${count(({ action }) => action === 'LOGIN')} matched `);
    deck.press(ASKED('action:LOGIN_ERROR'));
    const errors = count(({ action }) => action === 'LOGIN_ERROR');
    const aimed = await deck.until(` / ${errors} matched `);
    expect(aimed).toMatch(/✗ failure LOGIN_ERROR/);
    // Everywhere: the same entries, by a word of theirs.
    deck.press(ASKED('login_error'));
    await deck.until(
      (screen) => screen.includes('digicert-one login_error') && screen.includes(` / ${errors} matched `),
    );
    // The values of the field, with how many have each.
    deck.press('/\u0015action:LOGIN_E');
    await deck.until(new RegExp(`^ {2}LOGIN_ERROR +${errors}`, 'm'));
    deck.press('\u0003');
  });

  test('complaint 7: a job is found by its id, its payload and its error', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    deck.press('2');
    await deck.until('[2 Jobs');
    const shows = (screen: string): boolean => screen.includes(failed.name.slice(0, 16));
    // Pasted over the list, from a ticket or a chat.
    deck.press(`\u001b[200~${failed.id}\u001b[201~`);
    await deck.until(`/ ${failed.id}`);
    deck.press('\r');
    await deck.until((screen) => shows(screen) && /shown \/ [1-9]\d* matched/.test(screen));
    const [value] = Object.values(failed.payload).filter((each) => typeof each === 'string');
    for (const text of [String(value), failed.error.slice(0, 60).replaceAll('"', '')]) {
      deck.press(`/\u0015"${text}"\r`);
      await deck.until(
        (screen) => shows(screen) && screen.includes('"') && /shown \/ [1-9]\d* matched/.test(screen),
      );
    }
    // And from anywhere by the palette.
    deck.press(`1\u0010${failed.id}`);
    await deck.until(`${failed.id} in Jobs`);
    deck.press('\u001b[B\u001b[B\r');
    await deck.until((screen) => screen.includes('[2 Jobs') && shows(screen));
  });

  test('complaint 12: a filter stays with its pane, always in sight, and in the history', async () => {
    {
      await using deck = openConsole({ home: world.home });
      await deck.until(synced);
      deck.press('/\u0015severity:error since:30d\r');
      await deck.until(/^\/ severity:error since:30d +\d+ shown/m);
      deck.press('3');
      await deck.until(/\[3 Audit[\s\S]*^\/ since:24h /m);
      deck.press('1');
      await deck.until(/\[1 Alerts[\s\S]*^\/ severity:error since:30d /m);
      deck.press('\r');
      await deck.until('[Message]');
      deck.press('\u001b');
      await deck.until(
        (screen) => !screen.includes('[Message]') && /^\/ severity:error since:30d /m.test(screen),
      );
      deck.press('/');
      await deck.until(/^\/ severity:error since:30d +$/m);
      deck.press('\u0003Q');
      await deck.exit;
    }
    await using again = openConsole({ home: world.home });
    await again.until(synced);
    // The next day: the arrows have it, and so has a search for a part of it.
    again.press('/\u001b[A');
    await again.until(/^\/ severity:error since:30d/m);
    again.press('\u0003/\u0012since:3');
    await again.until(/^history 'since:3': severity:error since:30d/m);
    again.press('\r');
    await again.until(/^\/ severity:error since:30d +\d+ shown/m);
  });

  test('a long query is written in the editor, and asked from there', async () => {
    await using deck = openConsole({
      home: world.home,
      env: { VISUAL: '', EDITOR: 'printf severity:info >' },
    });
    await deck.until(synced);
    deck.press('/\u0018\u0005');
    await deck.until(/^\/ severity:info +$/m);
    deck.press('\r');
    await deck.until(/^\/ severity:info +\d+ shown/m);
  });

  test('complaint 20: one query hides the rest or marks its answer in place', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    deck.press(`3${ASKED('outcome:failure')}`);
    const failures = count(({ status }) => status.toLowerCase() === 'failure');
    await deck.until((screen) => screen.includes(` / ${failures} matched `) && !screen.includes('✓ success'));
    deck.press('&');
    const marked = await deck.until(
      (screen) => screen.includes('✓ success') && /^.{2}» *\S+ +✗ failure/m.test(screen),
    );
    // Every marked row is one that is meant, and no other; the query stays where it was.
    expect(marked).toMatch(/^& platform:digicert-one outcome:failure .*matches marked »/m);
    expect(marked).not.toMatch(/^.{2}» *\S+ +✓/m);
    expect(deck.raw()).toMatch(/\u001b\[[\d;]*(?:30;43|43;30)[\d;]*m»/);
    // To the next one further down, however many lie between.
    deck.press('gn');
    await deck.settled();
    deck.press('&');
    await deck.until((screen) => screen.includes(` / ${failures} matched `) && !screen.includes('✓ success'));
  });

  test('complaint 21: actions, views and keys are found by a part of their name, and run', async () => {
    await using deck = openConsole({ home: world.home, columns: 80, rows: 24 });
    await deck.until(synced);
    deck.press('\u0010undo');
    await deck.until(/Undo the last .*\(Nothing to undo\)/);
    deck.press('\u0015failed signin');
    await deck.until(/View: Security: failed sign-ins/);
    deck.press('\r');
    await deck.until((screen) => screen.includes('[3 Audit') && screen.includes('action:LOGIN_ERROR'));
    deck.press('?exp this');
    await deck.until('Export this view');
    deck.press('\r');
    await deck.until('─ Export ─');
  });
});

describe('an order', () => {
  test('complaint 10: any column sorts, the same key turns it round, and a start remembers it', async () => {
    const rowsOf = (screen: string) => screen.split('\n').filter((line) => /✓ success|✗ failure/.test(line));
    {
      await using deck = openConsole({ home: world.home });
      await deck.until(synced);
      deck.press(`3${ASKED('')}>`);
      await deck.until(
        (screen) => screen.includes('Outcome↑') && rowsOf(screen)[0]?.includes('✗ failure') === true,
      );
      deck.press('S');
      await deck.until(
        (screen) => screen.includes('Outcome↓') && rowsOf(screen)[0]?.includes('✓ success') === true,
      );
      deck.press('Q');
      await deck.exit;
    }
    await using again = openConsole({ home: world.home });
    await again.until(synced);
    again.press('3');
    await again.until('Outcome↓');
    again.press('<');
    await again.until(/Time[^ ]*↓/);
  });
});

describe('views and facets', () => {
  test('a view is saved, pinned, picked with its count, and there after a start', async () => {
    const updates = count(({ action }) => action === 'UPDATE');
    {
      await using deck = openConsole({ home: world.home });
      await deck.until(synced);
      deck.press(`3${ASKED('action:UPDATE')}:save Who changed what 6\r`);
      await deck.until('Saved as Who changed what; 6 opens it');
      deck.press('Q');
      await deck.exit;
    }
    await using again = openConsole({ home: world.home });
    await again.until(synced);
    again.press("'who");
    await again.until(new RegExp(`6 +Who changed what +Audit .* ${updates} `));
    again.press('\r');
    await again.until(` / ${updates} matched `);
    again.press('16');
    await again.until((screen) => screen.includes('[3 Audit') && screen.includes(` / ${updates} matched `));
  });

  test('facets count what there is, and are another view of the query', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    deck.press(`3${ASKED('')}`);
    await deck.until(` / ${count(() => true)} matched `);
    deck.press('f');
    const errors = count(({ action }) => action === 'LOGIN_ERROR');
    deck.press('login_err');
    await deck.until(new RegExp(`\\[ \\] LOGIN_ERROR +${errors} `));
    deck.press(' ');
    await deck.until(/‹platform:digicert-one› ‹action:LOGIN_ERROR›[\s\S]*\[x\] LOGIN_ERROR/);
    deck.press('\r');
    await deck.until(
      (screen) =>
        /^\/ platform:digicert-one action:LOGIN_ERROR /m.test(screen) &&
        screen.includes(` / ${errors} matched `),
    );
  });
});

describe('the cache in SQL', () => {
  test('a question is answered beside the list, and what would write is refused', async () => {
    await using deck = openConsole({ home: world.home, columns: 80, rows: 24 });
    await deck.until(synced);
    deck.press("3;\u0015SELECT 'told ' || count(*) AS answer FROM audit\r");
    await deck.until(/answer +│[\s\S]*told \d+ +│/);
    deck.press(';\u0015DELETE FROM audit\r');
    await deck.until('only statements that read are run here');
    deck.press('\u001b');
    await deck.until((screen) => !screen.includes('DELETE') && screen.includes('[3 Audit'));
  });
});

describe('what cannot be whole', () => {
  test('complaint 5: where a platform is missing, counts are a floor and the line says whose', async () => {
    await using apart = await openWorld({ rules: false });
    const [one, clm] = apart.demo.platforms;
    if (one === undefined || clm === undefined) throw new Error('no platforms');
    configure(apart.home, [
      { name: one.name, kind: one.kind, base_url: one.baseUrl, api_key: 'wrong-key-of-nobody' },
      { name: clm.name, kind: clm.kind, base_url: clm.baseUrl, ...clm.credentials },
    ]);
    await using deck = openConsole({ home: apart.home });
    await deck.until(/⊘ digicert-one not authorised +● ssl-clm/);
    deck.press('3/\u0015since:7d\r');
    // Less on the screen than there is, and both said: how many match at least, and of whom nothing is known.
    await deck.until(/^\/ since:7d +\d+ shown \/ ≥\d+ matched \/ [\d,]+ known · .*digicert-one/m);
    deck.press('f');
    await deck.until(/\[ \] success +≥\d+/);
  });
});
