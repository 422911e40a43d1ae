/** What is said of a platform: whether its data is fresh, and what stands in the way when it is not. Pure. */
import type { StreamState } from '../src/cache/port.ts';
import type { Failure } from '../src/domain/failure.ts';
import type { PlatformInfo } from './services.ts';
import type { PlatformCondition, PlatformState } from './state.ts';

/** Data older than this many polls is late. */
const LATE_POLLS = 3;

export function platformState(
  info: PlatformInfo,
  streams: readonly StreamState[],
  polling: boolean,
  now: number,
): PlatformState {
  const offered = streams.filter((stream) => !stream.notOffered);
  const failure = offered.find((stream) => stream.failure !== null)?.failure ?? null;
  const synced = offered.map((stream) => stream.syncedAt);
  const syncedAt =
    synced.length === 0 || synced.includes(null) ? null : Math.min(...synced.map((at) => at ?? 0));
  return {
    name: info.name,
    kind: info.kind,
    condition: conditionOf(info, failure, syncedAt, polling, now),
    syncedAt,
    failure,
  };
}

function conditionOf(
  info: PlatformInfo,
  failure: Failure | null,
  syncedAt: number | null,
  polling: boolean,
  now: number,
): PlatformCondition {
  if (failure?.code === 'UNAUTHORISED' || failure?.code === 'FORBIDDEN') return 'unauthorised';
  if (failure !== null) return 'unreachable';
  // A first sync takes its time; only it is worth a moving sign, a routine poll is over in a blink.
  if (syncedAt === null) return polling ? 'polling' : 'waiting';
  return now - syncedAt > LATE_POLLS * info.pollInterval ? 'late' : 'fresh';
}

/** Age of the newest data of all platforms; null before the first sync. */
export function newestSync(platforms: readonly PlatformState[]): number | null {
  const known = platforms.flatMap(({ syncedAt }) => (syncedAt === null ? [] : [syncedAt]));
  return known.length === 0 ? null : Math.max(...known);
}
