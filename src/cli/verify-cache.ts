/** The cache held against its ledger: what arrived, and what lies there now. */
import { existsSync } from 'node:fs';
import { openDirectReader } from '../cache/direct-reader.ts';
import { pathOf } from '../cache/place.ts';
import { cacheDir } from '../config/paths.ts';
import { FailureError } from '../domain/failure.ts';
import { SECOND } from '../domain/time.ts';
import type { Context } from './context.ts';
import { ledgerExit, ledgerLines } from './ledger-report.ts';

/** Prints what was found; gives the exit code: 5 where there is no cache to look at. */
export async function verifyCache(format: string, { io, globals, out, talk }: Context): Promise<number> {
  const dir = cacheDir(io, globals.cache);
  const path = pathOf({ dir });
  if (!existsSync(path)) {
    talk.say(`there is no cache ${path}, so nothing can be checked`);
    return 5;
  }
  const cache = openDirectReader({ dir });
  try {
    let told = io.clock();
    const verification = await cache.verifyLedger(
      {},
      {
        signal: io.signal,
        onProgress: ({ scanned, total }) => {
          if (io.clock() - told < 2 * SECOND) return;
          told = io.clock();
          talk.say(`${scanned} of ${total} arrivals ...`);
        },
      },
    );
    const text =
      format === 'json'
        ? JSON.stringify({ cache: path, ...verification }, null, 2)
        : ledgerLines(verification).join('\n');
    await out.write(`${text}\n`);
    return ledgerExit(verification);
  } catch (thrown) {
    const what = 'verifying the cache was stopped';
    throw io.signal.aborted
      ? new FailureError({ code: 'CANCELLED', what, next: 'Nothing can be said of it.' })
      : thrown;
  } finally {
    await cache.close();
  }
}
