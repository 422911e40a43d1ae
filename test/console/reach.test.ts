import { describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { configure, openWorld } from './support/world.ts';

const READY = (screen: string) => synced(screen) && screen.includes('✗ error');

interface Alert {
  readonly id: string;
  readonly severity: string;
  readonly read: boolean;
  readonly createdAt: string;
}

describe('when not all is well', () => {
  test('a mark set while the platform is out of reach is sent once it is back', async () => {
    await using world = await openWorld({ pollInterval: '1s', kinds: ['ssl-clm'], rules: false });
    const { content } = await world.ask('ssl-clm', '/api/alerts?size=500');
    const alerts = content as unknown as Alert[];
    const unread = alerts.filter(({ read }) => !read);
    const [first] = unread
      .filter(({ severity }) => severity === 'ERROR')
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    const path = `/api/alerts/${first?.id}/read`;
    const cut: number[] = [];
    const { promise: accepted, resolve } = Promise.withResolvers<number>();
    world.demo.hooks.onRequest(({ path: asked, status }) => {
      if (asked !== path) return;
      // A connection that was cut has no status.
      if (status === 0) cut.push(status);
      else resolve(status);
    });
    world.demo.hooks.failNext({ answer: 'reset', path, times: 3 });
    await using deck = openConsole({ home: world.home });
    await deck.until(READY);
    deck.press('gm');
    await deck.until(/Marked read/);
    // Shown and kept at once, whether the platform knows it or not.
    await deck.until(`1 Alerts ${unread.length - 1}]`);
    expect(await accepted).toBe(200);
    expect(cut).toHaveLength(3);
  });

  test('a mark that the platform refuses is shown as refused, with the reason, and the next one goes', async () => {
    await using world = await openWorld({ kinds: ['ssl-clm'], rules: false });
    const refused: string[] = [];
    const taken = Promise.withResolvers<void>();
    world.demo.hooks.onRequest(({ path, status }) => {
      if (!path.endsWith('/read')) return;
      if (status === 403) refused.push(path);
      else taken.resolve();
    });
    const answer = world.demo.hooks.refusal('ssl-clm', 403);
    await using deck = openConsole({ home: world.home });
    await deck.until(READY);
    // Of whichever alert: the list may move under a poll before the key comes.
    world.demo.hooks.failNext({ answer, path: /\/read$/ });
    deck.press('gm');
    await deck.until('ssl-clm refuses a read mark; it is kept here, @ tells why');
    deck.press('@');
    await deck.until(/one read mark is refused, kept for [\dms ]+, sent once in vain: [\s\S]*\(HTTP 403\)/);
    expect(refused).toHaveLength(1);
    deck.press('q');
    await deck.until(READY);
    deck.press('u');
    await deck.until('unread here again');
    deck.press('m');
    await taken.promise;
    deck.press('@');
    await deck.until((screen) => screen.includes('ssl-clm') && !screen.includes('refused'));
  });

  test('a wrong key is told in the header, and the other platforms go on', async () => {
    await using world = await openWorld();
    const [one, clm] = world.demo.platforms;
    if (one === undefined || clm === undefined) throw new Error('no platforms');
    configure(world.home, [
      { name: one.name, kind: one.kind, base_url: one.baseUrl, api_key: 'wrong-key-of-nobody' },
      { name: clm.name, kind: clm.kind, base_url: clm.baseUrl, ...clm.credentials },
    ]);
    await using deck = openConsole({ home: world.home });
    await deck.until(/⊘ digicert-one not authorised +● ssl-clm/);
    await deck.until(/1 Alerts ≥[1-9]/);
    deck.press('@');
    await deck.until(/digicert-one[\s\S]*not authorised/);
    deck.press('q');
    deck.press('Q');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
    expect(deck.raw()).not.toContain('wrong-key-of-nobody');
  });

  test('a second console on the same cache works, and sees what the first one does', async () => {
    await using world = await openWorld({ kinds: ['ssl-clm'], rules: false });
    await using first = openConsole({ home: world.home });
    const before = await first.until(READY);
    const unread = Number(/1 Alerts (\d+)/.exec(before)?.[1]);
    await using second = openConsole({ home: world.home, columns: 80, rows: 24 });
    await second.until(new RegExp(`1 Alerts ${unread}\\]`));
    first.press('gm');
    await second.until(new RegExp(`1 Alerts ${unread - 1}\\]`));
    second.press('q');
    expect(await second.exit).toMatchObject({ code: 0, left: [] });
    first.press('2');
    await first.until('[2 Jobs');
  });
});
