/** What a sync hands to the cache and finds in it again: commits, coverage, marks. Plain data; all instants are UTC ms. */
import type { Failure } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import type { Kind, Ref } from '../domain/record.ts';
import type { Bounds, Retention } from '../domain/retention.ts';
import type { Incoming, Mention, Rejected } from '../platforms/port.ts';

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** One platform stream as the cache knows it; the source of every statement about freshness and holes. */
export interface StreamState {
  readonly platform: string;
  readonly stream: string;
  readonly kinds: readonly Kind[];
  /** Fetched without a gap, ascending, disjoint (log streams); for others one interval when swept. */
  readonly covered: readonly Interval[];
  /** The stream's own resume position or scan state, opaque. */
  readonly position: Json;
  /** Last time the stream was known to be caught up, null before the first. */
  readonly syncedAt: number | null;
  readonly attemptedAt: number | null;
  /** What failed last; null after a success. */
  readonly failure: Failure | null;
  /** As the platform said last; while it is down that still holds. */
  readonly notOffered: boolean;
  readonly rejected: number;
  /**
   * Records of this stream's kinds and platform in the cache; those of a kind that several streams bring are counted
   * with the first of them that is offered.
   */
  readonly known: number;
  /** Retention drops what is older (UTC ms); missing where everything is kept. */
  readonly keptFrom?: number;
  /** The stream with which all its records are counted; missing where it counts for itself. */
  readonly countedWith?: string;
}

/** One page, committed in one transaction: records, rejects, coverage and position together or not at all. */
/** The stream archives are kept under; it never says that a platform's log was read without a gap. */
export const ARCHIVE_STREAM = 'archive';

export interface Commit {
  readonly platform: string;
  readonly stream: string;
  readonly kinds: readonly Kind[];
  readonly rows: readonly Incoming[];
  readonly rejected: readonly Rejected[];
  /** Merged into what is covered already. */
  readonly covered?: Interval;
  /** Undefined leaves the position as it is. */
  readonly position?: Json;
  readonly retired?: readonly Ref[];
  /** Keys of what was set aside before and is so no more, each with the keys that begin with it and `: `. */
  readonly cleared?: readonly string[];
  /** Set when this page made the stream caught up. */
  readonly syncedAt?: number;
  /** What is new came out of an archive: the ledger says so. */
  readonly takenIn?: boolean;
  readonly at: number;
}

export interface CommitResult {
  readonly added: number;
  readonly changed: number;
  /** Rows that were not taken because retention would drop them again; missing where there are none. */
  readonly older?: number;
  /** Mentions not yet looked up, or looked up too long ago. */
  readonly unknown: readonly Mention[];
}

/** A read mark on its way to a platform. `all` marks everything the platform holds. */
export interface OutboxItem {
  readonly seq: number;
  readonly platform: string;
  readonly ids: readonly string[];
  readonly attempts: number;
  readonly failure: Failure | null;
  readonly queuedAt: number;
}

/** What a platform answered for some ids of an outbox item. */
export interface MarksTold {
  readonly taken: readonly string[];
  readonly refused: readonly { readonly id: string; readonly failure: Failure }[];
}

export interface ReadMark {
  /** The refs whose mark changed, for the message and for undo. */
  readonly changed: readonly Ref[];
}

/** What the user has written on a record, for this cache only. */
export interface Note {
  readonly ref: Ref;
  readonly text: string;
  readonly at: number;
}

/** What changed since the notice before; sent at most a few times a second. */
/** When records of a kind and platform last changed: another number with each change. */
export interface Stamp {
  readonly kind: Kind;
  readonly platform: string;
  readonly changed: number;
}

export interface ChangeNotice {
  readonly kinds: readonly Kind[];
  readonly platforms: readonly string[];
  /** True when another process wrote. */
  readonly foreign: boolean;
}

/** What of a platform's records is kept. */
export interface Keeping {
  readonly platform: string;
  /** By kind; one that is not named is kept whole. */
  readonly kinds: Retention['kinds'];
  /** Of all these kinds together. */
  readonly all: Pick<Bounds, 'records' | 'bytes'>;
}

/** One step of retention. */
export interface Retained {
  /** Records it took out. */
  readonly removed: number;
  /** What the next step is to be given; null when the round is over. */
  readonly next: Json;
}

/** How much of the disk a cache takes, in bytes. */
export interface DiskUse {
  readonly file: number;
  /** What is written and not in the file yet. */
  readonly log: number;
  /** Of the file, what holds nothing at the moment. */
  readonly free: number;
  /** About what the records of a platform and kind take of the rest. */
  readonly shares: readonly {
    readonly platform: string;
    readonly kind: Kind;
    readonly records: number;
    readonly bytes: number;
  }[];
}
