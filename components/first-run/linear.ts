/** The first run as lines: what is new at a step, what is asked for, and what a typed line means there. Pure. */
import { safeLine } from '../../src/domain/text.ts';
import type { PlatformKind } from '../../src/platforms/declaration.ts';
import { type Choice, choicesOf } from './choices.ts';
import { keyWords } from './presses.ts';
import { answer, type FirstRun, goBack } from './steps.ts';
import { type Field, type Surroundings, variableNote, wordsOf } from './words.ts';

/** What to say now that `before` has become `after`; the questions that can be told from others begin with a title. */
export function newLines(
  before: FirstRun | null,
  after: FirstRun,
  kinds: readonly PlatformKind[],
  around: Surroundings,
): readonly string[] {
  const { problem } = after;
  const wrong = problem === null ? [] : [safeLine(problem.what), safeLine(problem.fix)];
  if (before !== null && before.step === after.step) return wrong;
  const { title, lines } = wordsOf(after, around);
  const said = new Set(before === null ? [] : wordsOf(before, around).lines.map(({ text }) => text));
  return [
    ...(title === '' ? [] : [title]),
    ...lines.map(({ text }) => text).filter((text) => text !== '' && !said.has(text)),
    ...choicesHere(after, kinds).map(
      ({ label, about }, index) =>
        `${index + 1}. ${safeLine(label)}${about === '' ? '' : `: ${safeLine(about)}`}`,
    ),
    ...wrong,
  ];
}

/** Where a key leads back, a number does, too: a shell within an editor keeps Esc for itself. */
function choicesHere(state: FirstRun, kinds: readonly PlatformKind[]): readonly Choice[] {
  const choices = choicesOf(state, kinds);
  if (choices.length === 0 || state.past.length === 0 || choices.some(({ pick }) => pick === goBack)) {
    return choices;
  }
  return [...choices, { label: 'Back', about: '', pick: goBack }];
}

export interface Prompt {
  readonly label: string;
  readonly masked: boolean;
}

/** What is asked for; null where there is only to wait. */
export function promptAt(
  state: FirstRun,
  kinds: readonly PlatformKind[],
  around: Surroundings,
): Prompt | null {
  const { field } = wordsOf(state, around);
  if (field !== null) return { label: `${offerOf(field)}: `, masked: field.masked };
  const { length } = choicesHere(state, kinds);
  return length === 0 ? null : { label: `Number, 1 to ${length}: `, masked: false };
}

function offerOf({ initial, masked }: Field): string {
  if (masked) return 'Answer, which is not shown';
  return initial === '' ? 'Answer' : `Answer, nothing for ${safeLine(initial)}`;
}

export interface Taken {
  /** What is known of the answer before it is taken. */
  readonly note: string;
  /** Null where the line is no answer: the note says why. */
  readonly change: ((state: FirstRun) => FirstRun) | null;
}

/** A typed line as an answer to the step; nothing typed takes what is offered. */
export function takeLine(
  state: FirstRun,
  line: string,
  kinds: readonly PlatformKind[],
  around: Surroundings,
): Taken {
  const { field } = wordsOf(state, around);
  if (field !== null) {
    const text = line === '' && !field.masked ? field.initial : line;
    const isVariable = state.step.kind === 'question' && state.step.place === 'env';
    return {
      note: isVariable ? variableNote(text, around.env) : '',
      change: (now) => answer(now, text),
    };
  }
  const choices = choicesHere(state, kinds);
  const wanted = line.trim().toLowerCase();
  const choice = choices[Number(wanted) - 1] ?? choices.find(({ label }) => label.toLowerCase() === wanted);
  if (choice !== undefined && wanted !== '') return { note: '', change: choice.pick };
  return { note: `Type a number from 1 to ${choices.length}, then Enter.`, change: null };
}

/** How to use it, said once. */
export function introOf({ rows }: Surroundings): string {
  const { back } = keyWords('typing', rows);
  return `certdeck asks line by line: type an answer, then Enter; ${back} goes back, Ctrl-C leaves.`;
}
