/** The prompt: filter with completion, search in a text. */
import { setImmediate } from 'node:timers/promises';
import { type Completion, complete as completionsOf } from '../../src/query/complete.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { narrowed } from '../../src/query/print.ts';
import type { Problem, Span } from '../../src/query/tree.ts';
import type { Console } from '../console.ts';
import { insert, type Line, lineOf, replace } from '../line-editor.ts';
import type { Overlay } from '../overlay.ts';
import { type ListPaneId, PANES } from '../panes.ts';
import { COMMANDS_KEY, STATEMENTS_KEY } from '../remembered.ts';
import type { ConsoleState } from '../state.ts';
import { commandChoices, queryOfCommand, runCommand } from './commands.ts';
import { nextMatch } from './details.ts';
import { applyQuery, listInFront } from './lists.ts';
import { runSql } from './sql.ts';

export type Prompt = Extract<Overlay, { kind: 'prompt' }>;
const MOST_HISTORY = 200;
const MOST_VALUES = 20;
export const HISTORY_KEY = 'history';

export function promptOf(state: ConsoleState): Prompt | null {
  return state.overlay?.kind === 'prompt' ? state.overlay : null;
}

/** What was typed in a prompt before, newest first. */
export function historyOf(
  { commands, history, statements }: ConsoleState,
  purpose: Prompt['purpose'],
): readonly string[] {
  return purpose === 'command' ? commands : purpose === 'sql' ? statements : history;
}

/**
 * Opens with the present query and a blank, the cursor at the end; or with a text and a place in it. Alternatives
 * stand in parentheses there: what is typed behind them is about all of them, not about the last one.
 */
export function openFilter(console: Console, text?: string, cursor?: number): void {
  const pane = listInFront(console);
  if (pane === null) return;
  const { query } = console.store.getState().lists[pane];
  const line = lineOf(text ?? narrowed(query, PANES[pane].kind, ''));
  // Nothing of it was typed: the arrows bring back whatever was asked before.
  openPrompt(console, 'filter', { ...line, cursor: cursor ?? line.cursor, untouched: text === undefined });
}

export function openCommand(console: Console): void {
  openPrompt(console, 'command', lineOf(''));
}

export function openSearch(console: Console): void {
  openPrompt(console, 'search', lineOf(''));
}

export function openPrompt(console: Console, purpose: Prompt['purpose'], line: Line): void {
  const overlay: Prompt = {
    kind: 'prompt',
    purpose,
    line,
    problems: [],
    choices: [],
    chosen: -1,
    typed: line,
    recall: null,
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
    return {
      ...state,
      overlay: { ...prompt, line, typed: line, problems, refused: false, choices: [], chosen: -1 },
    };
  });
  const prompt = promptOf(console.store.getState());
  if (prompt !== null && prompt.purpose !== 'search' && prompt.purpose !== 'sql')
    console.suggesting = suggest(console, prompt);
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
  if (asked === null) return commandChoices(console, line.text);
  const { kind } = PANES[asked.pane];
  const found = await completionsOf({
    text: line.text.slice(asked.from),
    cursor: Math.max(0, line.cursor - asked.from),
    kind,
    values: (field, prefix) => console.services.cache.valueCounts(kind, field, prefix, MOST_VALUES),
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
  const problems = problemsOf(console, prompt.purpose, line.text);
  console.set((state) => ({ ...state, overlay: { ...prompt, line, problems, chosen, recall: null } }));
  if (count === 1) setLine(console, line);
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
  if (prompt.purpose === 'sql') {
    close(console);
    if (text === '') return;
    console.set((state) => ({ ...state, statements: latest(text, state.statements) }));
    runSql(console, text);
    keep(console, STATEMENTS_KEY, console.store.getState().statements);
    return;
  }
  // A choice of the popup may have changed the line since it was checked.
  const problems = problemsOf(console, prompt.purpose, text);
  if (problems.some(({ level }) => level === 'error')) {
    console.set((state) => ({ ...state, overlay: { ...prompt, problems, refused: true } }));
    return;
  }
  close(console);
  if (prompt.purpose === 'command') {
    command(console, prompt, text);
    return;
  }
  const pane = listInFront(console);
  if (pane === null) return;
  // Opened and left as it was it is the query it was.
  const { query } = console.store.getState().lists[pane];
  const asked = text === narrowed(query, PANES[pane].kind, '').trim() ? query : text;
  remember(console, asked);
  // A write has the reading thread begin with an empty page cache: the rows go first.
  void applyQuery(console, pane, asked).then(() =>
    keep(console, HISTORY_KEY, console.store.getState().history),
  );
  const hint = problems.find(({ level }) => level === 'hint');
  if (hint !== undefined) console.say(hint.message, 'warning');
}

function command(console: Console, prompt: Prompt, text: string): void {
  if (text === '') return;
  const problem = runCommand(console, text);
  console.set((state) => ({
    ...state,
    commands: latest(text, state.commands),
    ...(problem === null ? {} : { overlay: { ...prompt, problems: [problem] } }),
  }));
  keep(console, COMMANDS_KEY, console.store.getState().commands);
}

function remember(console: Console, text: string): void {
  if (text === '') return;
  console.set((state) => ({ ...state, history: latest(text, state.history) }));
}

const latest = (text: string, before: readonly string[]): readonly string[] =>
  [text, ...before.filter((entry) => entry !== text)].slice(0, MOST_HISTORY);

/** A history that cannot be kept (read-only cache) is no reason to disturb anyone. */
function keep(console: Console, key: string, lines: readonly string[]): void {
  void console.services.cache.remember(key, [...lines]).catch(() => undefined);
}

export function close(console: Console): void {
  console.requests.cancel('complete');
  console.set((state) => ({ ...state, overlay: null }));
}

/** Esc: first the search of the history ends, then the choices go, then the prompt. */
export function stepBack(console: Console): void {
  const prompt = promptOf(console.store.getState());
  if (prompt !== null && prompt.recall !== null) {
    console.set((state) => ({ ...state, overlay: { ...prompt, recall: null } }));
    return;
  }
  // Before anything is typed the choices only tell what there is: one Esc is enough.
  const typed = prompt !== null && prompt.line.untouched !== true && prompt.line.text !== '';
  // Who hears them told does not see them go: there it is one Esc, too.
  const seen = console.services.screenReader !== true;
  if (prompt !== null && prompt.choices.length > 0 && typed && seen) {
    console.requests.cancel('complete');
    console.set((state) => ({ ...state, overlay: { ...prompt, choices: [], chosen: -1 } }));
    return;
  }
  close(console);
}
