/** Why a target is not sent to, although nobody failed. */
import { type Failure, FailureError } from '../domain/failure.ts';

export function elsewhere(target: string): FailureError {
  return new FailureError({
    code: 'CACHE_BUSY',
    what: `${target}: another process is sending to it`,
    next: 'One at a time does; this one takes over when the other has ended.',
    where: target,
  });
}

export function unanswered(target: string): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${target}: nothing of a batch was taken, and no reason told`,
    next: 'Nothing to do: it is sent again.',
    where: target,
  };
}
