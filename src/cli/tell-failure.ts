import { FAILURES, FailureError, failureOf } from '../domain/failure.ts';
import type { LogFile } from './log-file.ts';
import type { Talk } from './output.ts';
import { ConfigError, failureLines, problemLines, QueryError, queryLines } from './words.ts';

/** Words anything that was thrown on stderr and gives the exit code for it. */
export function tellFailure(thrown: unknown, talk: Talk, log: LogFile): number {
  const failure = failureOf(thrown);
  if (thrown instanceof ConfigError) for (const line of problemLines(thrown.problems)) talk.say(line);
  if (thrown instanceof QueryError) for (const line of queryLines(thrown.query, 'error')) talk.say(line);
  for (const line of failureLines(failure)) talk.say(line);
  const { code, what, where } = failure;
  log.note('failure', { code, what, where: where ?? null });
  // The trace of a defect is for its report; the terminal gets the sentence.
  if (!(thrown instanceof FailureError) && thrown instanceof Error)
    log.note('trace', { stack: thrown.stack ?? null });
  return FAILURES[code].exit;
}
