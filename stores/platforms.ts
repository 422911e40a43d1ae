/** What is said of a platform: whether its data is fresh, and what stands in the way when it is not. Pure. */
import type { StreamState } from '../src/cache/port.ts';
import { platformState as syncState } from '../src/sync/state.ts';
import type { PlatformInfo } from './services.ts';
import type { PlatformState } from './state.ts';

export function platformState(
  info: PlatformInfo,
  streams: readonly StreamState[],
  polling: ReadonlySet<string>,
  now: number,
): PlatformState {
  const offered = streams.filter((stream) => !stream.notOffered);
  const synced = offered.map((stream) => stream.syncedAt);
  const first = synced.length === 0 || synced.includes(null);
  return {
    name: info.name,
    kind: info.kind,
    condition: syncState(streams, {
      now,
      pollInterval: info.pollInterval,
      // Only a first sync is worth a sign of its own: a routine poll is over in a blink.
      ...(first ? { polling } : {}),
    }),
    syncedAt: first ? null : Math.min(...synced.map(Number)),
    failure: offered.find((stream) => stream.failure !== null)?.failure ?? null,
  };
}

/** Age of the newest data of all platforms; null before the first sync. */
export function newestSync(platforms: readonly PlatformState[]): number | null {
  const known = platforms.flatMap(({ syncedAt }) => (syncedAt === null ? [] : [syncedAt]));
  return known.length === 0 ? null : Math.max(...known);
}
