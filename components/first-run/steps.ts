/** The first run as a machine of steps: what was answered so far, and where each choice leads. Pure. */
import type { AnswerProblem } from '../../src/config/check-answer.ts';
import type { Failure, Result } from '../../src/domain/failure.ts';
import type { Json } from '../../src/domain/json.ts';
import type { PlatformKind, Setting } from '../../src/platforms/declaration.ts';
import { type Answers, questionsOf, readAnswer, type SecretPlace } from './questions.ts';

/** What the first run ends with. */
export type Outcome =
  | { readonly kind: 'demo' }
  | { readonly kind: 'host' }
  | { readonly kind: 'configured' }
  | { readonly kind: 'quit' };

export type Step =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'kinds' }
  /** A secret is asked for twice: where it is kept (`place` null), then the name, path or value itself. */
  | { readonly kind: 'question'; readonly index: number; readonly place: SecretPlace | null }
  | { readonly kind: 'testing' }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'writing'; readonly proof: string | null }
  | { readonly kind: 'unwritten'; readonly failure: Failure; readonly proof: string | null }
  | { readonly kind: 'written'; readonly proof: string | null }
  | { readonly kind: 'left'; readonly outcome: Outcome };

export interface FirstRun {
  readonly step: Step;
  /** The steps Esc leads back to, the nearest last. */
  readonly past: readonly Step[];
  readonly platform: PlatformKind | null;
  readonly answers: Answers;
  /** Why the last answer was not taken. */
  readonly problem: AnswerProblem | null;
}

export const BEGINNING: FirstRun = {
  step: { kind: 'welcome' },
  past: [],
  platform: null,
  answers: {},
  problem: null,
};

/** A step further; Esc comes back from there. */
function go(state: FirstRun, step: Step): FirstRun {
  return { ...state, step, past: [...state.past, state.step], problem: null };
}

/** Another step in the place of this one: what was only passed through is not come back to. */
function turn(state: FirstRun, step: Step): FirstRun {
  return { ...state, step, problem: null };
}

export function goBack(state: FirstRun): FirstRun {
  const step = state.past.at(-1);
  return step === undefined ? state : { ...state, step, past: state.past.slice(0, -1), problem: null };
}

export function leave(state: FirstRun, outcome: Outcome): FirstRun {
  return { ...state, step: { kind: 'left', outcome }, past: [] };
}

/** The question a step asks; null at steps that ask none. */
export function questionAt({ step, platform }: FirstRun): Setting | null {
  if (step.kind !== 'question' || platform === null) return null;
  return questionsOf(platform)[step.index] ?? null;
}

export function addPlatform(state: FirstRun): FirstRun {
  return go(state, { kind: 'kinds' });
}

/** Answers given for another kind are forgotten. */
export function chooseKind(state: FirstRun, platform: PlatformKind): FirstRun {
  const answers = state.platform?.kind === platform.kind ? state.answers : {};
  return go({ ...state, platform, answers }, { kind: 'question', index: 0, place: null });
}

export function choosePlace(state: FirstRun, place: SecretPlace): FirstRun {
  return state.step.kind === 'question' ? go(state, { ...state.step, place }) : state;
}

/** Takes the answer to the question, or says why not; after the last one the platform is tested. */
export function answer(state: FirstRun, line: string): FirstRun {
  const { step } = state;
  const setting = questionAt(state);
  if (setting === null || step.kind !== 'question') return state;
  const read = readAnswer(setting, step.place, line);
  return read.ok ? accept(state, setting, step.index, read.value) : { ...state, problem: read.problem };
}

function accept(state: FirstRun, setting: Setting, index: number, value: Json): FirstRun {
  const next = { ...state, answers: { ...state.answers, [setting.name]: value } };
  const isLast = state.platform === null || index + 1 >= questionsOf(state.platform).length;
  return go(next, isLast ? { kind: 'testing' } : { kind: 'question', index: index + 1, place: null });
}

export const testAgain = (state: FirstRun): FirstRun => turn(state, { kind: 'testing' });
export const writeAnyway = (state: FirstRun): FirstRun => turn(state, { kind: 'writing', proof: null });

/** The platform has answered, or has not; an answer that comes late changes nothing. */
export function tested(state: FirstRun, result: Result<string>): FirstRun {
  if (state.step.kind !== 'testing') return state;
  return turn(
    state,
    result.ok ? { kind: 'writing', proof: result.value } : { kind: 'refused', failure: result.failure },
  );
}

/** The file is there, or is not; what is written cannot be gone back from. */
export function wrote(state: FirstRun, result: Result<null>): FirstRun {
  if (state.step.kind !== 'writing') return state;
  const { proof } = state.step;
  return result.ok
    ? { ...turn(state, { kind: 'written', proof }), past: [] }
    : turn(state, { kind: 'unwritten', failure: result.failure, proof });
}

/** Tries to write once more. */
export function writeAgain(state: FirstRun): FirstRun {
  return state.step.kind === 'unwritten' ? turn(state, { kind: 'writing', proof: state.step.proof }) : state;
}
