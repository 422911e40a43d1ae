/** Two runs that write the same name at once give their files their names one after the other. */
import { open, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../../domain/time.ts';

/** Milliseconds between two looks. */
const EVERY = 10;
/** Naming two files takes moments: after so long (ms) whoever held the turn was killed. */
const FORGOTTEN = 30 * SECOND;

/**
 * Does `work` while no other run does its own for the same `path`: one file and its manifest, and not the file of one and the
 * manifest of another. Where a folder takes no lock there is none.
 */
export async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = join(dirname(path), `.${basename(path)}.lock`);
  const held = await taken(lock);
  try {
    return await work();
  } finally {
    if (held) await rm(lock, { force: true });
  }
}

async function taken(lock: string): Promise<boolean> {
  let since = performance.now();
  for (;;) {
    try {
      await (await open(lock, 'wx')).close();
      return true;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
    // The clock of the disk may be another: what was waited for as long counts, too.
    const known = await stat(lock).catch(() => null);
    const age = Math.max(known === null ? 0 : Date.now() - known.mtimeMs, performance.now() - since);
    if (age <= FORGOTTEN) await pause(EVERY);
    else {
      await rm(lock, { force: true });
      since = performance.now();
    }
  }
}
