/** Key presses to actions, in their order. */
import { typeHelp } from './actions/helping.ts';
import { openFilter, setLine, typeText } from './actions/prompts.ts';
import type { Console } from './console.ts';
import { scopesOf } from './derive.ts';
import type { Press } from './key-parser.ts';
import { type ActionId, resolve } from './keys.ts';
import { editLine } from './line-editor.ts';
import { isListPane, PANES } from './panes.ts';
import type { ConsoleState } from './state.ts';

export interface Dispatcher {
  press(press: Press): void;
  /** Called when state has changed: keys that waited for rows get their turn. */
  changed(): void;
}

/** Actions on a row: typed ahead of the rows they mean, they wait for them rather than hit older ones. */
const ON_ROWS = /^(?:move|detail|problem|copy|read|other)\./;
/** Actions that end the waiting instead of joining it. */
const AT_ONCE: ReadonlySet<ActionId> = new Set(['cancel', 'step.back', 'back', 'quit']);

export function createDispatcher(console: Console): Dispatcher {
  let held: Press[] = [];
  const waits = (state: ConsoleState): boolean => isListPane(state.pane) && state.lists[state.pane].pending;

  const press = (next: Press): void => {
    const state = console.store.getState();
    const found = next.kind === 'key' ? resolve(scopesOf(state), next.name) : null;
    if (found !== null && AT_ONCE.has(found.id)) held = [];
    else if (held.length > 0 || (found !== null && ON_ROWS.test(found.id) && rowsAwaited(state))) {
      held.push(next);
      return;
    }
    act(next);
  };
  const rowsAwaited = (state: ConsoleState): boolean =>
    waits(state) && state.overlay === null && state.focus === 'list';
  const act = (next: Press): void => {
    if (next.kind === 'paste') pasted(console, next.text);
    else pressed(console, next);
  };
  return {
    press,
    changed() {
      if (held.length === 0 || waits(console.store.getState())) return;
      const queue = held;
      held = [];
      for (const each of queue) press(each);
    },
  };
}

function pressed(console: Console, { name, text }: Extract<Press, { kind: 'key' }>): void {
  const state = console.store.getState();
  const found = resolve(scopesOf(state), name);
  if (found !== null) console.run(found);
  else if (state.overlay?.kind === 'help') typeHelp(console, name, text);
  else if (state.overlay?.kind === 'prompt') {
    const line = editLine(state.overlay.line, name, state.history);
    if (line !== null) setLine(console, line);
    else if (text !== null) typeText(console, text);
  }
}

/** Pasted text goes where text goes; over a list it opens the filter with it: any id finds its record. */
function pasted(console: Console, text: string): void {
  const { overlay, focus, pane, lists } = console.store.getState();
  if (overlay?.kind === 'prompt') {
    typeText(console, text);
    return;
  }
  if (overlay?.kind === 'help') {
    typeHelp(console, '', text);
    return;
  }
  if (overlay !== null || focus === 'detail' || !isListPane(pane)) return;
  openFilter(console);
  const prompt = console.store.getState().overlay;
  // An id is looked for everywhere, not within the default view.
  if (prompt?.kind === 'prompt' && lists[pane].query === PANES[pane].query) {
    setLine(console, { ...prompt.line, text: '', cursor: 0 });
  }
  typeText(console, text.trim());
}
