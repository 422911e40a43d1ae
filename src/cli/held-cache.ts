/** Notices when the file of the cache is deleted under a running console: its threads go on with one nobody finds again. */
import { stat } from 'node:fs/promises';
import type { Cache } from '../cache/port.ts';
import { FailureError } from '../domain/failure.ts';

/** How often it is looked for, besides whenever the user has something kept (ms). */
const EVERY = 2_000;

export interface HeldCache {
  /** The same cache; what the user has kept is refused with CACHE_FAILED where no file would keep it. */
  readonly cache: Cache;
  /** Calls back once, when the file is gone; returns the way to stop it. */
  onGone(listener: () => void): () => void;
  close(): void;
}

/** `opened`: when the file is what it stays from then on. */
export function heldCache(cache: Cache, opened: Promise<void>, every = EVERY): HeldCache {
  const listeners = new Set<() => void>();
  let file: string | null = null;
  let gone = false;
  /** Which file lies at the path; null where there is none. */
  const found = (): Promise<string | null> =>
    stat(cache.path).then(
      ({ dev, ino }) => `${dev} ${ino}`,
      () => null,
    );
  const look = async (): Promise<boolean> => {
    if (gone || file === null) return gone;
    const now = await found();
    if (now !== file && !gone) {
      gone = true;
      clearInterval(timer);
      for (const listener of listeners) listener();
    }
    return gone;
  };
  const timer = setInterval(() => void look(), every);
  timer.unref();
  const begin = async (): Promise<void> => {
    await opened;
    file = await found();
  };
  // Whoever opens it hears of what went wrong.
  begin().catch(() => {});
  const kept =
    <A extends readonly unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (await look()) throw deleted(cache.path);
      return call(...given);
    };
  return {
    cache: {
      ...cache,
      // Known only when it is open.
      get setAside() {
        return cache.setAside ?? null;
      },
      markRead: kept(cache.markRead),
      pin: kept(cache.pin),
      annotate: kept(cache.annotate),
      mute: kept(cache.mute),
      remember: kept(cache.remember),
    },
    onGone(listener) {
      listeners.add(listener);
      if (gone) listener();
      return () => listeners.delete(listener);
    },
    close: () => clearInterval(timer),
  };
}

function deleted(path: string): FailureError {
  return new FailureError({
    code: 'CACHE_FAILED',
    what: 'the file of the cache was deleted',
    cause: `${path} is gone, or another file is in its place`,
    next: 'Leave the console and start it again: it fetches everything anew.',
    where: path,
  });
}
