/** How far the cache reaches for what a pane asks. Pure; in words in `coverage-text.ts`. */
import type { Interval, StreamState } from '../src/cache/stored.ts';
import type { Kind } from '../src/domain/record.ts';
import { parseQuery } from '../src/query/parse.ts';
import { answersFor } from '../src/rules/answers.ts';
import { type Coverage, coverageOf } from '../src/sync/coverage.ts';
import { type SyncState, streamState } from '../src/sync/state.ts';
import type { PlatformInfo } from './services.ts';

/** A gap shorter than this (ms) is the time a poll takes. */
const LEAST_HOLE = 1_000;

export interface CoverageAsk {
  readonly kind: Kind;
  readonly query: string;
  readonly streams: readonly StreamState[];
  readonly platforms: readonly PlatformInfo[];
  /** Names of the platforms that are being asked for the first time. */
  readonly polling?: readonly string[];
  readonly now: number;
  readonly longRunningAfter: number;
}

/** What is covered of a stream, and how the stream stands. */
export interface Reach extends Coverage {
  readonly condition: SyncState;
}

/** Coverage of every stream a query can reach, those never synced included. */
export function coverageFor(ask: CoverageAsk): readonly Reach[] {
  const { kind, query, streams, platforms, polling = [], longRunningAfter } = ask;
  // The screen's clock goes in steps: behind the last sync, every window would begin with a hole.
  const now = Math.max(ask.now, ...streams.map(({ syncedAt }) => syncedAt ?? 0));
  const { tree } = parseQuery(query, kind, { now, longRunningAfter });
  const infos = new Map(platforms.map((info) => [info.name, info]));
  const known = streams
    .filter((state) => answersFor(state, kind, infos.get(state.platform)?.derives))
    .map((state) => ({
      platform: state.platform,
      stream: state.stream,
      since: infos.get(state.platform)?.since ?? 0,
      state,
      derived: !state.kinds.includes(kind),
    }));
  const unknown = platforms
    .filter((info) => !known.some(({ platform }) => platform === info.name) && brings(info, kind, streams))
    .map(({ name, since }) => ({ platform: name, stream: kind, since, state: null }));
  const standing = ({ platform, stream, syncedAt }: Coverage): SyncState => {
    const info = infos.get(platform);
    const state = known.find((each) => each.platform === platform && each.stream === stream)?.state;
    const first = syncedAt === null && polling.includes(platform);
    if (info === undefined) return 'fresh';
    if (state === undefined) return first ? 'polling' : 'late';
    const { pollInterval } = info;
    return streamState(state, { now, pollInterval, ...(first ? { polling: new Set([stream]) } : {}) });
  };
  return coverageOf([...known, ...unknown], kind, tree ?? { kind: 'all' }, now).map((each) => ({
    ...each,
    condition: standing(each),
  }));
}

/** Whether a platform of which no stream is known that tells of the kind has one nevertheless. */
function brings(
  { name, kinds, derives }: PlatformInfo,
  kind: Kind,
  streams: readonly StreamState[],
): boolean {
  if (kinds === undefined) return !streams.some(({ platform }) => platform === name);
  return answersFor({ kinds }, kind, derives);
}

/** Nobody can say what is new on a stream that has not been heard from. */
export function isSilent({ condition }: Reach): boolean {
  return condition !== 'fresh' && condition !== 'polling';
}

/** Whether news may be missing at the end of what is asked for; a stretch that ended before needs none. */
export function isBehind(reach: Reach): boolean {
  return reach.syncedAt !== null && isSilent(reach) && reach.to >= reach.syncedAt;
}

/** What is missing inside the window up to the last sync. */
export function holesOf(reach: Reach): readonly Interval[] {
  const { syncedAt, holes } = reach;
  if (syncedAt === null) return [];
  const news = isBehind(reach) ? syncedAt : Number.POSITIVE_INFINITY;
  return holes.filter(({ from, to }) => to - from > LEAST_HOLE && from < news);
}

/** Whether a count over these streams is a floor: one is silent, was never read, or has a hole in what is asked. */
export function isFloor(reaches: readonly Reach[]): boolean {
  return reaches.some((reach) => reach.syncedAt === null || isBehind(reach) || holesOf(reach).length > 0);
}

/** How far a count over these streams can be trusted. */
export type Certainty = 'exact' | 'at least' | 'unknown';

export function certaintyOf(reaches: readonly Reach[]): Certainty {
  if (reaches.every(({ syncedAt }) => syncedAt !== null)) {
    return reaches.some(isBehind) ? 'at least' : 'exact';
  }
  return reaches.some(({ syncedAt }) => syncedAt !== null) ? 'at least' : 'unknown';
}
