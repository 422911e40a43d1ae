/** Names of events taken apart: which operation, and whether it began, went well or failed. */

export type Phase = 'start' | 'success' | 'failure';

export interface Event {
  /** The words of the operation in lower case: `discovery scan`. */
  readonly family: string;
  readonly phase: Phase;
}

const WORDS: Readonly<Record<Phase, readonly string[]>> = {
  start: ['start', 'started', 'begin', 'began', 'begun', 'initiate', 'initiated', 'triggered'],
  success: ['complete', 'completed', 'success', 'succeeded', 'finish', 'finished', 'done'],
  failure: [
    'fail',
    'failed',
    'failure',
    'error',
    'stopped',
    'timeout',
    'abort',
    'aborted',
    'cancel',
    'cancelled',
    'canceled',
  ],
};
/** Somebody wanted it to end. */
const ON_PURPOSE = ['abort', 'aborted', 'cancel', 'cancelled', 'canceled'];
const PHASES = new Map(
  Object.entries(WORDS).flatMap(([phase, words]) => words.map((word) => [word, phase as Phase] as const)),
);

/** `rotation.started`, `RENEWAL_COMPLETED`, `Scan failed`, `Abort scan`; null for a name without a phase. */
export function eventOf(action: string): Event | null {
  const words = wordsOf(action);
  const last = PHASES.get(words.at(-1) ?? '');
  const first = PHASES.get(words[0] ?? '');
  const family = last === undefined ? words.slice(1) : words.slice(0, -1);
  const phase = last ?? first;
  return phase === undefined || family.length === 0 ? null : { family: family.join(' '), phase };
}

/** The words of a name in lower case, however they are joined. */
export function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, 200)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether the name of a failure says that somebody ended it on purpose: nothing anybody has to look at. */
export function isAborted(action: string): boolean {
  return wordsOf(action).some((word) => ON_PURPOSE.includes(word));
}
