/** A configuration that was saved while the console runs. */
import { safeLine } from '../../src/domain/text.ts';
import type { Console } from '../console.ts';
import { message } from '../context.ts';
import type { SettingsNews } from '../settings.ts';

/** Who saves a file looks at the editor first (ms). */
const LONGER = 20_000;

/** Takes over its keys and looks; from a file with a problem nothing: what was good stays. */
export function takeOver(console: Console, news: SettingsNews): void {
  const now = console.services.clock();
  if (!news.ok) {
    const text = `The saved configuration is not followed: ${safeLine(news.problem)}`;
    console.set((state) => ({ ...state, message: { text, tone: 'error', until: now + LONGER } }));
    return;
  }
  const { keys, theme, views, hint } = news.settings;
  const before = console.store.getState();
  if (same(before.keys, keys) && same(before.theme, theme) && same(before.views, views)) return;
  const taken = 'Keys and theme are those of the saved configuration';
  const said = message(taken, 'ok', now);
  const odd = { text: `${taken}; ${safeLine(hint ?? '')}`, tone: 'warning', until: now + LONGER } as const;
  console.set((state) => ({ ...state, keys, theme, views, message: hint === undefined ? said : odd }));
}

const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
