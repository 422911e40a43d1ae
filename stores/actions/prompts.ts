/** The prompt: filter with completion, search in a text. */
import { setImmediate } from 'node:timers/promises';
import { type Completion, complete as completionsOf } from '../../src/query/complete.ts';
import { parseQuery } from '../../src/query/parse.ts';
import type { Problem, Span } from '../../src/query/tree.ts';
import type { Console } from '../console.ts';
import { insert, type Line, lineOf, replace } from '../line-editor.ts';
import type { Overlay } from '../overlay.ts';
import { type ListPaneId, PANES } from '../panes.ts';
import type { ConsoleState } from '../state.ts';
import { commandChoices, queryOfCommand, runCommand } from './commands.ts';
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

export function openCommand(console: Console): void {
  open(console, 'command', lineOf(''));
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
  console.set((state) => {
    const prompt = promptOf(state);
    if (prompt === null) return state;
    const problems = problemsOf(console, prompt.purpose, line.text);
    return { ...state, overlay: { ...prompt, line, typed: line, problems, choices: [], chosen: -1 } };
  });
  const prompt = promptOf(console.store.getState());
  if (prompt !== null && prompt.purpose !== 'search') console.suggesting = suggest(console, prompt);
}

/** The query in the line: which pane it is for, and where it begins. */
function queryIn(
  console: Console,
  purpose: Prompt['purpose'],
  text: string,
): { readonly pane: ListPaneId; readonly from: number } | null {
  if (purpose === 'command') return queryOfCommand(text);
  const pane = purpose === 'filter' ? listInFront(console) : null;
  return pane === null ? null : { pane, from: 0 };
}

function problemsOf(console: Console, purpose: Prompt['purpose'], text: string): readonly Problem[] {
  const asked = queryIn(console, purpose, text);
  if (asked === null) return [];
  const { clock, longRunningAfter } = console.services;
  const context = { now: clock(), longRunningAfter };
  const { problems } = parseQuery(text.slice(asked.from), PANES[asked.pane].kind, context);
  return problems.map((problem) => ({ ...problem, span: shifted(problem.span, asked.from) }));
}

const shifted = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

async function suggest(console: Console, { purpose, line }: Prompt): Promise<void> {
  const asked = queryIn(console, purpose, line.text);
  const answer = await console.requests.ask('complete', async (signal) => {
    // What is pasted, or typed faster than it is drawn, is completed once.
    await setImmediate();
    return signal.aborted ? [] : choicesFor(console, asked, line);
  });
  if (answer.kind !== 'value') return;
  await console.outside((state) => {
    const prompt = promptOf(state);
    if (prompt === null || prompt.line.text !== line.text || prompt.line.cursor !== line.cursor) return state;
    return { ...state, overlay: { ...prompt, choices: answer.value, chosen: -1 } };
  });
}

async function choicesFor(
  console: Console,
  asked: ReturnType<typeof queryIn>,
  line: Line,
): Promise<readonly Completion[]> {
  if (asked === null) return commandChoices(line.text);
  const { kind } = PANES[asked.pane];
  const found = await completionsOf({
    text: line.text.slice(asked.from),
    cursor: Math.max(0, line.cursor - asked.from),
    kind,
    values: (field, prefix) => console.services.cache.values(kind, field, prefix, MOST_VALUES),
  });
  return found.map((choice) => ({ ...choice, span: shifted(choice.span, asked.from) }));
}

export function typeText(console: Console, text: string): void {
  const prompt = promptOf(console.store.getState());
  if (prompt !== null) setLine(console, insert(prompt.line, text));
}

/** Puts the next choice into the line in place of what was typed; waits for the choices where they are not here yet. */
export async function complete(console: Console, step: 1 | -1): Promise<void> {
  await console.suggesting;
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
  // A choice of the popup may have changed the line since it was checked.
  const problems = problemsOf(console, prompt.purpose, text);
  if (problems.some(({ level }) => level === 'error')) {
    console.set((state) => ({ ...state, overlay: { ...prompt, problems } }));
    return;
  }
  close(console);
  if (prompt.purpose === 'command') {
    command(console, prompt, text);
    return;
  }
  const pane = listInFront(console);
  if (pane === null) return;
  remember(console, text);
  // A write has the reading thread begin with an empty page cache: the rows go first.
  void applyQuery(console, pane, text).then(() => keepHistory(console));
  const hint = problems.find(({ level }) => level === 'hint');
  if (hint !== undefined) console.say(hint.message, 'warning');
}

function command(console: Console, prompt: Prompt, text: string): void {
  if (text === '') return;
  const problem = runCommand(console, text);
  console.set((state) => ({
    ...state,
    commands: [text, ...state.commands.filter((entry) => entry !== text)].slice(0, MOST_HISTORY),
    ...(problem === null ? {} : { overlay: { ...prompt, problems: [problem] } }),
  }));
}

function remember(console: Console, text: string): void {
  if (text === '') return;
  console.set((state) => {
    const history = [text, ...state.history.filter((entry) => entry !== text)].slice(0, MOST_HISTORY);
    return { ...state, history };
  });
}

function keepHistory(console: Console): void {
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
