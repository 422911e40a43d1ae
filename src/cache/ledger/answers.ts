/** What the ledger answers. Plain data; all instants are UTC ms. */
import type { Alert } from '../../domain/alert.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import type { Json } from '../../domain/json.ts';
import type { Ref } from '../../domain/record.ts';

export type ArrivalKind = 'audit' | 'alert';

/** A place in the order of arrival: a page, and an entry of it. Places of one cache stay what they are. */
export interface LedgerPosition {
  readonly seq: number;
  readonly index: number;
}

export interface Arrival {
  readonly position: LedgerPosition;
  /** When the cache took it. */
  readonly at: number;
  /** `changed`: it is another than it was told before. `taken-in`: it was there before there was a ledger, or came out of an archive. */
  readonly what: 'added' | 'changed' | 'taken-in';
  /** It was read out of an export or archive, and did not come from its platform. */
  readonly imported: boolean;
  readonly kind: ArrivalKind;
  readonly ref: Ref;
  /** As it is now; of one that was changed since, the change comes later as an arrival of its own. */
  readonly record: AuditEntry | Alert;
}

/** Something that arrived, and was dropped by retention before anybody asked. */
export interface DroppedArrival {
  readonly position: LedgerPosition;
  readonly at: number;
  readonly kind: ArrivalKind;
  /** When it happened, as far as its row tells; null of one without a time. */
  readonly time: number | null;
  readonly imported: boolean;
}

export interface Arrivals {
  readonly arrivals: readonly Arrival[];
  /** Of what arrived in between, where it was asked for; alerts only those dropped since the ledger tells of them. */
  readonly dropped: readonly DroppedArrival[];
  /**
   * Up to where was looked: what to give as `after` next time, also where nothing of the asked kinds was found. `after`
   * itself where it takes longer to find out what became of what is gone: to be asked again.
   */
  readonly upTo: LedgerPosition | null;
  /** Nothing has arrived after that. */
  readonly atEnd: boolean;
}

/** The end of the chain. Who writes it down elsewhere can tell later that nothing before it was changed. */
export interface LedgerHead {
  /** Of the last page; 0 where there is none. */
  readonly seq: number;
  /** SHA-256 as hex, over everything up to here. */
  readonly link: string;
  /** Arrivals and departures of records up to here. */
  readonly entries: number;
}

/** A head to be written down elsewhere, with what tells this cache from others. */
export interface LedgerMark extends LedgerHead {
  /** The link of the first page. */
  readonly first: string;
}

/** One thing that is not as the ledger says. `at`: when what it should be arrived. */
export type LedgerFinding =
  /** A page of the chain: it was written anew, cannot be read, or those from `from` to before it are gone. */
  | {
      readonly kind: 'page';
      readonly why: 'changed' | 'missing' | 'unreadable';
      readonly seq: number;
      readonly from: number;
      readonly at: number;
    }
  /** The chain does not come past, or does not have the link of, a head that was written down elsewhere. */
  | { readonly kind: 'head'; readonly seq: number; readonly link: string; readonly found: string | null }
  /** An entry that is another in the file than what arrived. */
  | { readonly kind: 'entry'; readonly ref: Ref | null; readonly at: number; readonly time: number | null }
  /** An entry that is gone, and nothing dropped it. Its `time` is known also where its name is not. */
  | {
      readonly kind: 'gone';
      readonly ref: Ref | null;
      readonly platform: string;
      readonly at: number;
      readonly time: number | null;
    }
  /** An entry that never arrived. */
  | { readonly kind: 'unrecorded'; readonly ref: Ref | null; readonly time: number | null }
  /** A text or a person that entries are read with is another, gone (`value` null), or never arrived. */
  | {
      readonly kind: 'value';
      readonly why: 'changed' | 'gone' | 'unrecorded';
      readonly thing: 'term' | 'party';
      readonly value: string | null;
      /** Some of the entries that are read with it. */
      readonly refs: readonly Ref[];
    }
  /** What an entry was before its platform changed it is another, gone (`ref` null), or never arrived. */
  | {
      readonly kind: 'former';
      readonly why: 'changed' | 'gone' | 'unrecorded';
      readonly ref: Ref | null;
    }
  /** Numbers of a table that are not how many records hold a value: totals and lists of values are answered from them. */
  | { readonly kind: 'count'; readonly table: string; readonly wrong: number; readonly of: number };

/** An entry that its platform told otherwise later: no fault of the file, and worth a look. */
export interface ChangedByPlatform {
  readonly ref: Ref;
  readonly at: number;
  /** As it was before. */
  readonly before: Json;
}

export interface LedgerVerification {
  readonly head: LedgerHead;
  /** Pages of the chain, arrivals and departures they tell of, and audit entries held against them. */
  readonly checked: { readonly pages: number; readonly entries: number; readonly records: number };
  /** Of each kind the first ones; how many there are say the counts. */
  readonly findings: readonly LedgerFinding[];
  readonly counts: Readonly<Record<LedgerFinding['kind'], number>>;
  /** The latest ones. */
  readonly changedByPlatform: readonly ChangedByPlatform[];
  readonly changedByPlatformCount: number;
}

export interface LedgerQuestion {
  /** Heads that were written down before: each has to be a page of the chain still. */
  readonly heads?: readonly Pick<LedgerHead, 'seq' | 'link'>[];
}
