import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

interface Entry {
  readonly action: string;
  readonly status: string;
  readonly timestamp: string;
  readonly user?: { readonly id: string; readonly name: string };
  readonly account: { readonly name: string };
}

const DAY = 86_400_000;
let world: World;
let entries: readonly Entry[];
beforeAll(async () => {
  world = await openWorld();
  const path = '/account/api/v1/audit-log?sort=timestamp:desc&limit=1000';
  entries = (await world.ask('digicert-one', path)).items as unknown as Entry[];
});
afterAll(() => world[Symbol.asyncDispose]());

describe('an audit question', () => {
  test('"whose sign-ins failed in the last week?" is one line after /, with completion', async () => {
    const since = Date.now() - 7 * DAY;
    const failed = entries.filter(
      ({ action, timestamp }) => action === 'LOGIN_ERROR' && Date.parse(timestamp) >= since,
    );
    const [newest] = failed;
    if (newest?.user === undefined) throw new Error('nobody failed to sign in');
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    deck.press('3/');
    await deck.until(/^ {2}action: +what was done/m);
    deck.press('\u0015since:7d action:LOGIN_E');
    await deck.until(/^ {2}LOGIN_ERROR/m);
    deck.press('\t\r');
    // Below header, filter line, histogram, coverage and titles.
    const listed = (screen: string) =>
      screen
        .split('\n')
        .slice(7, -1)
        .filter((line) => line.trim() !== '');
    const shown = Math.min(failed.length, 32);
    const answer = await deck.until(
      (screen) =>
        screen.includes(` ${shown} shown / ${failed.length} matched `) &&
        listed(screen).length === shown &&
        listed(screen).every((line) => line.includes('LOGIN_ERROR')),
    );
    expect(answer).toMatch(/^\/ since:7d action:LOGIN_ERROR .* known · complete *$/m);
    const rows = listed(answer);
    // Who it was, by the name the look-up gave, and of which account.
    expect(rows[0]).toContain(newest.user.name);
    deck.press('\r');
    const detail = await deck.until(/\[Fields\][\s\S]*Actor as the platform knows it/);
    expect(detail).toMatch(new RegExp(`Actor ID +${newest.user.id}`));
    expect(detail).toMatch(/E-mail +\S+@\S+/);
    expect(detail).toMatch(new RegExp(`Account +${newest.account.name}`));
    // The platform's own words, as a tree that folds and can be searched.
    deck.press(']');
    await deck.until(/\[JSON\][\s\S]*▾ account: \{2\}/);
    deck.press(`/${newest.user.name}\r`);
    deck.press('H');
    await deck.until(/\[JSON\][\s\S]*▸ account: \{2\}[\s\S]*▸ user: \{2\}/);
    // Esc walks back: the search, the detail, then the question; the pane's own query stays.
    deck.press('\u001b\u001b');
    await deck.until((screen) => !screen.includes('[JSON]') && screen.includes('action:LOGIN_ERROR'));
    deck.press('\u001b');
    await deck.until(/^\/ since:24h +\d/m);
  });

  test('a question that cannot be read says where, and keeps the last good answer', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    const rows = (screen: string): boolean => /LOGIN|RENEWAL/.test(screen);
    deck.press('3');
    await deck.until(rows);
    deck.press('/');
    await deck.until(/^ {2}action: +what was done/m);
    deck.press('\u0015action:(\r');
    await deck.until((screen) => /^ +\^ /m.test(screen) && rows(screen));
    deck.press('\u001b\u001b');
    await deck.until(/^\/ since:24h +\d/m);
  });
});
