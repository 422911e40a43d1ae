/** Opens the cache with its two threads. */
import type { RulesPlan } from '../rules/plan.ts';
import { type CacheWays, callsOver, refused } from './calls.ts';
import { pathOf } from './place.ts';
import type { Cache } from './port.ts';
import type { ChangeNotice } from './stored.ts';
import { startThread, type Thread } from './thread.ts';
import type { Opened } from './worker.ts';

export interface OpenOptions {
  readonly dir: string;
  /** Writing calls are refused with READ_ONLY, and nothing on disk is changed. */
  readonly readOnly?: boolean;
  /** The rules that derive records from every page; none without it. */
  readonly rules?: RulesPlan | null;
  /** Whether writing gives way to what else this process does: where it answers keys. */
  readonly givesWay?: boolean;
}

export interface EarlyOptions extends OpenOptions {
  /** The thread that reads this file, begun before the rest was known. */
  readonly reader: EarlyReader;
}

export interface OpenCache extends Cache {
  /** Ways to the cache's threads for one more thread, past this one. Throws READ_ONLY where nothing may be written. */
  share(): CacheWays;
}

/** A cache that takes questions already, and answers them once it is open. */
export interface OpeningCache {
  readonly cache: OpenCache;
  /** Rejects with a FailureError CACHE_FAILED or CACHE_BUSY when the file cannot be used. */
  readonly opened: Promise<void>;
  /**
   * Starts the thread that writes, if nothing was written yet; rejects as `opened` does. Without it only the
   * first call that writes does so, and no change of another process is heard of.
   */
  startWriting(): Promise<void>;
}

/** Rejects with a FailureError CACHE_FAILED or CACHE_BUSY when the file cannot be used. */
export async function openCache(options: OpenOptions): Promise<OpenCache> {
  // Both threads load at the same time; the reader opens the file when the writer has made it what it should be.
  const { cache, opened } = assembled(options, startReader(options.dir), async (reader, write) => {
    if (options.readOnly !== true) await write();
    await reader.begin(false);
  });
  await opened;
  return cache;
}

/** The thread that reads, which opens a sound file at once. */
export interface EarlyReader {
  readonly thread: Thread;
  /** Whether the file was sound, and how the records in it stood. */
  readonly opened: Promise<Opened>;
}

export function readEarly(dir: string): EarlyReader {
  const thread = startReader(dir);
  const opened = thread.begin(true);
  // Whoever opens the cache with it hears of it.
  opened.catch(() => {});
  return { thread, opened };
}

/** The same cache with what is read first: a sound file is written to only when somebody does. */
export function openEarly({ reader, ...options }: EarlyOptions): OpeningCache {
  const open: Opening = async (thread, write) => {
    if ((await reader.opened).ready) return;
    if (options.readOnly !== true) await write();
    await thread.begin(false);
  };
  return assembled({ ...options, givesWay: true }, reader.thread, open, reader.opened);
}

type Opening = (reader: Thread, write: () => Promise<void>) => Promise<void>;

/** `before`: what the reader found where it was there first. */
function assembled(
  options: OpenOptions,
  reader: Thread,
  open: Opening,
  before?: Promise<Opened>,
): OpeningCache {
  const { dir, readOnly = false, rules = null, givesWay = false } = options;
  const path = pathOf({ dir });
  const listeners = new Set<(notice: ChangeNotice) => void>();
  const { promise: linedUp, resolve: isLinedUp } = Promise.withResolvers<void>();
  if (readOnly) isLinedUp();
  const hear = (event: unknown) => {
    const { notice, linedUp = false } = event as { readonly notice?: ChangeNotice; linedUp?: boolean };
    if (linedUp) isLinedUp();
    if (notice !== undefined) for (const listener of listeners) listener(notice);
  };
  let setAside: string | null = null;
  let writer: Thread | null = null;
  let written: Promise<void> | null = null;
  const write = (): Promise<void> => {
    writer ??= startThread({ role: 'writer', dir, path, rules, givesWay }, hear);
    const thread = writer;
    const begin = async () => {
      const { ready, stamps } = (await before?.catch(() => null)) ?? { ready: false, stamps: [] };
      // What others wrote since the reader began would be told by nobody else.
      const begun = await thread.begin(false, ready ? stamps : undefined);
      setAside = begun.setAside;
    };
    written ??= begin();
    return written;
  };
  const writing = () => {
    if (readOnly) throw refused(path);
    write().catch(() => {});
    return (writer as unknown as Thread).caller;
  };
  const opened = open(reader, write).catch((thrown: unknown) => {
    writer?.end();
    reader.end();
    throw thrown;
  });
  // Whoever waits for it hears of it.
  opened.catch(() => {});
  const cache: OpenCache = {
    ...callsOver(writing, reader.caller),
    path,
    share: () => ({ path, writer: writing().share(), reader: reader.caller.share() }),
    get setAside() {
      return setAside;
    },
    linedUp,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      await reader.caller.close();
      await writer?.caller.close();
    },
  };
  return { cache, opened, startWriting: () => (readOnly ? Promise.resolve() : write()) };
}

const startReader = (dir: string): Thread =>
  startThread({ role: 'reader', dir, path: pathOf({ dir }), rules: null }, () => {});
