/** Esc, q, Ctrl-C and the way out. Esc never quits; Ctrl-C first cancels what goes on. */
import type { Console } from '../console.ts';
import { message, say } from '../context.ts';
import { keyOf } from '../derive.ts';
import { keepLooked } from '../looked.ts';
import { PANES } from '../panes.ts';
import { leaveColumn } from './columns.ts';
import { defaultQuery, listInFront } from './lists.ts';
import { cancelMarking, clearMarks } from './marks.ts';
import { closeLane } from './opening-lanes.ts';
import { close as closePrompt, stepBack as stepBackPrompt } from './prompts.ts';
import { leaveStrip } from './strip.ts';
import { leaveDetail } from './views.ts';

/** Within this time a second Ctrl-C quits (ms). */
const TWICE = 2_000;
/** Exit code of a console the user left by Ctrl-C. */
const INTERRUPTED = 130;

/** One step back: overlay, search, detail, marks, then a typed filter; at the top nothing. */
export function stepBack(console: Console): void {
  const { overlay, detail, lane } = console.store.getState();
  if (overlay?.kind === 'prompt') {
    stepBackPrompt(console);
    return;
  }
  if (overlay !== null) {
    for (const key of ['views:count', 'facets', 'sql']) console.requests.cancel(key);
    console.set((state) => ({ ...state, overlay: null }));
    return;
  }
  if (lane !== null) {
    closeLane(console);
    return;
  }
  if (detail !== null && detail.search !== '') {
    console.set((state) => ({ ...state, detail: { ...detail, search: '' } }));
    return;
  }
  if (detail !== null) {
    leaveDetail(console);
    return;
  }
  if (leaveColumn(console)) return;
  const pane = listInFront(console);
  if (pane === null) return;
  if (clearMarks(console)) return;
  const { query } = console.store.getState().lists[pane];
  if (query !== PANES[pane].query) defaultQuery(console);
}

/** q: back one level, and out at the top. */
export function back(console: Console): void {
  const { detail, focus } = console.store.getState();
  if (focus === 'strip') {
    leaveStrip(console);
    return;
  }
  if (detail !== null) {
    leaveDetail(console);
    return;
  }
  quit(console);
}

export function quit(console: Console): void {
  const { exporting } = console.store.getState();
  if (exporting === null) {
    leave(console, 0);
    return;
  }
  console.set((state) => ({
    ...state,
    overlay: {
      kind: 'confirm',
      title: 'Quit while an export runs?',
      lines: [`${exporting.file} would not be written.`],
      intent: { kind: 'quit' },
    },
  }));
}

export function leave(console: Console, code: number): void {
  console.requests.cancel('export');
  keepLooked(console);
  console.set((state) => ({ ...state, exit: code }));
}

/** Ctrl-C in a prompt ends the prompt and nothing else. */
export function cancelPrompt(console: Console): void {
  closePrompt(console);
}

/** Ctrl-C: cancels an export, else a running search, else asks for a second one. */
export function cancel(console: Console): void {
  const now = console.services.clock();
  const armed = console.armed !== null && now - console.armed <= TWICE;
  if (armed) {
    leave(console, INTERRUPTED);
    return;
  }
  console.armed = now;
  const pane = listInFront(console);
  if (console.requests.cancel('export')) return;
  if (console.requests.cancel('read-all') || cancelMarking(console)) {
    say(console, 'Cancelled');
    return;
  }
  const searching = pane !== null && console.store.getState().lists[pane].progress !== null;
  if (searching && console.requests.cancel(`rows:${pane}`)) {
    console.set((state) => ({
      ...state,
      lists: { ...state.lists, [pane]: { ...state.lists[pane], progress: null } },
      message: message('Search cancelled; what was found stays', 'warning', now),
    }));
    return;
  }
  say(console, `${keyOf(console.store.getState(), 'cancel')} again quits`);
}
