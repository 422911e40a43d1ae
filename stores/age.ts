/** Ages that tick in steps, so that a console where nothing happens writes nothing. */
import { DAY, formatDuration, HOUR, MINUTE, SECOND } from '../src/domain/time.ts';

/** How often the console looks at the clock (ms). */
export const TICK = 10 * SECOND;

/** The instant rounded down to its tick. */
export function ticked(at: number): number {
  return Math.floor(at / TICK) * TICK;
}

/** `now`, `20s`, `4m`, `3h`, `12d`: the largest unit only. */
export function formatAge(ms: number): string {
  if (ms < TICK) return 'now';
  if (ms < MINUTE) return `${Math.floor(ms / TICK) * 10}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`;
  return `${Math.floor(ms / DAY)}d`;
}

/** The same in a sentence: `just now`, `4m ago`. */
export function formatAgo(ms: number): string {
  return ms < TICK ? 'just now' : `${formatAge(ms)} ago`;
}

/**
 * A duration that still grows, in the same steps; `?` where it is to begin only in a while: clocks differ by
 * seconds, not by minutes.
 */
export function formatGrowing(ms: number): string {
  if (ms < -MINUTE) return '?';
  if (ms < TICK) return `<${TICK / SECOND}s`;
  return formatDuration(ms < MINUTE ? Math.floor(ms / TICK) * TICK : Math.floor(ms / MINUTE) * MINUTE);
}

export const TIME_MODES = ['relative', 'local', 'utc'] as const;
export type TimeMode = (typeof TIME_MODES)[number];

/** An instant as the user wants to read it; the zone is always said where it is not relative. */
export function formatInstant(at: number | null, mode: TimeMode, now: number): string {
  if (at === null || !Number.isFinite(at) || Math.abs(at) > 8.64e15) return '-';
  if (mode === 'relative') return at > now + TICK ? `in ${formatAge(at - now)}` : formatAge(now - at);
  return mode === 'utc' ? `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z` : localInstant(at);
}

/** An instant to the minute, without the date where that is today's: `07:24Z`, `2026-08-19 22:10Z`. */
export function formatMoment(at: number, mode: 'local' | 'utc', now: number): string {
  const [day = '', time = ''] = formatInstant(at, mode, now).split(' ');
  const minute = time.replace(/^(\d\d:\d\d):\d\d/, '$1');
  return formatInstant(now, mode, now).startsWith(day) ? minute : `${day} ${minute}`;
}

function localInstant(at: number): string {
  const date = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${zone}`;
}
