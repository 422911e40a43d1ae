/** Spans in milliseconds, and the two ways the platforms write an instant. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2021-06-23T08:55:19Z`, as the published user object writes it. */
export function isoSeconds(at: number): string {
  const minute = Math.floor(at / MINUTE);
  if (minute !== lastMinute) {
    lastMinute = minute;
    minuteText = new Date(minute * MINUTE).toISOString().slice(0, 17);
  }
  const seconds = Math.floor((at - minute * MINUTE) / SECOND);
  return `${minuteText}${seconds < 10 ? '0' : ''}${seconds}Z`;
}
// Entries of a page are neighbours in time: the minute is written once, which halves the cost of a page.
let lastMinute = Number.NaN;
let minuteText = '';

/** `2021-06-23T08:55:19.123Z`. */
export function isoMillis(at: number): string {
  return new Date(at).toISOString();
}

/** `2021-06-23`. */
export function isoDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
