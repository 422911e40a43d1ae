/** What SQLite and the file system throw, as failures with a next step. */
import { type Failure, FailureError, failureOf } from '../domain/failure.ts';

const NEXT: readonly (readonly [RegExp, Failure['code'], string, string])[] = [
  [
    /^SQLITE_(BUSY|LOCKED)/,
    'CACHE_BUSY',
    'another process holds the cache',
    'Try again in a moment, or end the other certdeck.',
  ],
  [/^(SQLITE_FULL|ENOSPC)/, 'CACHE_FAILED', 'the disk is full', 'Free some space, then try again.'],
  [
    /^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EROFS|EPERM|ENOTDIR|EISDIR|ENOENT|EEXIST)/,
    'CACHE_FAILED',
    'the folder or the file cannot be written',
    'Check who owns it, or choose another folder with --cache.',
  ],
  [
    /^(SQLITE_CORRUPT|SQLITE_NOTADB)/,
    'CACHE_FAILED',
    'the file is damaged',
    'Start certdeck again: it sets the damaged file aside and syncs anew.',
  ],
  [/^SQLITE_IOERR/, 'CACHE_FAILED', 'the disk did not answer', 'Check the disk, then try again.'],
];

/** Anything thrown while working on the cache at `path`, as a failure of ours. */
export function cacheFailure(thrown: unknown, path: string): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  const code = (thrown as { code?: unknown } | null)?.code;
  const known = typeof code === 'string' ? NEXT.find(([pattern]) => pattern.test(code)) : undefined;
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  if (known === undefined) {
    return typeof code === 'string' && code.startsWith('SQLITE_')
      ? {
          code: 'CACHE_FAILED',
          what: `the cache ${path} failed: ${said}`,
          next: 'Please report this with the --log-file of the run.',
          where: path,
        }
      : failureOf(thrown);
  }
  const [, failureCode, cause, next] = known;
  return { code: failureCode, what: `the cache ${path} failed: ${said}`, cause, next, where: path };
}

export function cancelled(): FailureError {
  return new FailureError({ code: 'CANCELLED', what: 'the search was cancelled', next: 'Search again.' });
}
