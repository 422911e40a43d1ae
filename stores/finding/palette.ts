/** What the palette offers: everything a key does here, the views, and whatever a pasted id may lead to. Pure. */
import { parseRef } from '../../src/domain/record.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { SavedView } from '../../src/query/saved-view.ts';
import { factsOf, scopesOf, whyNot } from '../derive.ts';
import { keysOf } from '../keys/rebound.ts';
import { type ActionId, type KeyRow, keyLabel } from '../keys.ts';
import { LIST_PANE_IDS, type ListPaneId, PANES } from '../panes.ts';
import type { ConsoleState } from '../state.ts';
import { ranked } from './fuzzy.ts';
import { viewsOf } from './saved-views.ts';

export type PaletteEntry = {
  readonly title: string;
  /** What stands beside it: keys, the query of a view. */
  readonly aside: string;
  /** Why it does nothing just now; null when it does. */
  readonly reason: string | null;
} & (
  | { readonly kind: 'action'; readonly binding: KeyRow }
  | { readonly kind: 'view'; readonly view: SavedView }
  | { readonly kind: 'record'; readonly ref: string }
  | { readonly kind: 'lane'; readonly name: string }
  | { readonly kind: 'search'; readonly pane: ListPaneId; readonly text: string }
);

/** The entries that answer to what was typed, the best first; what looks like an id comes before all. */
export function paletteEntries(state: ConsoleState, typed: string): readonly PaletteEntry[] {
  const all = [...actionEntries(state), ...viewsOf(state).map(viewEntry)];
  const found = ranked(all, typed, textOf).map(({ item }) => item);
  return [...idEntries(typed.trim()), ...found];
}

/** A query is too long a text: scattered characters are found in nearly every one. */
const textOf = ({ title, aside, kind }: PaletteEntry): string =>
  kind === 'action' ? `${title} ${aside}` : title;

/** What the keys do that hold under the palette, each action once. */
function actionEntries(state: ConsoleState): readonly PaletteEntry[] {
  const below = { ...state, overlay: null };
  const facts = factsOf(below);
  const rows = keysOf(state.keys);
  const seen = new Set<ActionId>();
  return scopesOf(below).flatMap((scope) =>
    rows.flatMap((binding): readonly PaletteEntry[] => {
      if (binding.scope !== scope || seen.has(binding.id) || binding.id === 'palette.open') return [];
      seen.add(binding.id);
      const { title, keys } = binding;
      const aside = keys.map(keyLabel).join(' ');
      return [{ kind: 'action', title, aside, reason: whyNot(below, binding, facts), binding }];
    }),
  );
}

function viewEntry(view: SavedView): PaletteEntry {
  const { name, pane, query, key } = view;
  const aside = [key ?? '', PANES[pane].title, query].filter((part) => part !== '').join('  ');
  return { kind: 'view', title: `View: ${safeLine(name)}`, aside: safeLine(aside), reason: null, view };
}

/** Of 8 characters or more with a digit in it, without a blank: an id, a serial, a fingerprint, a host. */
const LIKE_ID = /^(?=\S*\d)[\w.:@/+=-]{8,}$/;

function idEntries(typed: string): readonly PaletteEntry[] {
  const ref = parseRef(typed);
  if (ref !== null) {
    const title = `Open ${safeLine(typed)}`;
    return [{ kind: 'record', title, aside: PANE_TITLES[ref.kind], reason: null, ref: typed }];
  }
  if (!LIKE_ID.test(typed)) return [];
  const shown = safeLine(typed);
  return [
    { kind: 'lane', title: `Everything about ${shown}`, aside: 'lane', reason: null, name: typed },
    ...LIST_PANE_IDS.map(
      (pane): PaletteEntry => ({
        kind: 'search',
        title: `${shown} in ${PANES[pane].title}`,
        aside: 'search',
        reason: null,
        pane,
        text: typed,
      }),
    ),
  ];
}

const PANE_TITLES = { alert: 'alert', job: 'job', audit: 'audit entry', statistic: 'statistic' } as const;
