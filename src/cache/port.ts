/**
 * The cache as the rest of the house sees it. Behind it: one SQLite file (WAL), a writer thread and a
 * reader thread; all SQL lives in this room. Every message is plain data. All instants are UTC ms.
 */
import type { Failure } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import type { Kind, Ref } from '../domain/record.ts';
import type { Mention, Profile, Rejected } from '../platforms/port.ts';
import type {
  Asking,
  Count,
  Figure,
  Group,
  Histogram,
  RowsAnswer,
  RowsRequest,
  Selection,
  SqlAnswer,
  SqlAsk,
  ValueCount,
  WholeRecord,
} from './ask.ts';
import type {
  ArrivalKind,
  Arrivals,
  LedgerHead,
  LedgerPosition,
  LedgerQuestion,
  LedgerVerification,
} from './ledger/answers.ts';
import type {
  ChangeNotice,
  Commit,
  CommitResult,
  DiskUse,
  Interval,
  Keeping,
  MarksTold,
  Note,
  OutboxItem,
  ReadMark,
  Retained,
  StreamState,
} from './stored.ts';

/** The writing half: one writer thread, everything in transactions. */
export interface CacheWriter {
  commit(commit: Commit): Promise<CommitResult>;
  /** Does ahead, in the thread that asks, what a commit of just these rows needs: while another page is written. */
  prepare?(rows: Commit['rows']): void;
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
  /** Writes the user's note on each of the records, in place of one there was; null takes it away. */
  annotate(refs: readonly Ref[], text: string | null, at: number): Promise<void>;
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
  /**
   * One step of retention, a few milliseconds long: drops what is older than what is kept, and what rests on it.
   * `at` is the `next` of the step before, null to begin a round.
   */
  retain(keeping: Keeping, now: number, at: Json): Promise<Retained>;
}

/** The reading half: never waits for the writer. */
export interface CacheReader {
  rows(request: RowsRequest, asking?: Asking): Promise<RowsAnswer>;
  count(selection: Selection, asking?: Asking): Promise<Count>;
  /** `textOver`: documents of more characters come as text, which nobody has to take apart who only looks at it. */
  record(ref: Ref, textOver?: number): Promise<WholeRecord | null>;
  /** The record as JSON text to be read, its secrets masked: made where it holds nobody up. */
  recordText(ref: Ref): Promise<{ readonly text: string; readonly masked: number } | null>;
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
  /**
   * Counts by the value of a field, most first. With `within` (ms) what was counted by then is the answer, and each
   * count says that it is a floor.
   */
  groups(
    request: {
      readonly selection: Selection;
      readonly field: string;
      readonly limit: number;
      readonly within?: number;
    },
    asking?: Asking,
  ): Promise<readonly Group[]>;
  /** Known values of a field that begin with the prefix, for completion. */
  values(kind: Kind, field: string, prefix: string, limit: number): Promise<readonly string[]>;
  /** The same with how many records have each, most first; of a closed set those that none has are missing. */
  valueCounts(kind: Kind, field: string, prefix: string, limit: number): Promise<readonly ValueCount[]>;
  /** Answers a statement that reads, over a connection that cannot write, in a process that ends with it. */
  sql(ask: SqlAsk, asking?: Asking): Promise<SqlAnswer>;
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
  /** The user's notes, the latest first. */
  notes(limit: number): Promise<readonly Note[]>;
  recall(key: string): Promise<Json>;
  /** Records in the cache by kind; of statistics the figures, however many days of them are kept. */
  known(): Promise<Readonly<Record<Kind, number>>>;
  disk(): Promise<DiskUse>;
  /**
   * Records in the order they came to this cache, those after a place (null: from the first on), at most `limit`. Each
   * is told at least once, one that changes again as often as it does; what is gone meanwhile is left out. An answer
   * may be short, or empty, before the end: `upTo` is where to go on. What retention dropped meanwhile is told apart
   * with `droppedSince`: the page of the ledger after which it was.
   */
  arrivals(
    after: LedgerPosition | null,
    kinds: readonly ArrivalKind[],
    limit: number,
    droppedSince?: number,
  ): Promise<Arrivals>;
  /** The end of the chain; with `seq` that page of it, and what a cache without a page answers where there is no such one. */
  ledgerHead(seq?: number): Promise<LedgerHead>;
  /** Holds the audit entries against what arrived, and the ledger against itself; as of the instant it is asked. */
  verifyLedger(question: LedgerQuestion, asking?: Asking): Promise<LedgerVerification>;
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
