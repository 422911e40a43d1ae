import { describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld } from './support/world.ts';

const READY = (screen: string) => synced(screen) && screen.includes('✗ error');

describe('what is known of what is asked', () => {
  test('complaint 16: each platform says how far back it is known; one that falls silent makes every count a floor', async () => {
    await using world = await openWorld({ pollInterval: '1s', kinds: ['ssl-clm'] });
    await using deck = openConsole({ home: world.home, columns: 80, rows: 24 });
    await deck.until((screen) => READY(screen) && /\[1 Alerts [\d,]+\]/.test(screen));
    deck.press('I');
    await deck.until(/^Fetched, \d+d ago to now {3}━ fetched {2}x hole/m);
    const known = await deck.until(/^ssl-clm alerts +━+ {2}exact · back 90d · newest \S+ ago/m);
    expect(known.split('\n').every((line) => line.length <= 80)).toBe(true);
    world.demo.hooks.failNext({ answer: 'reset', times: 1_000_000 });
    deck.press('R');
    await deck.until(/\[1 Alerts ≥[\d,]+\]/);
    await deck.until(/^ssl-clm alerts +━+\??━* {2}at least · out of reach · back 90d/m);
    deck.press('0/type:NO_SUCH_TYPE\r');
    await deck.until(/As far as is known: Nothing matches/);
    await deck.until(/Looked at ssl-clm, from \d+d ago to now\./);
    deck.press('I');
    await deck.until((screen) => !screen.includes('Fetched,'));
  });
});
