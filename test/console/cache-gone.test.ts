import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';

test('a cache that is deleted while the console runs is told, and no mark is said to be kept', async () => {
  await using deck = openConsole({ args: ['demo'], columns: 80, rows: 24 });
  await deck.until(/1 Alerts ≥?[1-9][\s\S]*✗ error/);
  rmSync(join(deck.home.state, 'certdeck'), { recursive: true });
  deck.press('m');
  await deck.until(/was deleted/);
  const gone = 'The cache was deleted: no mark or note is kept. Q quits; start again';
  await deck.until(gone);
  deck.press('a');
  await deck.until(gone);
  deck.press('@');
  await deck.until((screen) => screen.includes('shows or hides') && screen.includes(gone));
  deck.press('\u001b');
  await deck.until((screen) => screen.includes(gone) && !screen.includes('shows or hides'));
  deck.press('Q');
  expect(await deck.exit).toMatchObject({ code: 0, left: [] });
});
