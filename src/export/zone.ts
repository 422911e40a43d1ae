/** Wall-clock time in an IANA time zone, for cells that show it. */
import { DAY, HOUR, MINUTE } from '../domain/time.ts';

export interface Zone {
  readonly name: string;
  /** Milliseconds to add to UTC at an instant (UTC ms). */
  offset(at: number): number;
}

/** The zone of a name such as `Europe/Berlin` or `UTC`; null when there is none such. */
export function zoneOf(name: string): Zone | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
  if (format.resolvedOptions().timeZone === 'UTC') return { name, offset: () => 0 };
  // Zones change their offset at quarters of an hour at the finest; asking Intl for every cell is slow.
  const known = new Map<number, number>();
  const quarter = 15 * MINUTE;
  return {
    name,
    offset(at) {
      const slot = Math.floor(at / quarter);
      const found = known.get(slot);
      if (found !== undefined) return found;
      const offset = offsetAt(format, slot * quarter);
      if (known.size > 10_000) known.clear();
      known.set(slot, offset);
      return offset;
    },
  };
}

function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - at;
}

/** ISO 8601 with milliseconds and `Z`, or the zone's offset; null for an instant no Date can hold. */
export function isoIn(zone: Zone, at: number): string | null {
  const offset = Number.isFinite(at) && Math.abs(at) < 8.6e15 ? zone.offset(at) : 0;
  const wall = new Date(at + offset);
  if (Number.isNaN(wall.getTime())) return null;
  const text = wall.toISOString();
  if (offset === 0) return text;
  const size = Math.abs(offset);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${text.slice(0, -1)}${offset < 0 ? '-' : '+'}${two(size / HOUR)}:${two((size % HOUR) / MINUTE)}`;
}

/** As `isoIn`, for many instants one after the other: those of one day begin alike. */
export function isoWriter(zone: Zone): (at: number) => string | null {
  let day = Number.NaN;
  let known = Number.NaN;
  let [begin, end] = ['', ''];
  return (at) => {
    if (!Number.isInteger(at) || Math.abs(at) >= LATEST) return isoIn(zone, at);
    const offset = zone.offset(at);
    const passed = at + offset - day;
    if (passed >= 0 && passed < DAY && offset === known) {
      const seconds = Math.floor((passed % MINUTE) / 1_000);
      const milliseconds = String(passed % 1_000).padStart(3, '0');
      return `${begin}${MINUTES[Math.floor(passed / MINUTE)]}${SECONDS[seconds]}${milliseconds}${end}`;
    }
    const text = isoIn(zone, at);
    // Years of more than four digits are left alone.
    if (text?.[10] !== 'T') return text;
    day = Math.floor((at + offset) / DAY) * DAY;
    known = offset;
    [begin, end] = [text.slice(0, 11), text.slice(23)];
    return text;
  };
}

/** What a zone is asked of; no Date holds much later. */
const LATEST = 8.6e15;
const two = (value: number): string => String(value).padStart(2, '0');
const MINUTES = Array.from(
  { length: 1_440 },
  (_, minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}:`,
);
const SECONDS = Array.from({ length: 60 }, (_, second) => `${two(second)}.`);
