/** Spans in milliseconds, and the two ways the platforms write an instant. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2021-06-23T08:55:19Z`, as the published user object writes it. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** `2021-06-23T08:55:19.123Z`. */
export function isoMillis(at: number): string {
  return new Date(at).toISOString();
}

/** `2021-06-23`. */
export function isoDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
