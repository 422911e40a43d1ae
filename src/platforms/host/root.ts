import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';

/** The tree files are read in: `/` outside tests. Paths in settings and records are as seen from inside. */
export interface Root {
  /** Where a path of the settings lies on disk. */
  readonly onDisk: (path: string) => string;
  /** A path on disk as settings would write it; one outside the root stays as it is. */
  readonly inside: (path: string) => string;
}

export async function openRoot(folder: string): Promise<Root> {
  const base = await realpath(folder).catch(() => resolve(folder));
  return {
    onDisk: (path) => join(base, path),
    inside(path) {
      const below = relative(base, path);
      return below.startsWith('..') || isAbsolute(below) ? path : `/${below}`;
    },
  };
}
