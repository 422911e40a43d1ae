/**
 * Dates as portals and spreadsheets write them. The order of day and month in `03/04/2026` is nowhere said:
 * the other dates of the column decide it, else the day comes first.
 */
import { HOUR, MINUTE, parseInstant, SECOND } from '../../../domain/time.ts';
import { instantOf } from '../../instant.ts';
import { type Cell, FORMULA } from './lines.ts';

export type DayOrder = 'day first' | 'month first';

export interface DateStyle {
  readonly order: DayOrder;
  /** Milliseconds that the wall clock of the column is ahead of UTC. */
  readonly offset: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = String.raw`(?:[ T,]+(?:at )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?(?:m\.?)?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${TIME}$`, 'i');
const NUMBERS = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${TIME}$`, 'i');
const DAY_NAME = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3})[a-z]*[-/., ]*(\d{4}|\d{2})${TIME}$`,
  'i',
);
const NAME_DAY = new RegExp(
  String.raw`^([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})${TIME}$`,
  'i',
);
/** `Thu Mar 05 10:22:11 IST 2026`, after its weekday and zone were taken away. */
const YEAR_LAST = /^([a-z]{3}) (\d{1,2}) (\d{1,2}:\d{2}:\d{2}) (\d{4})$/i;
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i;
const ZONE = /\s*\(?\b(?:(utc|gmt|ist|z)\b)?\s*(?:([+-])(\d{1,2}):?(\d{2}))?\)?\s*(?=$|\d{4}$)/i;

/** Days since 1899-12-30, as a sheet keeps a date whose format was lost: 1954 to 2119. */
const SERIAL = { least: 20_000, most: 80_000, epoch: -25_569 };
const DAY_MS = 24 * HOUR;
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2120, 0, 1);

/** UTC milliseconds of a cell; null when it is no date and time. */
export function readInstant(cell: Cell, style: DateStyle): number | null {
  const at = unchecked(cell, style);
  return at !== null && at >= EARLIEST && at < LATEST ? at : null;
}

function unchecked(cell: Cell, style: DateStyle): number | null {
  if (cell === null || cell === FORMULA || typeof cell === 'boolean') return null;
  if (cell instanceof Date) return whole(cell.getTime()) - style.offset;
  if (typeof cell === 'number') {
    if (cell < SERIAL.least || cell > SERIAL.most) return instantOf(cell);
    return whole((cell + SERIAL.epoch) * DAY_MS) - style.offset;
  }
  return typeof cell === 'string' ? readText(cell, style) : null;
}

/** A serial number of days has no exact seconds. */
function whole(at: number): number {
  const second = Math.round(at / SECOND) * SECOND;
  return Math.abs(second - at) < 5 ? second : Math.round(at);
}

function readText(text: string, { order, offset }: DateStyle): number | null {
  const plain = text.trim().replace(/\s+/g, ' ');
  if (plain.length > 64) return null;
  // With its own zone, or without any: then the column's holds.
  const iso = /[zZ]$|[+-]\d{2}:?\d{2}$/.test(plain) ? parseInstant(plain) : null;
  if (iso !== null) return iso;
  const { clock, zone } = withoutZone(plain.replace(WEEKDAY, ''));
  const wall = wallClock(clock, order) ?? epochOf(clock);
  return wall === null ? null : wall - (zone ?? offset);
}

const epochOf = (text: string): number | null => (/^\d{10}(\d{3})?$/.test(text) ? instantOf(text) : null);

const IST = 5 * HOUR + 30 * MINUTE;

function withoutZone(text: string): { readonly clock: string; readonly zone: number | null } {
  const match = /:\d{2}/.test(text) ? ZONE.exec(text) : null;
  if (match === null || match[0].trim() === '') return { clock: text, zone: null };
  const [found, name, sign, hours, minutes] = match;
  const rest = text.slice(match.index + found.length);
  const clock = `${text.slice(0, match.index)}${rest === '' ? '' : ` ${rest}`}`.trim();
  return { clock, zone: zoneOffset(name, sign, hours, minutes) };
}

function zoneOffset(name?: string, sign?: string, hours = '0', minutes = '0'): number {
  const base = name?.toLowerCase() === 'ist' ? IST : 0;
  if (sign === undefined) return base;
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

/** The offset a heading names: `Timestamp (IST)`, `Date (UTC+05:30)`; null when it names none. */
export function headingOffset(heading: string): number | null {
  const match = /\(\s*(utc|gmt|ist)?\s*(?:([+-])(\d{1,2}):?(\d{2})?)?\s*\)/i.exec(heading);
  if (match === null || (match[1] === undefined && match[2] === undefined)) return null;
  return zoneOffset(match[1], match[2], match[3], match[4] ?? '0');
}

function wallClock(text: string, order: DayOrder): number | null {
  const year = YEAR_FIRST.exec(text);
  if (year !== null) return instant(year[1], year[2], year[3], year.slice(4));
  const numbers = NUMBERS.exec(text);
  if (numbers !== null) {
    const [day, month] = order === 'day first' ? [numbers[1], numbers[2]] : [numbers[2], numbers[1]];
    return instant(numbers[3], month, day, numbers.slice(4));
  }
  const dayName = DAY_NAME.exec(text);
  if (dayName !== null) return instant(dayName[3], monthOf(dayName[2]), dayName[1], dayName.slice(4));
  const nameDay = NAME_DAY.exec(text);
  if (nameDay !== null) return instant(nameDay[3], monthOf(nameDay[1]), nameDay[2], nameDay.slice(4));
  const last = YEAR_LAST.exec(text);
  return last === null ? null : instant(last[4], monthOf(last[1]), last[2], (last[3] ?? '').split(':'));
}

const monthOf = (name = ''): string => String(MONTHS.indexOf(name.toLowerCase()) + 1);

type Part = string | undefined;

function instant(year: Part, month: Part, day: Part, clock: readonly Part[]): number | null {
  const [hour = '0', minute = '0', second = '0', fraction = '', half] = clock;
  const [y, m, d] = [Number(year) + (year?.length === 2 ? 2000 : 0), Number(month), Number(day)];
  const h = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (m < 1 || m > 12 || h > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return null;
  const at = Date.UTC(
    y,
    m - 1,
    d,
    h,
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, '0').slice(0, 3)),
  );
  // An impossible day is no date: Date.UTC would go on into the next month.
  return d >= 1 && new Date(Date.UTC(y, m - 1, d)).getUTCDate() === d ? at : null;
}

/** What the dates of a column say about day and month; null when every one of them could be read both ways. */
export function dayOrderOf(cells: Iterable<Cell>): DayOrder | null {
  let [dayFirst, monthFirst] = [0, 0];
  for (const cell of cells) {
    const match =
      typeof cell === 'string' ? /^\D{0,12}(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}\b/.exec(cell.trim()) : null;
    if (match === null) continue;
    if (Number(match[1]) > 12) dayFirst += 1;
    if (Number(match[2]) > 12) monthFirst += 1;
  }
  if (dayFirst === monthFirst) return null;
  return dayFirst > monthFirst ? 'day first' : 'month first';
}

/** Whether a text is a date that day and month alone do not order. */
export const isNumericDate = (cell: Cell): boolean =>
  typeof cell === 'string' && /^\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b/.test(cell);
