/** What a run of forwarding is given. */
import type { Cache } from '../cache/port.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Redact } from './event.ts';
import type { ForwardState } from './state.ts';
import type { Target, TargetSettings, TargetTools } from './target.ts';
import type { TrailFile } from './trail.ts';

export type ForwardCache = Pick<
  Cache,
  'arrivals' | 'ledgerHead' | 'recall' | 'remember' | 'lease' | 'release' | 'onChange'
>;

export interface ForwardOptions {
  readonly settings: TargetSettings;
  readonly target: Target;
  readonly cache: ForwardCache;
  readonly deadLetters: DeadLetters;
  readonly tools: Pick<TargetTools, 'clock' | 'log' | 'wait'>;
  /** In [0,1), for jitter. */
  readonly random?: () => number;
  /** `[alerts] long_running_after`, for the query. */
  readonly longRunningAfter: number;
  readonly redact?: Redact;
  /** Ends when all that arrived is sent, or nothing was taken for `patience` ms; null goes on until stopped. */
  readonly once: { readonly patience: number } | null;
  /** How far it came, for the case that the cache is lost; without it nobody knows then. */
  readonly trail?: TrailFile;
  /** Told what somebody should know, a line each. Must not throw. */
  readonly onNotice?: (line: string) => void;
  /** Must not throw. */
  readonly onState?: (state: ForwardState) => void;
  /** How long the right to send outlives who holds it (ms). */
  readonly lease?: number;
}
