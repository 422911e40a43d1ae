/** What keeps people in a console: it stands still, and does nothing they did not mean. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Alert } from '../../src/domain/alert.ts';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
const changing: string[] = [];
beforeAll(async () => {
  world = await openWorld({ rules: false, pollInterval: '1d' });
  world.demo.hooks.onRequest(({ method, path }) => {
    if (method !== 'GET') changing.push(`${method} ${path}`);
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const READY = (screen: string): boolean => synced(screen) && screen.includes('✗ error');

const COUNTED = /\[1 Alerts ([\d,]+)\]/;

function error(id: string): Alert {
  return {
    kind: 'alert',
    platform: 'ssl-clm',
    id,
    origin: 'platform',
    severity: 'error',
    type: 'ERROR',
    title: `Arrived ${id}`,
    message: null,
    entity: null,
    createdAt: Date.now(),
    read: false,
    readAt: null,
  };
}

/** Another process finds alerts, a page each. */
async function arrive(count: number): Promise<void> {
  const cache = openDirect({ dir: join(world.home.state, 'certdeck', 'cache') });
  for (let n = 0; n < count; n++) {
    const rows = [{ record: error(`late-${Date.now()}-${n}`), raw: null }];
    await cache.commit({
      platform: 'ssl-clm',
      stream: 'alerts',
      kinds: ['alert'],
      rows,
      rejected: [],
      at: Date.now(),
    });
  }
  await cache.close();
}

describe('the screen stands still', () => {
  test('complaint 2: nothing clears the screen or its scrollback, and every frame is drawn at once', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(READY);
    for (const [keys, seen] of [
      ['jjj\r', '[Message]'],
      [']q3', '[3 Audit'],
      ['Gg/is:', 'since:24h is:'],
      ['\u001b\u001b4', '[4 Statistics'],
      ['1', '[1 Alerts'],
    ] as const) {
      deck.press(keys);
      await deck.until(seen);
    }
    const [before = '', ...frames] = deck.raw().split('\u001b[?2026h');
    // Entered once, and cleared by nothing but that.
    expect(deck.raw().split('\u001b[?1049h')).toHaveLength(2);
    expect(deck.raw()).not.toMatch(/\u001b\[[23]J|\u001bc/);
    expect(frames.length).toBeGreaterThan(10);
    for (const frame of frames) {
      const [, after = null] = frame.split('\u001b[?2026l');
      // What is written between frames moves nothing: modes and titles of the terminal alone.
      expect(after?.replace(/\u001b\][^\u0007]*\u0007|\u001b\[\?\d+[hl]|\u001b\[[<>=]?\d*u/g, '')).toBe('');
    }
    expect(before).not.toContain('\n');
  });

  test('complaint 11: rows that arrive move neither the cursor nor what a key acts on', async () => {
    await world.sync();
    // The poll a console begins with would find that the platform knows nothing of what another process writes.
    const release = world.demo.hooks.hold();
    onTestFinished(release);
    await using deck = openConsole({ home: world.home });
    await deck.until(READY);
    deck.press('jjj');
    await deck.settled();
    const title = /✗ error +\S+ +\S+ +\S+ +(\S.*?\S) {2}/;
    const chosen =
      title.exec(
        deck
          .text()
          .split('\n')
          .filter((line) => line.includes('✗ error'))[3] ?? '',
      )?.[1] ?? '';
    expect(chosen).not.toBe('');
    await arrive(30);
    await deck.until(/30 new above/);
    deck.press('m');
    await deck.until(`Marked read: ${chosen}`.slice(0, 50));
    deck.press('u');
    await deck.until(/unread here again/);
    // Only who asks for them goes to them.
    deck.press('g');
    await deck.until(/Arrived late-/);
  });

  test('complaint 17: all platforms are in one list, which says whose each row is and narrows to one', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(READY);
    deck.press('3/since:90d\r');
    const both = await deck.until((text) => text.includes(' ssl-clm ') && text.includes('digicert-one'));
    expect(both).toContain('Platform');
    deck.press('/\u0015since:90d platform:ssl-clm\r');
    await deck.until(
      (text) =>
        text.includes('platform:ssl-clm') && !/\n.*digicert-one.*/.test(text.split('\n').slice(4).join('\n')),
    );
  });
});

describe('nothing happens that nobody meant', () => {
  test('complaint 23: neither moving nor opening marks anything read', async () => {
    changing.length = 0;
    await using deck = openConsole({ home: world.home });
    const [, count] = COUNTED.exec(await deck.until((text) => READY(text) && COUNTED.test(text))) ?? [];
    deck.press('jjjj\r');
    await deck.until('[Message]');
    deck.press('JJ]qGpp2');
    await deck.until('[2 Jobs');
    deck.press('1g');
    await deck.until(`[1 Alerts ${count}]`);
    expect(changing).toEqual([]);
  });

  test('complaint 15: no bare key changes a platform but the one for read marks; many are asked for first', async () => {
    changing.length = 0;
    await using deck = openConsole({ home: world.home });
    const [, count] = COUNTED.exec(await deck.until((text) => READY(text) && COUNTED.test(text))) ?? [];
    const letters = 'abcdefghijklnoprstvwxyzABCDEFGHIJKLNOPRSTUVWXYZ!#&*+-=<>[]{};';
    for (const key of letters) deck.press(`${key}\u001b\u001b\u001b`);
    await deck.settled();
    deck.press('1M');
    await deck.until(/Mark [\d,]+ alerts read\?/);
    // Typed ahead or by habit: none of them is the answer.
    deck.press('\r \r');
    deck.press('n');
    await deck.until((text) => !text.includes('alerts read?'));
    deck.press('0');
    await deck.until(`[1 Alerts ${count}]`);
    expect(changing).toEqual([]);
  });
});
