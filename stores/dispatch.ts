/** Key presses to actions, in their order. */
import { typeColumn } from './actions/columns.ts';
import { typeHelp } from './actions/helping.ts';
import { quit } from './actions/leaving.ts';
import { typeLine } from './actions/line-prompt.ts';
import { pickMenu } from './actions/menus.ts';
import { isSearched, typePicker } from './actions/palette.ts';
import { historyOf, openFilter, setLine, typeText } from './actions/prompts.ts';
import { recallKey } from './actions/recalling.ts';
import type { Console } from './console.ts';
import { bindingOf, scopesOf } from './derive.ts';
import { tabOf } from './detail/tabs.ts';
import type { Press } from './key-parser.ts';
import { keysOf } from './keys/rebound.ts';
import { type ActionId, begins, resolve } from './keys.ts';
import { tooSmall } from './layout.ts';
import { editLine } from './line-editor.ts';
import { isListPane, PANES } from './panes.ts';
import type { ConsoleState } from './state.ts';

export interface Dispatcher {
  press(press: Press): void;
  /** Called when state has changed: keys that waited for rows get their turn. */
  changed(): void;
  /** Whether an action is under way or keys wait. */
  busy(): boolean;
}

/** Actions on a row or a line: typed ahead of what they mean, they wait for it rather than hit something older. */
const ON_ROWS =
  /^(?:move|detail|problem|warning|about|group|match|marking|pivot|copy|read|other|search|node|text|lane|mark|pin|note|pipe|diff|export)\./;
/** Actions that end the waiting instead of joining it. */
const AT_ONCE: ReadonlySet<ActionId> = new Set(['cancel', 'step.back', 'back', 'quit']);

/** The keyboard waits no longer than this for an action (ms): a busy cache must not freeze it. */
const LONGEST_WAIT = 1_000;

/** `onIdle` is called whenever an action has ended. */
export function createDispatcher(console: Console, onIdle: () => void): Dispatcher {
  let held: Press[] = [];
  /** Actions under way whose outcome the next key may be about: a mark being kept, a question being put. */
  let working = 0;
  /** A key that only began a binding: Ctrl-X of Ctrl-X Ctrl-E. */
  let begun = '';

  const press = (pressed: Press): void => {
    const before = console.store.getState();
    if (
      pressed.kind === 'key' &&
      begun === '' &&
      begins(scopesOf(before), pressed.name, keysOf(before.keys))
    ) {
      begun = pressed.name;
      return;
    }
    const whole = begun !== '' && pressed.kind === 'key';
    const next = whole ? { ...pressed, name: `${begun} ${pressed.name}`, text: null } : pressed;
    begun = '';
    if (!console.store.getState().touched) console.set((state) => ({ ...state, touched: true }));
    const state = console.store.getState();
    if (tooSmall(state.size)) {
      pressUnseen(console, next);
      return;
    }
    const found = next.kind === 'key' ? bindingOf(state, next.name) : null;
    if (found !== null && AT_ONCE.has(found.id)) held = [];
    else if (working > 0 || held.length > 0 || (found !== null && ON_ROWS.test(found.id) && awaited(state))) {
      held.push(next);
      return;
    }
    // Where a click goes is known to who draws: it comes another way.
    if (next.kind === 'mouse') return;
    const done = next.kind === 'paste' ? pasted(console, next.text) : struck(console, next);
    if (done === undefined) return;
    working += 1;
    let stop = (): void => undefined;
    const patience = new Promise<void>((resolve) => {
      stop = console.services.after(LONGEST_WAIT, resolve);
    });
    void Promise.race([done, patience]).finally(() => {
      stop();
      working -= 1;
      changed();
      onIdle();
    });
  };
  const changed = (): void => {
    if (held.length === 0 || working > 0 || awaited(console.store.getState())) return;
    const queue = held;
    held = [];
    for (const each of queue) press(each);
  };
  return { press, changed, busy: () => working > 0 || held.length > 0 };
}

/** What may be done to a console that nobody sees, because the terminal is too small for it. */
const UNSEEN: ReadonlySet<ActionId> = new Set(['back', 'quit', 'cancel', 'suspend', 'redraw']);

function pressUnseen(console: Console, pressed: Press): void {
  const found =
    pressed.kind === 'key' ? resolve(['global'], pressed.name, keysOf(console.store.getState().keys)) : null;
  if (found === null || !UNSEEN.has(found.id)) return;
  if (found.id === 'back') quit(console);
  else void console.run(found);
}

/** Whether what the keys act on is still being fetched. */
function awaited({ overlay, focus, pane, lists, detail, lane }: ConsoleState): boolean {
  if (overlay !== null) return false;
  if (lane !== null) return lane.pending;
  if (focus === 'list' || detail === null) return isListPane(pane) && lists[pane].pending;
  const needs = tabOf(detail.row.record, detail.tab)?.needs ?? 'whole';
  return detail[needs].kind === 'loading';
}

function struck(
  console: Console,
  { name, text }: Extract<Press, { kind: 'key' }>,
): Promise<void> | undefined {
  const state = console.store.getState();
  const found = bindingOf(state, name);
  forgetMessage(console, found === null || !MOVES.test(found.id));
  if (found !== null) return console.run(found);
  if (state.overlay?.kind === 'menu' && /^[1-9]$/.test(name)) pickMenu(console, Number(name) - 1);
  else if (state.overlay?.kind === 'help') typeHelp(console, name, text);
  else if (state.overlay?.kind === 'columns') typeColumn(console, name, text);
  else if (typeLine(console, name, text)) return undefined;
  else if (isSearched(state.overlay)) typePicker(console, name, text);
  else if (state.overlay?.kind === 'prompt' && !recallKey(console, name, text)) {
    const line = editLine(state.overlay.line, name, historyOf(state, state.overlay.purpose));
    if (line !== null) setLine(console, line);
    else if (text !== null) typeText(console, text);
  }
  return undefined;
}

/** Keys after which what was said a moment ago is still worth reading. */
const MOVES = /^move\./;

/** What was said is about the key before this one. An error stays for its time: it may have come by itself. */
function forgetMessage(console: Console, acting: boolean): void {
  const tone = console.store.getState().message?.tone;
  if (tone === 'info' || (acting && tone !== undefined && tone !== 'error')) {
    console.set((state) => ({ ...state, message: null }));
  }
}

/** Pasted text goes where text goes; over a list it opens the filter with it: any id finds its record. */
function pasted(console: Console, text: string): undefined {
  forgetMessage(console, true);
  const { overlay, focus, pane, lists } = console.store.getState();
  if (overlay?.kind === 'prompt') {
    typeText(console, text);
    return;
  }
  if (overlay?.kind === 'help') {
    typeHelp(console, '', text);
    return;
  }
  if (overlay?.kind === 'columns') {
    typeColumn(console, '', text);
    return;
  }
  if (isSearched(overlay)) {
    typePicker(console, '', text);
    return;
  }
  if (typeLine(console, '', text)) return;
  if (overlay !== null || focus === 'detail' || !isListPane(pane)) return;
  openFilter(console);
  const prompt = console.store.getState().overlay;
  // An id is looked for everywhere, not within the default view.
  if (prompt?.kind === 'prompt' && lists[pane].query === PANES[pane].query) {
    setLine(console, { ...prompt.line, text: '', cursor: 0 });
  }
  typeText(console, text.trim());
}
