/** Instants are numbers: milliseconds since 1970-01-01T00:00Z. Durations are milliseconds. */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
};

/** `90s`, `30m`, `24h`, `7d`, `1h30m`; null when the text is none. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(?:\.\d+)?(?:ms|[smhdw]))+$/.test(text)) return null;
  let total = 0;
  for (const part of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    total += Number(part[1]) * (UNITS[part[2] ?? ''] ?? Number.NaN);
  }
  return Number.isFinite(total) ? total : null;
}

/** The two largest units: `1h 4m`, `3d`, `12s`, `340ms`; null is a dash. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return '-';
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < SECOND) return `${Math.round(ms)}ms`;
  const steps: readonly (readonly [string, number])[] = [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
    ['s', SECOND],
  ];
  const first = steps.findIndex(([, size]) => ms >= size);
  const [unit, size] = steps[first] ?? ['s', SECOND];
  const whole = Math.floor(ms / size);
  const next = steps[first + 1];
  const rest = next ? Math.floor((ms - whole * size) / next[1]) : 0;
  return next && rest > 0 && whole < 10 ? `${whole}${unit} ${rest}${next[0]}` : `${whole}${unit}`;
}

/** How long something took: `<1s` where it ended when it began, `?` where it ended before. */
export function formatTaken(ms: number | null): string {
  if (ms === null || ms >= 1) return formatDuration(ms);
  return ms < 0 ? '?' : '<1s';
}

/** ISO 8601 UTC with milliseconds; null stays null, an instant no Date can hold too. */
export function toIso(at: number | null): string | null {
  if (at === null || !Number.isFinite(at) || Math.abs(at) > 8.64e15) return null;
  return new Date(at).toISOString();
}

/**
 * An instant out of what platforms write: ISO 8601 with `Z` or offset, date only (midnight UTC),
 * `YYYY-MM-DD HH:MM:SS` without zone (taken as UTC), or epoch milliseconds. Null when it is none of these.
 */
export function parseInstant(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) <= 8.64e15 ? value : null;
  if (typeof value !== 'string') return null;
  // What most of them write, millions of times, needs no taking apart.
  const text = COMMON.test(value) ? value : commonForm(value);
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) || isImpossible(text ?? '') ? null : at;
}

/** As `Date.parse` takes it everywhere. */
const COMMON = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;
const ANY = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

function commonForm(value: string): string | null {
  const match = ANY.exec(value.trim());
  if (match === null) return null;
  const [, date, clock = '00:00', zone = 'Z'] = match;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  // Date keeps milliseconds only; longer fractions are cut, not refused.
  return `${date}T${clock.replace(',', '.').replace(/(\.\d{3})\d+$/, '$1')}${offset}`;
}

/** Date.parse turns 2026-02-31 into March: an impossible date is no date. Every month has its first 28 days. */
function isImpossible(text: string): boolean {
  const date = text.slice(0, 10);
  return date.slice(8) > '28' && new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) !== date;
}

/** The UTC date `YYYY-MM-DD` of an instant. */
export function utcDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
