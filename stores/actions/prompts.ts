/** The prompt: filter with completion, search in a text. */
import { complete as completionsOf } from '../../src/query/complete.ts';
import { parseQuery } from '../../src/query/parse.ts';
import type { Problem } from '../../src/query/tree.ts';
import type { Console } from '../console.ts';
import { insert, type Line, lineOf, replace } from '../line-editor.ts';
import { type ListPaneId, PANES } from '../panes.ts';
import type { ConsoleState, Overlay } from '../state.ts';
import { nextMatch } from './details.ts';
import { applyQuery, listInFront } from './lists.ts';

type Prompt = Extract<Overlay, { kind: 'prompt' }>;
const MOST_HISTORY = 200;
const MOST_VALUES = 20;
export const HISTORY_KEY = 'history';

function promptOf(state: ConsoleState): Prompt | null {
  return state.overlay?.kind === 'prompt' ? state.overlay : null;
}

/** Opens with the present query and a blank, the cursor at the end; or with a text and a place in it. */
export function openFilter(console: Console, text?: string, cursor?: number): void {
  const pane = listInFront(console);
  if (pane === null) return;
  const { query } = console.store.getState().lists[pane];
  const line = lineOf(text ?? (query === '' ? '' : `${query} `));
  open(console, 'filter', { ...line, cursor: cursor ?? line.cursor });
}

export function openSearch(console: Console): void {
  open(console, 'search', lineOf(''));
}

function open(console: Console, purpose: Prompt['purpose'], line: Line): void {
  const overlay: Prompt = {
    kind: 'prompt',
    purpose,
    line,
    problems: [],
    choices: [],
    chosen: -1,
    typed: line,
  };
  console.set((state) => ({ ...state, overlay }));
  setLine(console, line);
}

/** The prompt with another line: checked at once, choices follow. */
export function setLine(console: Console, line: Line): void {
  const pane = listInFront(console);
  console.set((state) => {
    const prompt = promptOf(state);
    if (prompt === null) return state;
    const problems = prompt.purpose === 'filter' && pane !== null ? problemsOf(console, pane, line.text) : [];
    return { ...state, overlay: { ...prompt, line, typed: line, problems, choices: [], chosen: -1 } };
  });
  if (promptOf(console.store.getState())?.purpose === 'filter') void suggest(console, line);
}

function problemsOf(console: Console, pane: ListPaneId, text: string): readonly Problem[] {
  const { clock, longRunningAfter } = console.services;
  return parseQuery(text, PANES[pane].kind, { now: clock(), longRunningAfter }).problems;
}

async function suggest(console: Console, line: Line): Promise<void> {
  const pane = listInFront(console);
  if (pane === null) return;
  const answer = await console.requests.ask('complete', () =>
    completionsOf({
      text: line.text,
      cursor: line.cursor,
      kind: PANES[pane].kind,
      values: (field, prefix) => console.services.cache.values(PANES[pane].kind, field, prefix, MOST_VALUES),
    }),
  );
  if (answer.kind !== 'value') return;
  await console.outside((state) => {
    const prompt = promptOf(state);
    if (prompt === null || prompt.line.text !== line.text || prompt.line.cursor !== line.cursor) return state;
    return { ...state, overlay: { ...prompt, choices: answer.value, chosen: -1 } };
  });
}

export function typeText(console: Console, text: string): void {
  const prompt = promptOf(console.store.getState());
  if (prompt !== null) setLine(console, insert(prompt.line, text));
}

/** Puts the next choice into the line in place of what was typed. */
export function complete(console: Console, step: 1 | -1): void {
  const prompt = promptOf(console.store.getState());
  if (prompt === null || prompt.choices.length === 0) return;
  const count = prompt.choices.length;
  const chosen = prompt.chosen < 0 && step < 0 ? count - 1 : (prompt.chosen + step + count) % count;
  const choice = prompt.choices[chosen];
  if (choice === undefined) return;
  const line = replace(prompt.typed, choice.span.start, choice.span.end, choice.text);
  // A single choice is final: the next Tab completes what follows it.
  if (count === 1) setLine(console, line);
  else console.set((state) => ({ ...state, overlay: { ...prompt, line, chosen } }));
}

/** Runs the line. A query with an error stays open: the caret says where. */
export function apply(console: Console): void {
  const prompt = promptOf(console.store.getState());
  if (prompt === null) return;
  const text = prompt.line.text.trim();
  if (prompt.purpose === 'search') {
    close(console);
    nextMatch(console, 1, text);
    return;
  }
  const pane = listInFront(console);
  // A choice of the popup may have changed the line since it was checked.
  const problems = pane === null ? [] : problemsOf(console, pane, text);
  if (problems.some(({ level }) => level === 'error')) {
    console.set((state) => ({ ...state, overlay: { ...prompt, problems } }));
    return;
  }
  close(console);
  if (pane === null) return;
  remember(console, text);
  applyQuery(console, pane, text);
  const hint = problems.find(({ level }) => level === 'hint');
  if (hint !== undefined) console.say(hint.message, 'warning');
}

function remember(console: Console, text: string): void {
  if (text === '') return;
  console.set((state) => {
    const history = [text, ...state.history.filter((entry) => entry !== text)].slice(0, MOST_HISTORY);
    return { ...state, history };
  });
  const { history } = console.store.getState();
  // A history that cannot be kept (read-only cache) is no reason to disturb anyone.
  void console.services.cache.remember(HISTORY_KEY, [...history]).catch(() => undefined);
}

export function close(console: Console): void {
  console.requests.cancel('complete');
  console.set((state) => ({ ...state, overlay: null }));
}

/** Esc: first the choices go, then the prompt. */
export function stepBack(console: Console): void {
  const prompt = promptOf(console.store.getState());
  if (prompt !== null && prompt.choices.length > 0 && prompt.chosen >= 0) {
    console.set((state) => ({ ...state, overlay: { ...prompt, choices: [], chosen: -1 } }));
    return;
  }
  close(console);
}
