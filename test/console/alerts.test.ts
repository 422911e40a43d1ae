import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

interface Alert {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly read: boolean;
  readonly createdAt: string;
}

let world: World;
beforeAll(async () => {
  world = await openWorld({ kinds: ['ssl-clm'], rules: false });
});
afterAll(() => world[Symbol.asyncDispose]());

async function unread(): Promise<readonly Alert[]> {
  const { content } = await world.ask('ssl-clm', '/api/alerts?size=500');
  return (content as unknown as Alert[]).filter(({ read }) => !read);
}

describe('an alert', () => {
  test('marked read is seen read on the platform, and is gone from the next look', async () => {
    const before = await unread();
    const [first] = before
      .filter(({ severity }) => severity === 'ERROR')
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    if (first === undefined) throw new Error('nothing is wrong in this world');
    const { promise: posted, resolve } = Promise.withResolvers<string>();
    const stop = world.demo.hooks.onRequest(({ method, path, status }) => {
      if (method === 'POST' && path.startsWith('/api/alerts/')) resolve(`${status} ${path}`);
    });
    {
      await using deck = openConsole({ home: world.home });
      const screen = await deck.until((text) => text.includes(`1 Alerts ${before.length}]`) && synced(text));
      const row = screen.split('\n').find((line) => line.includes('✗ error')) ?? '';
      expect(row).toContain(first.title.slice(0, 20));
      deck.press('gm');
      await deck.until(`Marked read: ${first.title}`.slice(0, 60));
      expect(await posted).toMatch(new RegExp(`^20\\d /api/alerts/${first.id}/read$`));
      deck.press('q');
      expect(await deck.exit).toMatchObject({ code: 0, left: [] });
    }
    stop();
    const after = await unread();
    expect(after.map(({ id }) => id)).not.toContain(first.id);
    expect(after).toHaveLength(before.length - 1);
    await using again = openConsole({ home: world.home });
    await again.until(new RegExp(`1 Alerts ${before.length - 1}\\]`));
  });

  test('all that match are marked after a question, and taken back with u', async () => {
    const before = await unread();
    await using deck = openConsole({ home: world.home });
    await deck.until((text) => text.includes(`1 Alerts ${before.length}]`) && synced(text));
    deck.press('M');
    await deck.until(new RegExp(`Mark ${before.length} alerts read\\?[\\s\\S]*query +is:unread`));
    deck.press('y');
    await deck.until('1 Alerts 0]');
    deck.press('u');
    await deck.until(`1 Alerts ${before.length}]`);
  });
});
