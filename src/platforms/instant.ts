import { parseInstant } from '../domain/time.ts';

/** Epoch values below this are seconds (until the year 5138), from here on milliseconds (from 1973). */
const SECONDS_BELOW = 100_000_000_000;

/**
 * UTC milliseconds out of what a platform writes: every text form `parseInstant` knows, and epoch seconds or
 * milliseconds, as a number or its digits. Null when it is none of these.
 */
export function instantOf(value: unknown): number | null {
  const epoch = typeof value === 'string' && /^\d{9,13}(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  if (typeof epoch !== 'number') return parseInstant(epoch);
  return parseInstant(Math.round(Math.abs(epoch) < SECONDS_BELOW ? epoch * 1_000 : epoch));
}
