/** How a platform stands, as one word the header, the `platforms` command and the daily check share. */
import type { StreamState } from '../cache/stored.ts';
import { FAILURES, type Failure } from '../domain/failure.ts';

export const SYNC_STATES = ['fresh', 'polling', 'late', 'out of reach', 'not authorised'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/** Data older than this many polls is late. */
export const LATE_AFTER_POLLS = 3;

type Known = Pick<StreamState, 'stream' | 'syncedAt' | 'failure' | 'notOffered'>;

export interface StateContext {
  readonly now: number;
  /** Milliseconds between polls; by stream where they differ (a scan has its own interval). */
  readonly pollInterval: number | ((stream: string) => number);
  /** Names of the streams being asked this moment. */
  readonly polling?: ReadonlySet<string>;
}

/** The state of one stream; a stream that is not offered is fresh by definition. */
export function streamState(stream: Known, { now, pollInterval, polling }: StateContext): SyncState {
  if (stream.notOffered) return 'fresh';
  const refused = stream.failure === null ? null : failureState(stream.failure);
  if (refused !== null) return refused;
  if (polling?.has(stream.stream)) return 'polling';
  const interval = typeof pollInterval === 'number' ? pollInterval : pollInterval(stream.stream);
  const late = stream.syncedAt === null || now - stream.syncedAt > LATE_AFTER_POLLS * interval;
  return late ? 'late' : 'fresh';
}

/**
 * The state of a platform: that of its worst stream. A platform of which nothing is known yet is polling
 * while it is asked, late otherwise.
 */
export function platformState(streams: readonly Known[], context: StateContext): SyncState {
  if (streams.length === 0) return (context.polling?.size ?? 0) > 0 ? 'polling' : 'late';
  const states = streams.map((stream) => streamState(stream, context));
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'fresh';
}

const WORST_FIRST: readonly SyncState[] = ['not authorised', 'out of reach', 'late', 'polling', 'fresh'];

function failureState({ code }: Failure): SyncState | null {
  // The exit codes of the contract tell them apart already: 4 is not authorised, 3 out of reach.
  const { exit } = FAILURES[code];
  return exit === 4 ? 'not authorised' : exit === 3 ? 'out of reach' : null;
}
