/** The whole cache at one moment, read in the thread that asks: what several questions have to agree about. */
import { FailureError } from '../domain/failure.ts';
import { directReads } from './direct-reader.ts';
import { cacheFailure } from './failures.ts';
import { openReader } from './file.ts';
import { pathOf } from './place.ts';
import type { CacheReader } from './port.ts';
import { type ScanReader, scanOver } from './scan.ts';

/** Holds the moment, and the file open, until it is disposed of. */
export interface Moment extends Disposable {
  readonly scan: ScanReader;
  readonly reads: CacheReader;
}

/** Throws a FailureError CACHE_FAILED or CACHE_BUSY when the file cannot be read. */
export function openMoment({ dir }: { readonly dir: string }): Moment {
  const path = pathOf({ dir });
  try {
    const db = openReader(path);
    db.exec('BEGIN');
    return {
      scan: scanOver(db, path),
      reads: directReads(db, path),
      [Symbol.dispose]: () => db.close(),
    };
  } catch (thrown) {
    throw new FailureError(cacheFailure(thrown, path), { cause: thrown });
  }
}
