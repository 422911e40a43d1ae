/** What a caller may ask for: a token bucket or rolling windows, and when a refused one may come back. */
import { SECOND } from './clock-times.ts';

export interface Limits {
  /** Requests that may come at once. */
  readonly burst: number;
  /** Requests a second that are refilled. */
  readonly perSecond: number;
}

/** More than a well-behaved client asks for, less than a loop without pauses does. */
export const DEFAULT_LIMITS: Limits = { burst: 600, perSecond: 120 };

/** At most `requests` in any `per` milliseconds. */
export interface Rolling {
  readonly requests: number;
  readonly per: number;
}

/** Milliseconds to wait before the next request; 0 lets it through. */
export type Gate = (caller: string, now: number) => number;

/** Several windows hold together; refused requests count in none. */
export function createRollingGate(windows: readonly Rolling[]): Gate {
  const kept = Math.max(...windows.map(({ requests }) => requests));
  const passed = new Map<string, number[]>();
  return (caller, now) => {
    const times = passed.get(caller) ?? [];
    const free = windows.map(({ requests, per }) => (times.at(-requests) ?? Number.NEGATIVE_INFINITY) + per);
    const wait = Math.max(0, Math.max(...free) - now);
    if (passed.size > MOST_CALLERS) passed.delete(passed.keys().next().value ?? '');
    passed.set(caller, wait > 0 ? times : [...times.slice(1 - kept), now]);
    return wait;
  };
}

/** A caller is what a client says it is: the oldest is forgotten rather than all remembered without end. */
const MOST_CALLERS = 1_000;

export function createGate({ burst, perSecond }: Limits): Gate {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (caller, now) => {
    const bucket = buckets.get(caller) ?? { tokens: burst, at: now };
    const refill = (Math.max(0, now - bucket.at) * perSecond) / SECOND;
    const tokens = Math.min(burst, bucket.tokens + refill);
    if (buckets.size > MOST_CALLERS) buckets.delete(buckets.keys().next().value ?? '');
    buckets.set(caller, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - tokens) * SECOND) / perSecond));
  };
}

/** Both forms of RFC 9110 by turns: seconds, then an HTTP date. */
export function retryAfter(turn: number, wait: number, now: number): string {
  const seconds = Math.max(1, Math.ceil(wait / SECOND));
  if (turn % 2 === 0) return String(seconds);
  return new Date(Math.ceil(now / SECOND) * SECOND + seconds * SECOND).toUTCString();
}
