/** Asks something that may fail in any way, and gives a value in every case. */
import { type Failure, fail, failureOf, type Result } from '../domain/failure.ts';

/**
 * A throw becomes a failure; an abort ends the wait at once, even when the one asked does not listen to
 * its signal. What it answers later is dropped.
 */
export async function attempt<T>(signal: AbortSignal, ask: () => Promise<Result<T>>): Promise<Result<T>> {
  if (signal.aborted) return fail(STOPPED);
  let stop = () => {};
  const stopped = new Promise<Result<T>>((resolve) => {
    stop = () => resolve(fail(STOPPED));
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([ask(), stopped]);
  } catch (thrown) {
    return fail(signal.aborted ? STOPPED : failureOf(thrown));
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

export const STOPPED: Failure = {
  code: 'CANCELLED',
  what: 'The sync was stopped.',
  next: 'What was read is kept; the next sync goes on from there.',
};
