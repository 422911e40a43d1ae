/** One look at one stream: what the walks share, and the one way a page gets into the cache. */
import type { Cache } from '../cache/port.ts';
import type { Commit, Interval, StreamState } from '../cache/stored.ts';
import type { Failure } from '../domain/failure.ts';
import type { Mention, Page, Stream } from '../platforms/port.ts';
import type { Tell } from './events.ts';
import type { Tally } from './outcome.ts';

/** What of the cache the engine uses. */
export type SyncCache = Pick<
  Cache,
  | 'commit'
  | 'prepare'
  | 'note'
  | 'saveProfiles'
  | 'outbox'
  | 'outboxDone'
  | 'markRead'
  | 'record'
  | 'lease'
  | 'release'
  | 'streams'
  | 'open'
  | 'unknown'
  | 'retain'
>;

export interface Look<S extends Stream = Stream> {
  /** Name of the platform. */
  readonly platform: string;
  readonly stream: S;
  readonly cache: SyncCache;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  /** What the cache knew of the stream when the look began. */
  readonly state: StreamState | null;
  /** From `since` ago to the instant the look began. */
  readonly window: Interval;
  /** Read everything there is (a catch-up), rather than what a poll needs. */
  readonly thorough: boolean;
  /** Why holes are left alone this time: they could not be filled a short while ago. Null to try them. */
  readonly holesLeft: Failure | null;
  /** A walk longer than this (ms) stops at page edges to read the news. */
  readonly newsEvery: number;
  readonly tally: Tally;
  readonly tell: Tell;
  readonly mentioned: (mentions: readonly Mention[]) => void;
}

/** How a look ended. */
export interface LookEnd {
  readonly failure: Failure | null;
  /** Set when walks went to the end and something is still missing: the failure says what. */
  readonly holeLeft?: boolean;
  readonly complete: boolean;
  /** The instant up to which the stream is caught up now; null when it is not. */
  readonly syncedAt: number | null;
}

/**
 * Commits one page with what it proves, counts it and says so; gives how many rows retention did not let in. Throws
 * what the cache throws.
 */
export async function commitPage(
  look: Look,
  page: Pick<Page, 'rows' | 'rejected'> & { readonly total?: number | null },
  proof: Partial<Pick<Commit, 'covered' | 'position' | 'syncedAt' | 'retired' | 'cleared'>>,
): Promise<number> {
  const { platform, stream, tally } = look;
  const result = await look.cache.commit({
    platform,
    stream: stream.name,
    kinds: stream.kinds,
    rows: page.rows,
    rejected: page.rejected,
    at: look.clock(),
    ...proof,
  });
  tally.pages += 1;
  tally.rows += page.rows.length;
  tally.added += result.added;
  tally.changed += result.changed;
  tally.rejected += page.rejected.length;
  tally.synced ||= proof.syncedAt !== undefined;
  look.mentioned(result.unknown);
  const total = page.total ?? null;
  // Where slices meet some are read twice: they are no more for it.
  const rows = Math.min(tally.rows, total ?? tally.rows);
  look.tell({ kind: 'progress', platform, stream: stream.name, pages: tally.pages, rows, total });
  return result.older ?? 0;
}
