/**
 * What a key may spend: every request takes a slot first. A platform declares its published limits as data;
 * a server's `Retry-After` pauses the whole key, not just the request that was told.
 */
import { type Failure, fail, ok, type Result } from '../domain/failure.ts';
import { formatDuration, toIso } from '../domain/time.ts';
import { unlessAborted } from './unless-aborted.ts';

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

/** Requests overtake each other on their way (ms): a window is kept a little longer than it is published. */
const MARGIN = 100;

export function createBudget({ platform, limits, clock, wait, patience }: BudgetOptions): Budget {
  const kept = Math.max(0, ...limits.map((limit) => limit.requests));
  /** When the last `kept` requests were sent, oldest first. */
  const sent: number[] = [];
  let pausedUntil = Number.NEGATIVE_INFINITY;
  /** Settles when the one before has its slot: one waits at a time, so that nobody races for it. */
  let turn: Promise<unknown> = Promise.resolve();

  function freeAt(now: number): number {
    // A clock that was set back must not hold up everything until it is there again.
    if ((sent.at(-1) ?? now) > now) sent.fill(now);
    const free = limits.map(({ requests, per }) => (sent.at(-requests) ?? Number.NEGATIVE_INFINITY) + per);
    return Math.max(pausedUntil, Math.max(...free) + MARGIN);
  }

  async function slot(signal: AbortSignal): Promise<Result<null>> {
    for (;;) {
      signal.throwIfAborted();
      const now = clock();
      if (pausedUntil - now > patience) return fail(paused(platform, pausedUntil, now));
      const left = freeAt(now) - now;
      if (left > 0) {
        await wait(left, signal);
        continue;
      }
      // Noted when it is sent and not when it was promised: a timer may be late.
      if (kept > 0) sent.push(now);
      if (sent.length > kept) sent.shift();
      return ok(null);
    }
  }

  return {
    take(signal) {
      const mine = turn.then(() => slot(signal));
      turn = mine.catch(() => null);
      return unlessAborted(mine, signal);
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
