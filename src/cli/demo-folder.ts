/** The folder that holds the demo's world and cache. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError } from '../domain/failure.ts';

const WORLD = 'world.json';
const CACHE = /^cache\.sqlite/;

async function names(dir: string): Promise<readonly string[]> {
  return readdir(dir).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return [];
    throw thrown;
  });
}

/** Throws where the folder holds somebody's real cache: the demo must not mix into it, let alone clear it. */
export async function refuseRealCache(dir: string): Promise<void> {
  const found = await names(dir);
  if (found.includes(WORLD) || !found.some((name) => CACHE.test(name))) return;
  throw new FailureError({
    code: 'USAGE',
    what: `${dir} holds a cache that is not the demo's`,
    next: 'Name another folder with --cache, or none.',
    where: dir,
  });
}

/** Forgets what was cached of a world that is no more. */
export async function clearCache(dir: string): Promise<void> {
  for (const name of await names(dir)) if (CACHE.test(name)) await rm(join(dir, name), { force: true });
}
