/**
 * Why polls fail that the cache cannot keep: what is wrong with a platform is read there, but where the disk is full
 * or its folder not writable any more, it is the cache itself that fails, and holds nothing of it.
 */
import type { StreamState } from '../../src/cache/stored.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { SyncEvent } from '../../src/sync/events.ts';

type Ended = Extract<SyncEvent, { readonly kind: 'ended' }>;

export interface Unkept {
  /** Hears of a poll that ended; the failure where it is one that was not known yet. */
  ended(event: Ended): Failure | null;
  /** What the cache knows of the streams, with what it could not keep. */
  laidOn(streams: readonly StreamState[]): readonly StreamState[];
}

export function createUnkept(): Unkept {
  const failing = new Map<string, Ended>();
  return {
    ended(event) {
      const key = JSON.stringify([event.platform, event.stream]);
      const { failure } = event.outcome;
      if (failure?.code !== 'CACHE_FAILED' && failure?.code !== 'CACHE_BUSY') {
        failing.delete(key);
        return null;
      }
      const known = [...failing.values()].some(({ outcome }) => outcome.failure?.what === failure.what);
      failing.set(key, event);
      return known ? null : failure;
    },
    laidOn(streams) {
      if (failing.size === 0) return streams;
      const own = streams.map((state) => {
        const event = failing.get(JSON.stringify([state.platform, state.stream]));
        return event === undefined ? state : { ...state, failure: event.outcome.failure };
      });
      const isKnown = (event: Ended) =>
        streams.some(({ platform, stream }) => platform === event.platform && stream === event.stream);
      return [...own, ...[...failing.values()].filter((event) => !isKnown(event)).map(unheardOf)];
    },
  };
}

/** A stream the cache has never held anything of. */
function unheardOf({ platform, stream, outcome }: Ended): StreamState {
  const { failure } = outcome;
  const nothing = { kinds: [], covered: [], position: null, syncedAt: null, attemptedAt: null };
  return { platform, stream, ...nothing, failure, notOffered: false, rejected: 0, known: 0 };
}
