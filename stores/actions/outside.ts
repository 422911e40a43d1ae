/** Handing the terminal to somebody else: the shell, an editor, a pager. */
import { indentedJson } from '../../src/domain/json-places.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { inertJson } from '../../src/domain/text.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { plainOf } from '../detail/document.ts';
import { linesBetween } from '../detail/document-lines.ts';
import { bodyText, maskedText, TEXTS } from '../detail/json-lines.ts';
import { lineOf } from '../line-editor.ts';
import type { Outside } from '../services.ts';
import { linesOf } from './open-detail.ts';
import { promptOf, setLine } from './prompts.ts';

export async function suspend(console: Console): Promise<void> {
  const { outside } = console.services;
  if (outside === undefined) say(console, 'There is no shell to go back to here', 'warning');
  else await outside.stop();
}

/** The text of the detail in $EDITOR or $PAGER; JSON as JSON, everything else as it stands. */
export async function showOutside(console: Console, by: Parameters<Outside['show']>[1]): Promise<void> {
  const { outside } = console.services;
  const shown = textOf(console);
  if (shown === null) return;
  if (outside === undefined) {
    say(console, 'No other program can be opened here', 'warning');
    return;
  }
  const problem = await outside.show(shown.text, by, shown.extension);
  if (problem !== null) say(console, problem, 'error');
}

/** The line being typed, written in $EDITOR instead; what is left there stands in the prompt. */
export async function editLine(console: Console): Promise<void> {
  const { outside } = console.services;
  const prompt = promptOf(console.store.getState());
  if (prompt === null) return;
  if (outside?.edit === undefined) {
    say(console, 'No editor can be opened here', 'warning');
    return;
  }
  const answer = await outside.edit(`${prompt.line.text.trim()}\n`, 'query');
  if ('problem' in answer) say(console, answer.problem, 'error');
  else setLine(console, lineOf(answer.text.replace(/\s*[\r\n]+\s*/g, ' ').trim()));
}

function textOf(console: Console): { readonly text: string; readonly extension: string } | null {
  const state = console.store.getState();
  const { detail } = state;
  if (detail === null) return null;
  const whole = detail.whole.kind === 'ready' ? detail.whole.value : null;
  const record = whole?.record ?? detail.row.record;
  // Another program keeps what it is given in files and histories of its own.
  const masked = (text: string): string =>
    inertJson(detail.revealed.includes(TEXTS) ? text : maskedText(text));
  if (detail.tab === 'json') {
    return { text: masked(whole?.raw ?? JSON.stringify(recordJson(record), null, 2)), extension: 'json' };
  }
  if (whole !== null && (detail.tab === 'payload' || detail.tab === 'output')) {
    return { text: masked(indentedJson(bodyText(whole, detail.tab) ?? 'null')), extension: 'json' };
  }
  const lines = linesBetween(linesOf(console, state), 0).map(plainOf);
  return { text: `${lines.join('\n')}\n`, extension: 'txt' };
}
