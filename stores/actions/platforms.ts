/** Choosing the platforms shown: a term of every list's filter, so that it is seen, kept and exported. */
import { platformsOf, withPlatforms } from '../../src/query/platforms.ts';
import { asideOf } from '../../src/sync/trouble.ts';
import type { Console } from '../console.ts';
import { say, withList } from '../context.ts';
import { loadTargets } from '../loading/targets.ts';
import { isListPane, LIST_PANE_IDS, type ListPaneId, PANES } from '../panes.ts';
import type { ConsoleState } from '../state.ts';
import { applyQuery } from './lists.ts';

/** Rows set aside that are read of a platform. */
const ASIDE_READ = 1_000;

export function openPlatforms(console: Console): void {
  console.set((state) => ({ ...state, overlay: { kind: 'platforms', cursor: 0, aside: {} } }));
  const { streams } = console.store.getState();
  const holding = streams.filter(({ rejected }) => rejected > 0).map(({ platform }) => platform);
  for (const platform of new Set(holding)) void loadAside(console, platform);
  void loadTargets(console);
}

async function loadAside(console: Console, platform: string): Promise<void> {
  const { requests, services } = console;
  const answer = await requests.ask(`aside:${platform}`, () => services.cache.rejected(platform, ASIDE_READ));
  if (answer.kind !== 'value') return;
  const found = asideOf(answer.value);
  await console.outside((state) => {
    const { overlay } = state;
    if (overlay?.kind !== 'platforms') return state;
    return { ...state, overlay: { ...overlay, aside: { ...overlay.aside, [platform]: found } } };
  });
}

export function movePlatform(console: Console, step: 1 | -1): void {
  console.set((state) => {
    if (state.overlay?.kind !== 'platforms') return state;
    const last = Math.max(0, state.platforms.length - 1);
    const cursor = Math.max(0, Math.min(last, state.overlay.cursor + step));
    return { ...state, overlay: { ...state.overlay, cursor } };
  });
}

/** The platforms the list in front shows. */
export function shownPlatforms(state: ConsoleState): readonly string[] {
  const all = state.platforms.map(({ name }) => name);
  const pane: ListPaneId = isListPane(state.pane) ? state.pane : LIST_PANE_IDS[0];
  return platformsOf(state.lists[pane].query, PANES[pane].kind, all) ?? all;
}

/** Shows or hides the platform under the cursor in every list. */
export function togglePlatform(console: Console): void {
  const state = console.store.getState();
  if (state.overlay?.kind !== 'platforms') return;
  const all = state.platforms.map(({ name }) => name);
  const name = all[state.overlay.cursor];
  if (name === undefined) return;
  const shown = shownPlatforms(state);
  const next = all.filter((each) => (each === name ? !shown.includes(each) : shown.includes(each)));
  if (next.length === 0) {
    say(console, 'One platform at least has to be shown', 'warning');
    return;
  }
  const names = next.length === all.length ? null : next;
  for (const pane of LIST_PANE_IDS) {
    const { query } = console.store.getState().lists[pane];
    const limited = withPlatforms(query, PANES[pane].kind, names);
    if (limited === query) continue;
    if (pane === state.pane) applyQuery(console, pane, limited);
    else putAside(console, pane, limited);
  }
}

/** A list that is not in front gets its query now and its rows when it comes there. */
function putAside(console: Console, pane: ListPaneId, query: string): void {
  console.set((state) =>
    withList(state, pane, (list) => ({ ...list, query, allOf: null, tally: null, freshness: 'none' })),
  );
  console.overview.count(pane);
}
