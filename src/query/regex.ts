/** Regular expressions of a query: checked when it is read, and never able to hang the thread that runs them. */
import { createContext, Script } from 'node:vm';
import { FailureError } from '../domain/failure.ts';

/** Longer patterns are refused (characters). */
export const LONGEST_REGEX = 1_000;
/** A single text may cost this long (ms); past it the query ends with an error rather than a wrong answer. */
const PATIENCE = 250;
/** Estimated steps below which a match is run without a watchdog, which costs a quarter millisecond. */
const CHEAP = 5_000_000;

/** JavaScript's flags for a query's: case never matters. */
const flagsOf = (flags: string): string => (flags.includes('i') ? flags : `${flags}i`);

/** Why a pattern cannot be used; null when it can. */
export function regexProblem(source: string, flags: string): string | null {
  if (source.length > LONGEST_REGEX) return `a regular expression has at most ${LONGEST_REGEX} characters`;
  try {
    new RegExp(source, flagsOf(flags));
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^Invalid regular expression: (\/.*\/\w*: )?/s, 'not a regular expression: ');
  }
}

/**
 * A test of one text. What may take more than linear time runs under a watchdog and ends in
 * QUERY_INVALID when it does not come back.
 */
export function regexTester(source: string, flags: string): (text: string) => boolean {
  const regex = new RegExp(source, flagsOf(flags));
  const { power, choices } = growthOf(source);
  let watched: ((text: string) => boolean) | null = null;
  return (text) => {
    if (text.length ** power * 2 ** choices < CHEAP) return regex.test(text);
    watched ??= underWatch(regex);
    try {
      return watched(text);
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause;
      throw new FailureError(
        {
          code: 'QUERY_INVALID',
          what: `the regular expression /${source}/ takes too long`,
          cause: `it needed more than ${PATIENCE} ms on a text of ${text.length} characters`,
          next: 'Use fewer * and + beside and inside each other.',
        },
        { cause },
      );
    }
  };
}

/** The test with a watchdog, which ends it with ERR_SCRIPT_EXECUTION_TIMEOUT. */
function underWatch(regex: RegExp): (text: string) => boolean {
  const box = createContext({ regex, text: '' });
  const script = new Script('regex.test(text)');
  return (text) => {
    box.text = text;
    try {
      return script.runInContext(box, { timeout: PATIENCE }) === true;
    } finally {
      box.text = '';
    }
  };
}

/** How the time of a match may grow, from above: length to the `power`, doubled for each of the `choices`. */
export interface Growth {
  readonly power: number;
  readonly choices: number;
}

/**
 * One power for finding a place to begin and one for each open repetition; a repetition of something that
 * can itself go several ways may be exponential and counts as 10. `?` and `|` are choices.
 */
export function growthOf(source: string): Growth {
  const pattern = source.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x');
  const open: { busy: boolean }[] = [{ busy: false }];
  let closed = { busy: false };
  let power = 1;
  let choices = 0;
  for (let at = 0; at < pattern.length; at++) {
    const ch = pattern[at];
    const before = pattern[at - 1] ?? '';
    if (ch === '(') open.push({ busy: false });
    if (ch === ')') closed = open.pop() ?? closed;
    const repeats = ch === '*' || ch === '+' || (ch === '{' && isLong(pattern.slice(at)));
    const chooses = ch === '|' || (ch === '?' && !/[(*+?}]/.test(before));
    if (repeats) power += before === ')' && closed.busy ? 10 : 1;
    if (chooses) choices++;
    const here = open.at(-1);
    // What is inside a group can go several ways, so whatever holds that group can.
    if (here !== undefined && (repeats || chooses || (ch === ')' && closed.busy))) here.busy = true;
  }
  return { power, choices };
}

/** `{2,}` or a count large enough to be felt. */
function isLong(rest: string): boolean {
  const count = /^\{(\d+)(,(\d*))?\}/.exec(rest);
  if (count === null) return false;
  return count[3] === '' || Number(count[3] ?? count[1]) > 10;
}
