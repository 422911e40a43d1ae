/** What lies in a watched folder, and what of it is new since the last look. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type Json } from '../../../domain/json.ts';
import { hashOf } from './read-export.ts';

/** A file as it was when it was last taken; bytes, UTC ms, SHA-256. */
export interface TakenFile {
  readonly size: number;
  readonly mtime: number;
  readonly hash: string;
}

export interface NewFile {
  readonly name: string;
  readonly path: string;
  readonly taken: TakenFile;
}

/** Files of a folder that is looked at as a whole. */
const MOST_FILES = 10_000;
/** What is still being copied there changes again; a program's lock file never becomes an export. */
const EXPORT = /^(?!~\$|\.).*\.(?:xlsx|csv)$/i;

/** The files by name that differ from `known`, oldest first, and what else is known of the folder now. */
export async function lookInto(
  folder: string,
  known: ReadonlyMap<string, TakenFile>,
): Promise<{ readonly fresh: readonly NewFile[]; readonly same: ReadonlyMap<string, TakenFile> }> {
  const names = (await readdir(folder)).filter((name) => EXPORT.test(name)).sort();
  const fresh: NewFile[] = [];
  const same = new Map<string, TakenFile>();
  for (const name of names.slice(0, MOST_FILES)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() !== true) continue;
    const before = known.get(name);
    const { size, mtimeMs: mtime } = found;
    if (before !== undefined && before.size === size && before.mtime === mtime) {
      same.set(name, before);
      continue;
    }
    const hash = await hashOf(path).catch(() => null);
    if (hash === null) continue;
    const taken = { size, mtime, hash };
    // Copied again, touched, restored: the same bytes say nothing new.
    if (before?.hash === hash) same.set(name, taken);
    else fresh.push({ name, path, taken });
  }
  return { fresh: fresh.sort((a, b) => a.taken.mtime - b.taken.mtime), same };
}

/** The files a scan's state names; a state of another making names none. */
export function filesOf(state: Json): ReadonlyMap<string, TakenFile> {
  const files = isObject(state) && isObject(state.files) ? state.files : {};
  const known = new Map<string, TakenFile>();
  for (const [name, file] of Object.entries(files)) {
    if (!isObject(file)) continue;
    const { size, mtime, hash } = file;
    if (typeof size !== 'number' || typeof mtime !== 'number' || typeof hash !== 'string') continue;
    known.set(name, { size, mtime, hash });
  }
  return known;
}

export const stateOf = (files: ReadonlyMap<string, TakenFile>): Json => ({
  files: Object.fromEntries([...files].map(([name, file]) => [name, { ...file }])),
});
