import type { Column } from '../domain/field.ts';
import type { Zone } from './zone.ts';

/** The title of a column with what its figures are in. */
export function headingOf({ title, type }: Column, zone: Zone): string {
  if (type === 'time') return `${title} (${zone.name})`;
  return type === 'duration' ? `${title} (ms)` : title;
}
