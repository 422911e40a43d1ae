/** The first run as steps: pure state, and what each answer leads to. */

import type { Result } from '../../src/domain/failure.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { draftOf, type Question } from './questions.ts';

export type FirstRunChoice =
  | { readonly kind: 'demo' }
  /** This machine's certificates, without a configuration. */
  | { readonly kind: 'host' }
  /** The configuration file has been written. */
  | { readonly kind: 'configured'; readonly file: string }
  | { readonly kind: 'quit' };

export interface Asking {
  readonly platform: string;
  readonly questions: readonly Question[];
  readonly answers: Readonly<Record<string, string>>;
  /** Which question is being asked. */
  readonly at: number;
  readonly typed: string;
}

export type FirstRunState =
  | { readonly step: 'choose' }
  | { readonly step: 'kind' }
  | ({ readonly step: 'ask' } & Asking)
  | ({ readonly step: 'testing' } & Asking)
  | ({ readonly step: 'tested'; readonly result: Result<string> } & Asking)
  | { readonly step: 'done'; readonly choice: FirstRunChoice };

export const BEGIN: FirstRunState = { step: 'choose' };

export function ask(platform: string, questions: readonly Question[]): FirstRunState {
  return { step: 'ask', platform, questions, answers: {}, at: 0, typed: questions[0]?.suggestion ?? '' };
}

/** The answer to the present question; a required one that is empty stays where it is. */
export function answered(state: FirstRunState & { readonly step: 'ask' }): FirstRunState {
  const question = state.questions[state.at];
  if (question === undefined) return state;
  const typed = state.typed.trim();
  if (question.required && (typed === '' || typed === 'https://')) return state;
  const answers = { ...state.answers, [question.name]: typed };
  const next = state.questions[state.at + 1];
  if (next === undefined) return { ...state, step: 'testing', answers };
  return { ...state, answers, at: state.at + 1, typed: answers[next.name] ?? next.suggestion };
}

/** Esc: one step back; at the beginning nothing. */
export function steppedBack(state: FirstRunState): FirstRunState {
  switch (state.step) {
    case 'choose':
    case 'done':
      return state;
    case 'kind':
      return BEGIN;
    case 'ask': {
      const before = state.questions[state.at - 1];
      if (before === undefined) return { step: 'kind' };
      return { ...state, at: state.at - 1, typed: state.answers[before.name] ?? '' };
    }
    case 'testing':
    case 'tested':
      return again(state);
  }
}

/** Back to the questions, with the answers given. */
export function again(state: Asking): FirstRunState {
  const { platform, questions, answers } = state;
  const first = questions[0];
  return { step: 'ask', platform, questions, answers, at: 0, typed: answers[first?.name ?? ''] ?? '' };
}

export function draft({ platform, questions, answers }: Asking): JsonObject {
  return draftOf(platform, questions, answers);
}
