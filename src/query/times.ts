/** What a time, a duration or a number in a query covers: `2026-08-20` is a day, `09:00Z` a minute. */
import { DAY, HOUR, MINUTE, parseDuration, parseInstant, SECOND } from '../domain/time.ts';

/** Both ends inclusive; milliseconds. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

const DAY_WORDS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

/** A duration back from now, as the instant it begins; null when the text is none. */
export function instantAgo(text: string, now: number): number | null {
  const ago = parseDuration(text.toLowerCase());
  return ago === null || !Number.isSafeInteger(Math.round(now - ago)) ? null : Math.round(now - ago);
}

/**
 * The stretch of time (UTC) a text names: a month, a day, a minute, a second or a millisecond, as precise
 * as it is written; `now`, `today`, `yesterday`, `tomorrow`. Null when it names none.
 */
export function timeExtent(text: string, now: number): Extent | null {
  const word = text.toLowerCase();
  if (word === 'now') return { from: now, to: now };
  if (Object.hasOwn(DAY_WORDS, word)) {
    const from = Math.floor(now / DAY) * DAY + (DAY_WORDS[word] ?? 0) * DAY;
    return { from, to: from + DAY - 1 };
  }
  const month = /^(\d{4})-(\d{2})$/.exec(text);
  if (month !== null) {
    const from = parseInstant(`${text}-01`);
    return from === null ? null : { from, to: Date.UTC(Number(month[1]), Number(month[2])) - 1 };
  }
  const from = parseInstant(text);
  if (from === null) return null;
  return { from, to: from + widthOf(text) - 1 };
}

function widthOf(text: string): number {
  const clock = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?/i.exec(text);
  if (clock === null) return DAY;
  if (clock[1] === undefined) return MINUTE;
  return clock[2] === undefined ? SECOND : 1;
}

const UNIT_WIDTH: Readonly<Record<string, number>> = {
  s: SECOND,
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
};

/** A duration as people read it off a column: `5m` covers 5m 0s to 5m 59.999s. A bare number is ms. */
export function durationExtent(text: string): Extent | null {
  const word = text.toLowerCase();
  const from = /^\d+(\.\d+)?$/.test(word) ? Number(word) : parseDuration(word);
  if (from === null) return null;
  const fraction = /\.\d+[a-z]*$/.test(word);
  const unit = word.endsWith('ms') ? undefined : UNIT_WIDTH[word.at(-1) ?? ''];
  return { from, to: fraction || unit === undefined ? from : from + unit - 1 };
}

/** A decimal number; null when the text is none. */
export function numberExtent(text: string): Extent | null {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? { from: value, to: value } : null;
}
