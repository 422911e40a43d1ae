/** How a target is doing, for whoever shows it. */
import type { Failure } from '../domain/failure.ts';

export type Phase =
  /** Everything that arrived is over. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending' }
  /** Not taken; `again` is UTC ms. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly again: number }
  /** Another process sends to it. */
  | { readonly kind: 'elsewhere' };

export interface ForwardState {
  readonly target: string;
  readonly phase: Phase;
  /** In this run. */
  readonly sent: number;
  readonly refused: number;
  /** No more than so many arrivals are left to be looked at. */
  readonly behind: number;
}

/** How a run ended. */
export interface Forwarded {
  readonly target: string;
  readonly sent: number;
  readonly refused: number;
  /** Arrivals that were found to have been dropped by retention before the target took them. */
  readonly dropped: number;
  /** Why it was given up; null where everything was sent, or the run was stopped. */
  readonly failure: Failure | null;
}
