/** What lies in a watched folder, and what of it is new since the last look. */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MINUTE, SECOND } from '../../../domain/time.ts';
import { hashOf } from './export-file.ts';
import type { FileStamp, FolderState, TakenFile } from './folder-state.ts';

export interface NewFile {
  readonly name: string;
  readonly path: string;
  readonly taken: TakenFile;
  /** Still being written, as far as anybody can tell: its last line may be cut. */
  readonly young: boolean;
  /** As it was taken before, where that was the beginning of what it is now. */
  readonly earlier: TakenFile | null;
}

export interface Looked {
  /** Oldest first. */
  readonly fresh: readonly NewFile[];
  readonly same: ReadonlyMap<string, TakenFile>;
  /** What changed a moment ago, as it was seen: taken when the next look finds it so again. */
  readonly waiting: ReadonlyMap<string, FileStamp>;
  /** Names that were known and are there no more. */
  readonly gone: readonly string[];
}

/** Files of a folder that is looked at as a whole. */
const MOST_FILES = 10_000;
/** What is still being copied there changes again; a program's lock file never becomes an export. */
const EXPORT = /^(?!~\$|\.).*\.(?:xlsx|csv)$/i;
/** A file nobody has written to for so long is whole, even at the first look. */
const SETTLED = 5 * SECOND;
/** Until then a line without an end may be one that is still to come. */
const YOUNG = MINUTE;

/** The files that differ from what is known and have come to rest by `now` (UTC ms), and what else lies there. */
export async function lookInto(folder: string, known: FolderState, now: number): Promise<Looked> {
  const names = (await readdir(folder)).filter((name) => EXPORT.test(name)).sort();
  const fresh: NewFile[] = [];
  const same = new Map<string, TakenFile>();
  const waiting = new Map<string, FileStamp>();
  for (const name of names.slice(0, MOST_FILES)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() !== true) continue;
    const before = known.files.get(name);
    const stamp = { size: found.size, mtime: found.mtimeMs };
    const young = now - stamp.mtime < YOUNG;
    const unchanged = before !== undefined && equal(before, stamp);
    if (unchanged && (before.cut !== true || young)) {
      same.set(name, before);
      continue;
    }
    // A file of the future tells nothing of its age.
    const settled = now - stamp.mtime >= SETTLED || equal(known.waiting.get(name), stamp);
    if (!settled) {
      waiting.set(name, stamp);
      if (before !== undefined) same.set(name, before);
      continue;
    }
    const hash = await hashOf(path).catch(() => null);
    if (hash === null) continue;
    // Copied again, touched, restored: the same bytes say nothing new.
    if (before?.hash === hash && before.cut !== true) {
      same.set(name, { ...before, ...stamp });
      continue;
    }
    const cut = young && /\.csv$/i.test(name) && !(await endsWithLine(path, stamp.size));
    const taken: TakenFile = { ...stamp, hash, ...(cut ? { cut } : {}) };
    const earlier = before !== undefined && (await beginsWith(path, stamp, before)) ? before : null;
    fresh.push({ name, path, taken, young, earlier });
  }
  const lying = new Set(names);
  return {
    fresh: fresh.sort((a, b) => a.taken.mtime - b.taken.mtime),
    same,
    waiting,
    gone: [...known.files.keys()].filter((name) => !lying.has(name)),
  };
}

const equal = (one: FileStamp | undefined, other: FileStamp): boolean =>
  one !== undefined && one.size === other.size && one.mtime === other.mtime;

/** Whether a file grew out of what was taken before: only then is what that said more than this does void. */
async function beginsWith(path: string, now: FileStamp, before: TakenFile): Promise<boolean> {
  if (before.size === 0 || before.size > now.size) return false;
  return (await hashOf(path, before.size).catch(() => null)) === before.hash;
}

async function endsWithLine(path: string, size: number): Promise<boolean> {
  const file = await open(path);
  try {
    const tail = Buffer.alloc(Math.min(2, size));
    await file.read(tail, 0, tail.length, size - tail.length);
    // The last character is two bytes in UTF-16.
    const last = tail.at(-1) === 0 ? tail.at(-2) : tail.at(-1);
    return last === 0x0a || last === 0x0d;
  } finally {
    await file.close();
  }
}
