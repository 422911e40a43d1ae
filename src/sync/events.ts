/** What the engine says while it works, as plain data. */
import type { Failure } from '../domain/failure.ts';
import type { StreamOutcome } from './outcome.ts';

export type SyncEvent =
  /** A stream is being asked. */
  | { readonly kind: 'begun'; readonly platform: string; readonly stream: string }
  /** One page or step further. `total` is the platform's own word, null when it does not say. */
  | {
      readonly kind: 'progress';
      readonly platform: string;
      readonly stream: string;
      readonly pages: number;
      readonly rows: number;
      readonly total: number | null;
    }
  /** The stream was asked to the end, or failed: `outcome.failure` says which. */
  | {
      readonly kind: 'ended';
      readonly platform: string;
      readonly stream: string;
      readonly outcome: StreamOutcome;
      /** Milliseconds until it is asked again; null when nothing is scheduled. */
      readonly again: number | null;
    }
  /**
   * Something beside the streams failed and will be tried again: look-ups, read marks, the cache's lease. `sync`: the
   * engine itself has ended, and begins again when it is asked for something.
   */
  | {
      readonly kind: 'trouble';
      readonly platform: string;
      readonly part: 'look-ups' | 'read marks' | 'lease' | 'sync';
      readonly failure: Failure;
    }
  /** Whether this process polls the platform (true) or another one does, and this one shows (false). */
  | { readonly kind: 'lease'; readonly platform: string; readonly held: boolean };

export type Tell = (event: SyncEvent) => void;
