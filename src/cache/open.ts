/** Opens the cache with its two threads. */
import type { RulesPlan } from '../rules/plan.ts';
import { type CacheWays, callsOver, refused } from './calls.ts';
import { pathOf } from './place.ts';
import type { Cache } from './port.ts';
import type { ChangeNotice } from './stored.ts';
import { startThread, type Thread } from './thread.ts';

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
  /** Whether the file was sound. */
  readonly sound: Promise<boolean>;
}

export function readEarly(dir: string): EarlyReader {
  const thread = startReader(dir);
  const sound = thread.begin(true).then(({ ready }) => ready);
  // Whoever opens the cache with it hears of it.
  sound.catch(() => {});
  return { thread, sound };
}

/** The same cache with what is read first: a sound file is written to only when somebody does. */
export function openEarly({ reader, ...options }: EarlyOptions): OpeningCache {
  return assembled({ ...options, givesWay: true }, reader.thread, async (thread, write) => {
    if (await reader.sound) return;
    if (options.readOnly !== true) await write();
    await thread.begin(false);
  });
}

type Opening = (reader: Thread, write: () => Promise<void>) => Promise<void>;

function assembled(options: OpenOptions, reader: Thread, open: Opening): OpeningCache {
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
    written ??= thread.begin(false).then((begun) => {
      setAside = begun.setAside;
    });
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
