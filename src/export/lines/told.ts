/** What an export and the threads that make its lines say to each other: one answer to each question, in turn. */
import type { Failure } from '../../domain/failure.ts';

/** Bytes of a buffer for the lines of a batch: more than they mostly take. */
export const BUFFER = 1 << 19;

export type Asked =
  | { readonly kind: 'begin' }
  | {
      readonly kind: 'rows';
      readonly rows: readonly number[];
      /** Which buffer the lines are put into; nobody else writes there until what is told of it is written out. */
      readonly into: number;
      /** The buffer itself, when it is named for the first time: to tell of it each time cost a twelfth of an export. */
      readonly buffer: SharedArrayBuffer | null;
    };

export type Told =
  | { readonly kind: 'begun' }
  | {
      readonly kind: 'lines';
      /** How many there are. */
      readonly rows: number;
      /** How much of the buffer is theirs. */
      readonly bytes: number;
      /** What follows and had no place there. */
      readonly beyond: string;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };
