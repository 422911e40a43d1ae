import type { Failure } from '../domain/failure.ts';

/** What one look at a stream brought. */
export interface StreamOutcome {
  readonly platform: string;
  readonly stream: string;
  readonly pages: number;
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly rejected: number;
  readonly failure: Failure | null;
  readonly notOffered: boolean;
  /** Why it is not offered, where the platform said so. */
  readonly reason?: string;
  /** Nothing inside the window asked for is missing. */
  readonly complete: boolean;
}

/** The running count behind an outcome. */
export interface Tally {
  pages: number;
  rows: number;
  added: number;
  changed: number;
  rejected: number;
  /** Whether a commit has said already that the stream is caught up. */
  synced: boolean;
}

export function newTally(): Tally {
  return { pages: 0, rows: 0, added: 0, changed: 0, rejected: 0, synced: false };
}
