/** What is said of a platform: whether its data is fresh, and what stands in the way when it is not. Pure. */
import type { StreamState } from '../src/cache/stored.ts';
import { platformState as syncState } from '../src/sync/state.ts';
import type { PlatformInfo } from './services.ts';
import type { PlatformState } from './state.ts';

/**
 * `polling` names the streams being asked this moment, `polls` says whether anybody asks at all. Only a first
 * sync is worth a sign of its own: a routine poll is over in a blink.
 */
export function platformState(
  info: PlatformInfo,
  streams: readonly StreamState[],
  polling: ReadonlySet<string>,
  polls: boolean,
  now: number,
  tries: ReadonlyMap<string, number> = new Map(),
): PlatformState {
  const offered = streams.filter((stream) => !stream.notOffered);
  const synced = offered.map((stream) => stream.syncedAt);
  const first = synced.length === 0 || synced.includes(null);
  const known = new Set(
    streams.flatMap(({ stream, syncedAt, notOffered }) => (syncedAt !== null || notOffered ? [stream] : [])),
  );
  // Before anything was said of a platform its first sync is about to begin, here or in another process.
  const underWay = streams.length === 0 ? polls : [...polling].some((stream) => !known.has(stream));
  const condition = syncState(streams, { now, pollInterval: info.pollInterval });
  return {
    name: info.name,
    kind: info.kind,
    condition: underWay && (condition === 'late' || condition === 'fresh') ? 'polling' : condition,
    syncedAt: first ? null : Math.min(...synced.map(Number)),
    failure: offered.find((stream) => stream.failure !== null)?.failure ?? null,
    nextTry: nextTry(offered, tries, now),
    ...(info.derives === undefined ? {} : { derives: info.derives }),
  };
}

/** `tries`: when each stream is to be asked again. */
function nextTry(
  streams: readonly StreamState[],
  tries: ReadonlyMap<string, number>,
  now: number,
): number | null {
  const failing = streams.filter(({ failure }) => failure !== null);
  const coming = failing.map(({ stream }) => tries.get(stream) ?? 0).filter((at) => at > now);
  return coming.length === 0 ? null : Math.min(...coming);
}

/** The names of the platforms that are being asked for the first time. */
export function firstSyncs(platforms: readonly PlatformState[]): readonly string[] {
  return platforms.flatMap(({ name, condition }) => (condition === 'polling' ? [name] : []));
}

/** When the newest data of these is from; null before the first sync. */
export function newestSync(platforms: readonly Pick<PlatformState, 'syncedAt'>[]): number | null {
  const known = platforms.flatMap(({ syncedAt }) => (syncedAt === null ? [] : [syncedAt]));
  return known.length === 0 ? null : Math.max(...known);
}
