/** `:away` shows what happened since the console was last looked at; after a longer absence it says so by itself. */
import { HOUR } from '../../src/domain/time.ts';
import { formatAgo } from '../age.ts';
import type { Console } from '../console.ts';
import { type Context, message } from '../context.ts';
import { askAway, lastLook } from '../loading/away.ts';

/** Whoever was away for less has missed nothing (ms). */
const LONG = HOUR;

export async function openAway(console: Console): Promise<void> {
  const since = lastLook(console);
  if (since === null) {
    console.say('Nobody has looked before: there is nothing to compare with');
    return;
  }
  const lines = await askAway(console, since);
  if (lines === null) return;
  const items = lines.map(({ label, about, pane, query }) => ({
    label,
    about,
    choice: { kind: 'go', pane, query } as const,
  }));
  const title = `Since you last looked, ${formatAgo(console.services.clock() - since)}`;
  await console.outside((state) =>
    state.overlay === null ? { ...state, overlay: { kind: 'menu', title, items, cursor: 0 } } : state,
  );
}

/** One line in the footer, where something happened meanwhile. */
export async function tellAway(context: Context): Promise<void> {
  const { clock } = context.services;
  const since = lastLook(context);
  if (since === null || clock() - since < LONG) return;
  const worth = (await askAway(context, since))?.filter(({ matters }) => matters) ?? [];
  if (worth.length === 0) return;
  const text = `Since you last looked, ${formatAgo(clock() - since)}: ${worth.map(({ short }) => short).join(', ')}. :away shows them`;
  await context.outside((state) =>
    state.message === null ? { ...state, message: message(text, 'info', clock()) } : state,
  );
}
