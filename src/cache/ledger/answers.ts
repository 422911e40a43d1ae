/** What the ledger answers. Plain data; all instants are UTC ms. */
import type { Alert } from '../../domain/alert.ts';
import type { AuditEntry } from '../../domain/audit.ts';
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
  /** `changed`: it is another than it was told before. `taken-in`: it was there before there was a ledger. */
  readonly what: 'added' | 'changed' | 'taken-in';
  readonly kind: ArrivalKind;
  readonly ref: Ref;
  /** As it is now; of one that was changed since, the change comes later as an arrival of its own. */
  readonly record: AuditEntry | Alert;
}

export interface Arrivals {
  readonly arrivals: readonly Arrival[];
  /** Up to where was looked: what to give as `after` next time, also where nothing of the asked kinds was found. */
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
