/** A renewal in trouble, and what a reason for it has to say. */
import type { Certificate, Issue } from '../estate.ts';
import type { Person } from '../people.ts';
import { mix, uuid } from '../random.ts';

export interface Trouble {
  readonly certificate: Certificate;
  readonly old: Issue;
  readonly next: Issue;
  /** When the first attempt was made. */
  readonly began: number;
  /** When this attempt failed. */
  readonly at: number;
  /** Attempts so far, from 1. */
  readonly attempt: number;
  readonly requestId: string;
  /** The service user whose credentials the CA connection uses. */
  readonly service: Person;
  /** Differs between attempts. */
  readonly hash: number;
  /** The same in all attempts. */
  readonly story: number;
}

type Words = (trouble: Trouble) => string;

/** A change in the account's own log that led to the failure. */
export interface AccountCause {
  readonly action: string;
  readonly type: string;
  /** The service user itself, its API token, or a licence. */
  readonly on: 'service' | 'key' | 'licence' | 'role';
  readonly by: 'admin' | 'system';
  readonly text: Words;
}

export interface Reason {
  readonly code: string;
  /** Ids of the CAs it can happen with; absent: any. */
  readonly issuers?: readonly string[];
  /** The step that fails: at the CA before issue, or on the host after it. */
  readonly stage: 'ca' | 'deployment';
  readonly error: Words;
  readonly facts?: (trouble: Trouble) => Readonly<Record<string, unknown>>;
  /** A configuration change on the certificate platform shortly before. */
  readonly change?: { readonly setting: string; readonly from: string; readonly to: string };
  readonly account?: AccountCause;
  /** What somebody did to end it. */
  readonly fix: string;
}

/** A CA's request number as it would print it. */
export function requestIdOf(hash: number): string {
  return `req-${uuid(mix(hash, 77)).slice(0, 18)}`;
}
