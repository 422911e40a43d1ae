/**
 * What a key may spend: every request takes a slot first. A platform declares its published limits as data;
 * a server's `Retry-After` pauses the whole key, not just the request that was told.
 */
import { type Failure, fail, ok, type Result } from '../domain/failure.ts';
import { formatDuration, toIso } from '../domain/time.ts';

/** At most `requests` in any `per` milliseconds. Several limits hold together: the strictest wins. */
export interface Limit {
  readonly requests: number;
  readonly per: number;
}

/** Resolves after `ms` milliseconds, rejects when the signal is aborted first. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export interface Budget {
  /** Waits for a slot. RATE_LIMITED at once when the platform asked for a longer pause than `patience`. */
  take(signal: AbortSignal): Promise<Result<null>>;
  /** No request of this key for `ms` milliseconds from now. */
  pause(ms: number): void;
}

export interface BudgetOptions {
  readonly platform: string;
  readonly limits: readonly Limit[];
  readonly clock: () => number;
  readonly wait: Wait;
  /** The longest pause (ms) worth waiting out here; longer ones are the scheduler's. */
  readonly patience: number;
}

export function createBudget({ platform, limits, clock, wait, patience }: BudgetOptions): Budget {
  const kept = Math.max(0, ...limits.map((limit) => limit.requests));
  /** When the last `kept` requests were (or will be) sent, oldest first. */
  const starts: number[] = [];
  let pausedUntil = Number.NEGATIVE_INFINITY;

  /** Books the earliest free slot at once, so that waiting requests queue up instead of racing. */
  function book(now: number): number {
    const free = limits.map(({ requests, per }) => (starts.at(-requests) ?? Number.NEGATIVE_INFINITY) + per);
    const at = Math.max(now, ...free);
    if (kept > 0) starts.push(at);
    if (starts.length > kept) starts.shift();
    return at;
  }

  return {
    async take(signal) {
      const now = clock();
      if (pausedUntil - now > patience) return fail(paused(platform, pausedUntil, now));
      const at = book(now);
      if (at > now) await wait(at - now, signal);
      for (let left = pausedUntil - clock(); left > 0; left = pausedUntil - clock()) {
        if (left > patience) return fail(paused(platform, pausedUntil, clock()));
        await wait(left, signal);
      }
      return ok(null);
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock() + ms);
    },
  };
}

function paused(platform: string, until: number, now: number): Failure {
  const left = until - now;
  return {
    code: 'RATE_LIMITED',
    what: `${platform}: asked to wait another ${formatDuration(left)} before the next request`,
    cause: 'The platform limits how often this key may ask.',
    next: `Nothing to do: the first poll after ${toIso(until)?.slice(0, 19)}Z goes on. A longer poll_interval asks less.`,
    where: platform,
    retryAfter: Math.ceil(left),
  };
}
