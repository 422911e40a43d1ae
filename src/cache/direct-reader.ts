/** The reading half in this thread: a short command is done before another thread has begun. */
import type { Database } from 'better-sqlite3';
import { FailureError } from '../domain/failure.ts';
import type { Asking } from './ask.ts';
import { refused } from './calls.ts';
import { cacheFailure } from './failures.ts';
import { openReader } from './file.ts';
import { READER_METHODS, WRITER_METHODS } from './methods.ts';
import type { OpenCache } from './open.ts';
import { pathOf } from './place.ts';
import type { CacheReader } from './port.ts';
import { readerHandlers } from './reader.ts';

type Handlers = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** Throws a FailureError as `openCache` rejects with one; whatever would write is refused. */
export function openDirectReader({ dir }: { readonly dir: string }): OpenCache {
  const path = pathOf({ dir });
  let db: Database;
  try {
    db = openReader(path);
  } catch (thrown) {
    throw new FailureError(cacheFailure(thrown, path), { cause: thrown });
  }
  const refusals = WRITER_METHODS.map((name) => [name, async () => Promise.reject(refused(path))] as const);
  return {
    ...(Object.fromEntries(refusals) as unknown as OpenCache),
    ...directReads(db, path),
    path,
    share: () => {
      throw refused(path);
    },
    onChange: () => () => {},
    close: async () => void db.close(),
  };
}

/** The calls of the port that read, over a connection of this thread. */
export function directReads(db: Database, path: string): CacheReader {
  const reader = readerHandlers(db) as unknown as Handlers;
  const calls = Object.entries(READER_METHODS).map(([name, askingAt]) => {
    const call = async (...args: unknown[]) => {
      const asking = askingAt === null ? {} : ((args[askingAt] as Asking | undefined) ?? {});
      try {
        return await reader[name]?.(asking, ...args.slice(0, askingAt ?? args.length));
      } catch (thrown) {
        throw new FailureError(cacheFailure(thrown, path), { cause: thrown });
      }
    };
    return [name, call] as const;
  });
  return Object.fromEntries(calls) as unknown as CacheReader;
}
