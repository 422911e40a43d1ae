/** Opening, saving and forgetting views; the picker of them. */
import { failureOf } from '../../src/domain/failure.ts';
import { fold, safeLine } from '../../src/domain/text.ts';
import { VIEWS_KEY, viewJson } from '../../src/query/kept-views.ts';
import { isViewKey, type SavedView, type ViewKey, viewNamed } from '../../src/query/saved-view.ts';
import { chosenFrom } from '../columns/chosen.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { keyOf } from '../derive.ts';
import { ranked } from '../finding/fuzzy.ts';
import { viewsOf } from '../finding/saved-views.ts';
import { lineOf } from '../line-editor.ts';
import { countViews } from '../loading/view-counts.ts';
import { isListPane } from '../panes.ts';
import type { ConsoleState } from '../state.ts';
import { jumpTo } from './views.ts';

const allViews = (console: Console): readonly SavedView[] => viewsOf(console.store.getState());

/** Its pane with its query and order, as one step that Ctrl-O takes back. */
export function openView(console: Console, view: SavedView): void {
  const { pane, query, sort, columns } = view;
  if (isListPane(pane)) {
    const chosen =
      columns &&
      chosenFrom(
        columns.map((id) => ({ id })),
        pane,
      );
    jumpTo(console, pane, query, { ...(sort && { sort }), ...(chosen && { columns: chosen }) });
  } else console.goTo(pane);
  say(console, `${safeLine(view.name)} (${keyOf(console.store.getState(), 'view.back')} goes back)`);
}

export function openPinned(console: Console, key: ViewKey): void {
  const view = allViews(console).find((each) => each.key === key);
  if (view === undefined)
    say(console, `No view is pinned on ${key}: :save NAME ${key} pins this one`, 'warning');
  else openView(console, view);
}

/** The one of a name; why not, where there is none. */
export function openNamedView(console: Console, name: string): string | null {
  const views = allViews(console);
  const view = viewNamed(views, name);
  if (view === null) return `There is no view ${JSON.stringify(safeLine(name))}: ' lists them.`;
  openView(console, view);
  return null;
}

const LONGEST_NAME = 64;

/** Keeps the pane in front under a name; a digit from 5 to 9 behind it pins it. Why not, where it cannot. */
export function saveView(console: Console, typed: string): string | null {
  const [, words = '', digit] = /^(.*?)(?:\s+([5-9]))?$/.exec(typed.trim()) ?? [];
  const name = words.trim().replace(/^"(.*)"$/, '$1');
  if (name === '') return 'Which name? :save Failed at night, or :save Failed at night 5 to pin it.';
  if (name.length > LONGEST_NAME) return `A name has at most ${LONGEST_NAME} characters.`;
  const state = console.store.getState();
  const known = allViews(console).find((view) => fold(view.name) === fold(name));
  if (known?.from === 'configuration') return `${name} stands in the configuration: change it there.`;
  const key = isViewKey(digit) ? digit : (known?.key ?? null);
  const taken = allViews(console).find((view) => view.key === key && view.from === 'configuration');
  if (key !== null && taken !== undefined) return `${key} belongs to ${taken.name} in the configuration.`;
  const list = isListPane(state.pane) ? state.lists[state.pane] : null;
  const view: SavedView = {
    name,
    pane: state.pane,
    query: list?.query ?? '',
    sort: list?.sort ?? null,
    columns: list?.columns?.map(({ id }) => id) ?? null,
    key,
    from: 'console',
  };
  const others = state.savedViews
    .filter((each) => fold(each.name) !== fold(name))
    .map((each) => (each.key === key ? { ...each, key: null } : each));
  keep(console, [...others, view]);
  const opens = keyOf(state, key === null ? 'views.open' : `view.${key}`);
  say(console, `Saved as ${safeLine(name)}; ${opens} opens it`, 'ok');
  return null;
}

/** Drops a view that was saved here. */
export function forgetView(console: Console, typed: string): string | null {
  const { savedViews } = console.store.getState();
  const view = viewNamed(savedViews, typed);
  if (view === null) return `No view ${JSON.stringify(safeLine(typed))} was saved here.`;
  keep(
    console,
    savedViews.filter((each) => each !== view),
  );
  say(console, `Forgotten: ${safeLine(view.name)}`, 'ok');
  return null;
}

function keep(console: Console, savedViews: readonly SavedView[]): void {
  console.set((state) => ({ ...state, savedViews }));
  void console.services.cache
    .remember(VIEWS_KEY, savedViews.map(viewJson))
    .catch((thrown) => say(console, `Kept until this console ends: ${failureOf(thrown).what}`, 'warning'));
}

export function openViews(console: Console): void {
  console.set((state) => ({
    ...state,
    overlay: { kind: 'views', line: lineOf(''), cursor: 0, counts: {} },
  }));
  void countViews(console, allViews(console));
}

/** The views that answer to what was typed. */
export function foundViews(
  state: Pick<ConsoleState, 'views' | 'savedViews'>,
  typed: string,
): readonly SavedView[] {
  return ranked(viewsOf(state), typed, textOf).map(({ item }) => item);
}

const textOf = ({ name, pane, query, about = '' }: SavedView): string => `${name} ${pane} ${about} ${query}`;
