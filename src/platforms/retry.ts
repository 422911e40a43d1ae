/** How long to wait before a request is tried again. Pure; how often is the classification's to say. */

const FIRST = 500;
const LONGEST = 10_000;

/**
 * Milliseconds to wait before attempt `attempt + 2` (the first failure is attempt 0): what the server asked
 * for where it did, else exponential with full jitter, so that many consoles do not return in step.
 */
export function retryDelay(attempt: number, retryAfter: number | undefined, random: () => number): number {
  if (retryAfter !== undefined) return retryAfter;
  return Math.round(random() * Math.min(LONGEST, FIRST * 2 ** attempt));
}
