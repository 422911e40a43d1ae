/** The stretch of time a report is of. Days, weeks (from Monday), months and quarters are those of a time zone. */
import { DAY } from '../domain/time.ts';
import type { Zone } from '../export/zone.ts';

export const WINDOW_NAMES = ['24h', 'daily', 'weekly', 'monthly', 'quarterly'] as const;
export type WindowName = (typeof WINDOW_NAMES)[number];

/** UTC ms; `to` is not in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface ReportWindow extends Span {
  /** `weekly`, or `2026-01-01..2026-03-31`. */
  readonly name: string;
  /** It ends when it was asked for: what came since the last sync is nobody's hole. */
  readonly isOpen: boolean;
  /** The stretch before, as it is counted: the week before a week. */
  readonly before: Span;
}

/** The last whole one before `now`; `24h` are the 24 hours up to now. */
export function windowNamed(name: WindowName, now: number, zone: Zone): ReportWindow {
  if (name === '24h') {
    const before = { from: now - 2 * DAY, to: now - DAY };
    return { name, from: now - DAY, to: now, isOpen: true, before };
  }
  const step = STEPS[name];
  const to = step(dayOf(now, zone), 0);
  const from = step(to, -1);
  return {
    name,
    from: startOf(from, zone),
    to: startOf(to, zone),
    isOpen: false,
    before: { from: startOf(step(from, -1), zone), to: startOf(from, zone) },
  };
}

/** Between two instants, or up to now; the stretch before is the same so many whole days earlier, by the clock of the zone. */
export function windowBetween(from: number, to: number, zone: Zone, isOpen = false): ReportWindow {
  const days = wallDays(from, to, zone);
  const shift = (days ?? Math.ceil((to - from) / DAY)) * DAY;
  const earlier = (at: number) => at - shift + zone.offset(at) - zone.offset(at - shift);
  const before =
    days === null
      ? { from: earlier(from), to: earlier(to) }
      : { from: startOf(dayOf(from, zone) - shift, zone), to: from };
  const dates = days === null ? null : `${dateIn(from, zone)}..${dateIn(to - 1, zone)}`;
  const name = dates ?? `${new Date(from).toISOString()}..${new Date(to - 1).toISOString()}`;
  return { name, from, to, isOpen, before };
}

/** The days that lie in a stretch, each from its midnight on; of one that begins within a day also that part. */
export function daysOf({ from, to }: Span, zone: Zone): readonly Span[] {
  const days: Span[] = [];
  for (let at = from; at < to; ) {
    const next = Math.min(to, Math.max(at + 1, startOf(dayOf(at, zone) + DAY, zone)));
    days.push({ from: at, to: next });
    at = next;
  }
  return days;
}

/** `2026-08-20`, as a calendar of the zone says. */
export function dateIn(at: number, zone: Zone): string {
  return new Date(dayOf(at, zone)).toISOString().slice(0, 10);
}

/**
 * The first instant of a date (as `dayOf` gives it) in the zone, UTC ms: its midnight, where clocks are not changed just
 * then. A date that a zone left out begins where the next one does.
 */
export function startOf(day: number, zone: Zone): number {
  const midnights = [day - zone.offset(day - DAY), day - zone.offset(day + DAY)];
  const within = midnights.filter((at) => dayOf(at, zone) === day);
  return within.length > 0 ? Math.min(...within) : Math.max(...midnights);
}

/** The date an instant lies in, as midnight UTC of the same date. */
const dayOf = (at: number, zone: Zone): number => Math.floor((at + zone.offset(at)) / DAY) * DAY;

function wallDays(from: number, to: number, zone: Zone): number | null {
  const whole = startOf(dayOf(from, zone), zone) === from && startOf(dayOf(to, zone), zone) === to;
  return whole ? (dayOf(to, zone) - dayOf(from, zone)) / DAY : null;
}

/** The beginning of the unit that a date lies in, some units on. */
type Step = (day: number, units: number) => number;

const monthsFrom =
  (size: number): Step =>
  (day, units) => {
    const date = new Date(day);
    const month = Math.floor(date.getUTCMonth() / size) * size;
    return Date.UTC(date.getUTCFullYear(), month + units * size, 1);
  };

const STEPS: Readonly<Record<Exclude<WindowName, '24h'>, Step>> = {
  daily: (day, units) => day + units * DAY,
  weekly: (day, units) => day - ((new Date(day).getUTCDay() + 6) % 7) * DAY + units * 7 * DAY,
  monthly: monthsFrom(1),
  quarterly: monthsFrom(3),
};
