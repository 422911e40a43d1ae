/** What not every deployment has, or not every licence or client may read. */
import { fail, type Result } from '../domain/failure.ts';

/**
 * The answer to a request for such a list: a refusal says that it is not offered. That the path does not exist is
 * the engine's to tell, of an optional stream.
 */
export function ifOffered<T>(answered: Result<T>): Result<T> {
  if (answered.ok || answered.failure.code !== 'FORBIDDEN') return answered;
  return fail({ ...answered.failure, code: 'NOT_OFFERED' });
}
