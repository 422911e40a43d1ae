/** When a stream is asked again: pure. All durations are milliseconds. */
import { HOUR, MINUTE, SECOND } from '../domain/time.ts';
import type { StreamOutcome } from './outcome.ts';

/** Share of an interval by which it may be longer or shorter, so that many consoles do not knock at once. */
const JITTER = 0.1;
const FIRST_BACK_OFF = 5 * SECOND;
const LONGEST_BACK_OFF = 5 * MINUTE;
/** A refused key stays refused until somebody changes it; asking often may lock its owner out. */
const REFUSED = 15 * MINUTE;
/** A stream not offered may come with the platform's next release. */
const NOT_OFFERED = HOUR;
/** No platform's word keeps us away for longer. */
const LONGEST_RETRY_AFTER = HOUR;

/**
 * The wait after an outcome. `failures` counts the ones in a row, this one included; `random` is in [0,1).
 * A platform's `Retry-After` wins over everything and is never shortened.
 */
export function delayAfter(
  { failure, notOffered }: Pick<StreamOutcome, 'failure' | 'notOffered'>,
  failures: number,
  interval: number,
  random: number,
): number {
  if (failure?.retryAfter !== undefined) {
    const asked = Math.min(Math.max(failure.retryAfter, SECOND), LONGEST_RETRY_AFTER);
    return Math.ceil(asked * (1 + JITTER * random));
  }
  return Math.ceil(
    wait(failure?.code ?? null, notOffered, failures, interval) * (1 + JITTER * (2 * random - 1)),
  );
}

function wait(code: string | null, notOffered: boolean, failures: number, interval: number): number {
  if (notOffered) return Math.max(NOT_OFFERED, interval);
  if (code === 'UNAUTHORISED' || code === 'FORBIDDEN') return Math.max(REFUSED, interval);
  if (code === null || failures === 0) return interval;
  // Never longer than the cap, but never more often than a healthy poll would ask after a few failures.
  const backOff = FIRST_BACK_OFF * 2 ** Math.min(failures - 1, 20);
  return Math.min(backOff, Math.max(LONGEST_BACK_OFF, interval));
}
