/** What the cache is asked, and what it answers: records, counts, figures. Plain data; all instants are UTC ms. */
import type { Json } from '../domain/json.ts';
import type { AnyRecord, Kind, Origin, Ref } from '../domain/record.ts';
import type { Statistic } from '../domain/statistic.ts';
import type { Profile } from '../platforms/port.ts';
import type { Note } from './stored.ts';

/** Which records are meant: a query text over one kind, read at one instant. */
export interface Selection {
  readonly kind: Kind;
  readonly query: string;
  readonly now: number;
  /** Milliseconds after which a RUNNING job is stuck. */
  readonly longRunningAfter: number;
  /** Records newer than this are `is:new`; null means none are. */
  readonly newSince?: number | null;
  /** Of what matches only these: a list that was frozen when it was shown. */
  readonly only?: readonly Ref[];
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
  /** `@path`s into those, whose values come with each row although they themselves do not. */
  readonly paths?: readonly string[];
}

export interface Row {
  readonly ref: Ref;
  readonly record: AnyRecord;
  /** Set where who acted is deleted at the platform, or no more known there. */
  readonly gone?: boolean;
  /** The values of the paths asked for, as text for a cell: long ones are cut. */
  readonly paths?: Readonly<Record<string, string>>;
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
  /** Documents that were asked for as text, by their names; in the record itself they are null. */
  readonly texts?: Readonly<Record<string, string>>;
  /** JSON text of the row as the platform delivered it. */
  readonly raw: string | null;
  /** What look-ups know of its actor and account, with the instant of the look-up. */
  readonly profiles: readonly (Profile & { readonly fetchedAt: number })[];
  readonly firstSeenAt: number;
  readonly changedAt: number;
  /** What the user has written on it; missing where that is nothing. */
  readonly note?: Omit<Note, 'ref'>;
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
  readonly account: Statistic['account'];
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
  /** There was no time to look at all records. */
  readonly atLeast?: true;
}

/** A question in SQL that reads: at most so many rows, within so many ms. */
export interface SqlAsk {
  readonly text: string;
  readonly most: number;
  readonly within: number;
}

export interface SqlAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** There are more rows than were asked for. */
  readonly more: boolean;
}

/** A known value, and how many records of the kind have it. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}
