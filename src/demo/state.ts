/** The file that makes a second start continue the same world: when it began, and what clients changed in it. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NO_MARKS } from './ssl-clm/marks.ts';
import type { DemoState } from './start.ts';

export interface Continued {
  readonly seed: number;
  readonly entries: number;
  readonly start: number;
  readonly state: DemoState;
  /** Whether this is a new world: what is cached of another one no longer means anything. */
  readonly fresh: boolean;
  /** Why a new world was started although there was a file; null otherwise. */
  readonly notice: string | null;
  /** Stores what clients changed; writes follow each other. */
  save(state: DemoState): Promise<void>;
}

const FILE = 'world.json';

interface Stored {
  readonly seed: number;
  readonly entries: number;
  readonly start: number;
  readonly state: DemoState;
}

function checked(value: unknown): Stored | null {
  if (typeof value !== 'object' || value === null) return null;
  const { seed, entries, start, readAlerts = [], readUntil = null } = value as Record<string, unknown>;
  const numbers = [seed, entries, start].every((one) => Number.isSafeInteger(one));
  const marks = Array.isArray(readAlerts) && readAlerts.every((id) => typeof id === 'string');
  if (!numbers || !marks || (readUntil !== null && !Number.isSafeInteger(readUntil))) return null;
  return {
    seed: seed as number,
    entries: entries as number,
    start: start as number,
    state: { readAlerts, readUntil: readUntil as number | null },
  };
}

async function read(path: string): Promise<Stored | 'none' | 'damaged'> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'damaged';
  }
  try {
    return checked(JSON.parse(text)) ?? 'damaged';
  } catch {
    return 'damaged';
  }
}

/** Written whole or not at all: a reader never sees half a file. */
async function store(path: string, { seed, entries, start, state }: Stored): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify({ seed, entries, start, ...state })}\n`, { mode: 0o600 });
  await rename(draft, path);
}

/**
 * The world kept in `dir/world.json`, or a new one that begins at `now` (UTC ms) when there is none, it cannot be
 * read, or another seed or size is asked for. Rejects when the folder cannot be written.
 */
export async function continueWorld(
  dir: string,
  { seed, entries, now }: { readonly seed: number; readonly entries: number; readonly now: number },
): Promise<Continued> {
  const path = join(dir, FILE);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const stored = await read(path);
  const same = typeof stored === 'object' && stored.seed === seed && stored.entries === entries;
  const world: Stored = same ? stored : { seed, entries, start: now, state: NO_MARKS };
  if (!same) await store(path, world);
  let writing: Promise<void> = Promise.resolve();
  return {
    ...world,
    fresh: !same,
    notice:
      stored === 'damaged'
        ? `${path} could not be read; a new world begins.`
        : typeof stored === 'object' && !same
          ? `Another seed or size was asked for; a new world begins.`
          : null,
    save(state) {
      writing = writing.catch(() => {}).then(() => store(path, { ...world, state }));
      return writing;
    },
  };
}
