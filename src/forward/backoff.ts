/** When a batch that was not taken is sent again. Pure. */

const FIRST = 1_000;
const LONGEST = 60_000;

/**
 * Milliseconds before the next attempt (the first failure is attempt 0): doubling up to a minute, half of it by chance
 * so that many senders do not come back at once. What the target asked for is kept whole, chance comes on top.
 */
export function backoff(attempt: number, retryAfter: number | undefined, random: () => number): number {
  const step = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 16));
  if (retryAfter !== undefined) return Math.round(retryAfter + (random() * Math.min(step, retryAfter)) / 10);
  return Math.round(step / 2 + (random() * step) / 2);
}
