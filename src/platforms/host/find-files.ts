import { readdir } from 'node:fs';
import { access } from 'node:fs/promises';
import { glob, isDynamicPattern } from 'tinyglobby';
import { ABSENT, codeOf, fileError } from './failure-words.ts';
import { USUAL_PLACES } from './places.ts';
import type { Root } from './root.ts';

export interface Problem {
  readonly path: string;
  readonly reason: string;
}

export interface Found {
  /** Every matching path once, sorted. */
  readonly paths: readonly string[];
  /** How many paths each glob matched. */
  readonly matches: ReadonlyMap<string, number>;
  /** What the configuration asks for and cannot be looked at: a scan with one of these failed. */
  readonly problems: readonly Problem[];
  /** Folders that would not be listed, configured or usual: what lies in them is not known to be gone. */
  readonly closed: readonly Problem[];
}

/** The kernel's own trees: their files are no files. */
const NEVER = ['proc/**', 'sys/**', 'dev/**'];

/**
 * Expands globs. A usual place this machine does not have, or does not let us see, is no failure; a path the
 * configuration names is.
 */
export async function findFiles(
  globs: readonly string[],
  root: Root,
  depth: number,
  signal: AbortSignal,
): Promise<Found> {
  const paths = new Set<string>();
  const matches = new Map<string, number>();
  const problems: Problem[] = [];
  const closed = new Map<string, Problem>();
  for (const pattern of new Set(globs)) {
    signal.throwIfAborted();
    const usual = USUAL_PLACES.includes(pattern);
    if (!pattern.startsWith('/')) {
      problems.push({ path: pattern, reason: 'is not an absolute path' });
    } else if (!isDynamicPattern(pattern) || (await exists(root.onDisk(pattern)))) {
      // A plain path, or a file whose name looks like a glob: the reader says when there is none.
      paths.add(pattern);
      matches.set(pattern, 1);
    } else {
      const refused: Problem[] = [];
      const found = await expand(pattern, root, depth, refused, signal);
      for (const path of found) paths.add(root.inside(path));
      matches.set(pattern, found.length);
      for (const problem of refused) closed.set(problem.path, problem);
      if (!usual) problems.push(...refused);
    }
  }
  return { paths: [...paths].sort(), matches, problems, closed: [...closed.values()] };
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function expand(
  pattern: string,
  root: Root,
  depth: number,
  refused: Problem[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  // The walker passes over folders it cannot list; listening in on readdir is how we learn of them.
  const listening = ((path: string, options: { withFileTypes: true }, done: (...answer: unknown[]) => void) =>
    readdir(path, options, (error, entries) => {
      if (error !== null && !ABSENT.has(codeOf(error))) {
        refused.push({ path: root.inside(path.replace(/(.)\/+$/, '$1')), reason: fileError(error) });
      }
      done(error, entries);
    })) as unknown as typeof readdir;
  return glob(pattern.replace(/^\/+/, ''), {
    cwd: root.onDisk('/'),
    absolute: true,
    ignore: NEVER,
    expandDirectories: false,
    deep: depth,
    fs: { readdir: listening },
    signal,
  });
}
