/** What an export and the threads that make its lines say to each other: one answer to each question, in turn. */
import type { Failure } from '../../domain/failure.ts';

/** Bytes of a buffer for the lines of a batch: more than they mostly take. */
export const BUFFER = 1 << 19;

export type Asked =
  | { readonly kind: 'begin' }
  | {
      readonly kind: 'rows';
      readonly rows: readonly number[];
      /** Where the lines are put; nobody else writes there until the answer is written out. */
      readonly into: SharedArrayBuffer;
    };

export interface Lines {
  /** How many there are. */
  readonly rows: number;
  readonly into: SharedArrayBuffer;
  /** How much of it is theirs. */
  readonly bytes: number;
  /** What follows and had no place there. */
  readonly beyond: string;
}

export type Told =
  | { readonly kind: 'begun' }
  | ({ readonly kind: 'lines' } & Lines)
  | { readonly kind: 'failed'; readonly failure: Failure };
