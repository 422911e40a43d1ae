/**
 * The cache as the rest of the house sees it. Behind it: one SQLite file (WAL), a writer thread and a
 * reader thread; all SQL lives in this room. Every message is plain data. All instants are UTC ms.
 */
import type { Failure } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import type { AnyRecord, Kind, Origin, Ref } from '../domain/record.ts';
import type { Incoming, Mention, Profile, Rejected } from '../platforms/port.ts';

/** Which records are meant: a query text over one kind, read at one instant. */
export interface Selection {
  readonly kind: Kind;
  readonly query: string;
  readonly now: number;
  /** Milliseconds after which a RUNNING job is stuck. */
  readonly longRunningAfter: number;
  /** Records newer than this are `is:new`; null means none are. */
  readonly newSince?: number | null;
}

/** `field` is a column path, or `time` for the kind's own time (the default: `time` descending, then id). */
export interface Sort {
  readonly field: string;
  readonly descending: boolean;
}

/** Where a row stands in an order; opaque to everyone but the cache. */
export type Cursor = Json;

export interface RowsRequest {
  readonly selection: Selection;
  /** Several keys are allowed: severity, then time. */
  readonly sort?: readonly Sort[];
  readonly limit: number;
  /** Begin after or before a row, at the start (default) or the end, or so that `around` is on the page. */
  readonly at?:
    | { readonly after: Cursor }
    | { readonly before: Cursor }
    | { readonly around: Ref }
    | 'start'
    | 'end';
  /** With payload, output, details and raw; lists leave them out. */
  readonly whole?: boolean;
}

export interface Row {
  readonly ref: Ref;
  readonly record: AnyRecord;
  /** Set where who acted is deleted at the platform, or no more known there. */
  readonly gone?: boolean;
  readonly cursor: Cursor;
}

export interface RowsAnswer {
  readonly rows: readonly Row[];
  /** No row lies before the first, none after the last. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** How far an unindexed search has come; `scanned` of `total` records looked at. */
export interface Progress {
  readonly scanned: number;
  readonly total: number;
  /** The rows found so far, newest first (rows requests only). */
  readonly rows?: readonly Row[];
}

export interface Count {
  readonly matched: number;
  /** False while (or when cancelled before) the count is a floor. */
  readonly exact: boolean;
}

export interface Asking {
  /** Aborting ends the work within a slice; the promise rejects with CANCELLED. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** A record with all that is known of it. */
export interface WholeRecord {
  readonly record: AnyRecord;
  /** JSON text of the row as the platform delivered it. */
  readonly raw: string | null;
  /** What look-ups know of its actor and account, with the instant of the look-up. */
  readonly profiles: readonly (Profile & { readonly fetchedAt: number })[];
  readonly firstSeenAt: number;
  readonly changedAt: number;
}

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
  /** The stream with which all its records are counted; missing where it counts for itself. */
  readonly countedWith?: string;
}

/** One page, committed in one transaction: records, rejects, coverage and position together or not at all. */
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
  readonly at: number;
}

export interface CommitResult {
  readonly added: number;
  readonly changed: number;
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

/** What changed since the notice before; sent at most a few times a second. */
export interface ChangeNotice {
  readonly kinds: readonly Kind[];
  readonly platforms: readonly string[];
  /** True when another process wrote. */
  readonly foreign: boolean;
}

/** A figure over its kept daily snapshots, newest last; one series of a platform, account and origin. */
export interface Figure {
  readonly platform: string;
  readonly category: string;
  readonly name: string;
  readonly unit: string | null;
  readonly at: number;
  readonly value: number;
  readonly origin: Origin;
  /** The snapshot of one UTC day before and of seven; null when that day has none. */
  readonly dayAgo: number | null;
  readonly weekAgo: number | null;
  readonly series: readonly { readonly at: number; readonly value: number }[];
  readonly ref: Ref;
}

/** Counts by time: `counts[i]` of `[from + i*width, from + (i+1)*width)`. With `by`, one series a value. */
export interface Histogram {
  readonly from: number;
  readonly width: number;
  readonly series: readonly { readonly value: string | null; readonly counts: readonly number[] }[];
  readonly exact: boolean;
}

export interface Group {
  readonly value: string | null;
  readonly count: number;
}

/** The writing half: one writer thread, everything in transactions. */
export interface CacheWriter {
  commit(commit: Commit): Promise<CommitResult>;
  /** Extends coverage or records the outcome of an attempt without rows. */
  note(note: {
    readonly platform: string;
    readonly stream: string;
    readonly kinds: readonly Kind[];
    readonly at: number;
    readonly failure: Failure | null;
    readonly notOffered?: boolean;
    readonly syncedAt?: number;
    readonly covered?: Interval;
    readonly position?: Json;
  }): Promise<void>;
  saveProfiles(platform: string, profiles: readonly Profile[], at: number): Promise<void>;
  /**
   * Local read marks; with `queue`, one outbox entry a platform is written in the same transaction (only for
   * alerts of platforms named there). Unmarking takes back what is still queued; for alerts of platforms named
   * there it holds against what the platform says.
   */
  markRead(refs: readonly Ref[], read: boolean, at: number, queue: readonly string[]): Promise<ReadMark>;
  /**
   * Ends an outbox item (`failure` null) or keeps with the reason what of it is left. Ids `told` of leave it:
   * those taken for good, each refused one into an item of its own, with its reason.
   */
  outboxDone(seq: number, failure: Failure | null, told?: MarksTold): Promise<void>;
  pin(refs: readonly Ref[], pinned: boolean): Promise<void>;
  /** Failures of these causes are known from now on (`is:muted`), or no more. */
  mute(causes: readonly string[], muted: boolean, at: number): Promise<void>;
  /** Small named values that survive (views, first-run answers, demo state). */
  remember(key: string, value: Json): Promise<void>;
  /**
   * The right to sync a platform, for `ttl` ms: one process at a time polls a platform.
   * True when held (again) by `owner`.
   */
  lease(platform: string, owner: string, ttl: number, now: number): Promise<boolean>;
  release(owner: string): Promise<void>;
}

/** The reading half: never waits for the writer. */
export interface CacheReader {
  rows(request: RowsRequest, asking?: Asking): Promise<RowsAnswer>;
  count(selection: Selection, asking?: Asking): Promise<Count>;
  record(ref: Ref): Promise<WholeRecord | null>;
  /** The refs a selection means, at most `limit`, in the default order. */
  refs(selection: Selection, limit: number, asking?: Asking): Promise<readonly Ref[]>;
  histogram(
    request: {
      readonly selection: Selection;
      readonly from: number;
      readonly to: number;
      readonly buckets: number;
      readonly by?: string;
      /** For a picture: what takes too long to count is estimated, and the answer says it is not exact. */
      readonly roughly?: boolean;
    },
    asking?: Asking,
  ): Promise<Histogram>;
  /** Counts by the value of a field, most first. */
  groups(
    request: { readonly selection: Selection; readonly field: string; readonly limit: number },
    asking?: Asking,
  ): Promise<readonly Group[]>;
  /** Known values of a field that begin with the prefix, for completion. */
  values(kind: Kind, field: string, prefix: string, limit: number): Promise<readonly string[]>;
  figures(query: string, now: number): Promise<readonly Figure[]>;
  streams(): Promise<readonly StreamState[]>;
  rejected(
    platform: string,
    limit: number,
  ): Promise<readonly (Rejected & { readonly stream: string; readonly at: number })[]>;
  outbox(platform?: string): Promise<readonly OutboxItem[]>;
  profiles(
    platform: string,
    mentions: readonly Mention[],
  ): Promise<readonly (Profile & { readonly fetchedAt: number })[]>;
  /**
   * Users and accounts that records name and no look-up has ever told about, at most `limit`; with `now` (UTC ms)
   * after them some that were looked up too long ago, the oldest first.
   */
  unknown(platform: string, limit: number, now?: number): Promise<readonly Mention[]>;
  /** Refs of the stream's records that may still change: RUNNING or QUEUED jobs, unread alerts. */
  open(platform: string, kind: Kind, limit: number): Promise<readonly Ref[]>;
  /** The causes of failures that are known, the latest first. */
  muted(): Promise<readonly { readonly cause: string; readonly at: number }[]>;
  recall(key: string): Promise<Json>;
  /** Records in the cache by kind; of statistics the figures, however many days of them are kept. */
  known(): Promise<Readonly<Record<Kind, number>>>;
}

export interface Cache extends CacheReader, CacheWriter {
  /** Calls back after commits of this and other processes; returns the way to stop it. */
  onChange(listener: (notice: ChangeNotice) => void): () => void;
  /** Where the file lies, for messages. */
  readonly path: string;
  /** Where a damaged file was moved when this cache was opened; null when it was sound. */
  readonly setAside?: string | null;
  /**
   * Resolves when the derived records of a cache that other rules derived are in line with those in force. A
   * process that closes the cache before leaves that to the next.
   */
  readonly linedUp?: Promise<void>;
  close(): Promise<void>;
}
