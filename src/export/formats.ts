import type { Format } from './format.ts';
import { PDF } from './pdf/pdf.ts';
import { CSV, JSON_LINES, JSON_OBJECT } from './text/formats.ts';
import { XLSX } from './xlsx/xlsx.ts';

/** Every export format; command-line choices, the export dialog and the tests read this table. */
export const FORMATS: readonly Format[] = [XLSX, CSV, JSON_OBJECT, JSON_LINES, PDF];

export function formatNamed(name: string): Format | null {
  return FORMATS.find((format) => format.name === name) ?? null;
}
