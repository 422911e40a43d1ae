/** What a value becomes in a cell. */
import type { Column } from '../../domain/field.ts';
import type { Value } from '../../domain/json.ts';
import { inertJson } from '../../domain/text.ts';
import { toIso } from '../../domain/time.ts';
import type { Zone } from '../zone.ts';
import { type CellXml, numberCell, textCell, timeCell, truthCell } from './sheet.ts';

/** Dates a spreadsheet can show: from 1900-03-01, where its calendar is right, to the end of 9999. */
const FIRST_DATE = Date.UTC(1900, 2, 1);
const LAST_DATE = Date.UTC(10_000, 0, 1) - 1;
/** Day 0 of its calendar. */
const EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** A time of a wall clock as its calendar counts days. */
export const dateSerial = (wall: number): number => (wall - EPOCH) / DAY_MS;

/**
 * Times as dates of the zone's wall clock, numbers as numbers, everything else as text: `place` is that of a text in the
 * table of texts, `fitting` what of it a cell can hold.
 */
export function cellOf(
  { type }: Column,
  zone: Zone,
  place: (text: string) => number,
  fitting: (text: string) => string,
): (value: Value) => CellXml {
  const text = (value: string) => textCell(place(fitting(value)));
  return (value) => {
    if (value === null) return '';
    if (typeof value === 'string') return text(value);
    if (typeof value === 'object') return text(inertJson(value.json));
    if (typeof value === 'boolean') return type === 'boolean' ? truthCell(value) : text(String(value));
    if (type === 'time') {
      const wall = Math.abs(value) < 8.6e15 ? value + zone.offset(value) : Number.NaN;
      const isShown = wall >= FIRST_DATE && wall <= LAST_DATE;
      return isShown ? timeCell(dateSerial(wall)) : text(toIso(value) ?? String(value));
    }
    const isNumber = (type === 'number' || type === 'duration') && Number.isFinite(value);
    return isNumber ? numberCell(value) : text(String(value));
  };
}
