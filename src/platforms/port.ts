/**
 * What a platform is to the rest of the house. A platform declares streams; the sync engine drives them.
 * Nothing here knows HTTP: a platform folder turns its wire format into these shapes, the shared engine
 * (`http`, `paging`, `budget`, `classify`) does the talking.
 */
import type { Failure, Result } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';

/** A record with the platform's own JSON, kept whole beside it. */
export interface Incoming {
  readonly record: AnyRecord;
  /** JSON text of the row as delivered; null where there is none (a record we derive ourselves). */
  readonly raw: string | null;
  /** The body of the record that is the whole row: what is parsed from `raw`. */
  readonly wholeIn?: 'details' | 'payload' | 'output';
}

/** A row that could not be mapped: counted, kept with its reason, never a reason to drop its page. */
export interface Rejected {
  /** The row's id where it has a readable one, else a hash of the row: a second poll counts it once. */
  readonly key: string;
  readonly reason: string;
  /** JSON text of the row, cut at 2,000 characters. */
  readonly sample: string;
}

export interface Page {
  readonly rows: readonly Incoming[];
  readonly rejected: readonly Rejected[];
  /** Where the next page begins, opaque to all but the stream's paging; null at the end. JSON-safe. */
  readonly next: Json;
  /** How many rows the platform says match in all; null when it does not say. */
  readonly total: number | null;
}

export interface Mention {
  readonly type: 'user' | 'account';
  readonly id: string;
}

export interface PageAsk {
  /** Rows older than this need not be delivered (UTC ms); more may be. */
  readonly from: number | null;
  /** Rows newer than this need not be delivered (UTC ms); more may be. */
  readonly to: number | null;
  /** `next` of the page before, null for the first. */
  readonly cursor: Json;
  readonly signal: AbortSignal;
}

interface StreamBase {
  /** Unique in its platform: `audit`, `jobs`, `alerts`, `scan`. */
  readonly name: string;
  readonly kinds: readonly Kind[];
  /** A 404 means "not offered" rather than a failure. */
  readonly optional?: boolean;
}

/** Append-only records (audit logs). Covered intervals are kept; polls ask only for news. */
export interface LogStream extends StreamBase {
  readonly mode: 'log';
  page(ask: PageAsk): Promise<Result<Page>>;
}

/** Records that change in place (jobs, alerts): open ones are re-read each poll, the rest swept now and then. */
export interface ChangingStream extends StreamBase {
  readonly mode: 'changing';
  page(ask: PageAsk): Promise<Result<Page>>;
  /** Whether a record may still change: a RUNNING job, an unread alert. */
  isOpen(record: AnyRecord): boolean;
  /** Whether a poll at `now` (UTC ms) goes after an open record, wherever in the list it is; absent: after each. */
  isPolled?(record: AnyRecord, now: number): boolean;
}

/** Everything known at one look (a scan of files and endpoints): state in, records and state out. */
export interface ScanStream extends StreamBase {
  readonly mode: 'scan';
  /** Milliseconds between looks. */
  readonly interval: number;
  scan(ask: ScanAsk): Promise<Result<Scan>>;
}
export interface ScanAsk {
  /** What the last scan returned as `state`; null at the first. */
  readonly state: Json;
  readonly now: number;
  readonly signal: AbortSignal;
  /** Told as the scan goes, for progress. */
  readonly onStep?: (done: number, total: number) => void;
}
export interface Scan {
  readonly rows: readonly Incoming[];
  readonly rejected: readonly Rejected[];
  /** The time the rows are known to cover, UTC ms; without it the whole window that was asked for. */
  readonly covered?: readonly { readonly from: number; readonly to: number }[];
  /** Refs of records that no longer hold (an alert whose cause is gone). */
  readonly retired: readonly string[];
  /** Keys of rejections that no longer hold, each with those that begin with it and `: `; `rejected` stands after. */
  readonly cleared?: readonly string[];
  readonly state: Json;
}

export type Stream = LogStream | ChangingStream | ScanStream;

/** What a look-up found out about a user or an account. `missing` is a 404, `deleted` the platform's own word. */
export interface Profile {
  readonly type: 'user' | 'account';
  readonly id: string;
  readonly status: 'found' | 'deleted' | 'missing';
  readonly name: string | null;
  readonly email: string | null;
  /** The actor type the platform knows better than the entry did. */
  readonly actorType: 'user' | 'service' | null;
  /** The object as delivered, null when missing. */
  readonly body: Json;
}

export interface Actions {
  /** Tells the platform that one of its alerts was read. Repeating it is harmless. */
  readonly markRead?: (id: string, signal: AbortSignal) => Promise<Result<unknown>>;
  /** Marks every alert of the platform read. */
  readonly markAllRead?: (signal: AbortSignal) => Promise<Result<null>>;
}

/** One configured platform, ready to be asked. */
export interface Platform {
  readonly name: string;
  readonly kind: string;
  readonly streams: readonly Stream[];
  readonly actions: Actions;
  readonly lookUp?: (mention: Mention, signal: AbortSignal) => Promise<Result<Profile>>;
  /** One cheap request that proves address and credentials; says in words what answered. */
  probe(signal: AbortSignal): Promise<Result<string>>;
  /** Frees sockets and watchers. */
  close(): Promise<void>;
}

export type { Failure };
