/** The name of a report's file out of a pattern, so that a schedule makes a series. Pure. */
import { join } from 'node:path';
import type { Zone } from '../export/zone.ts';
import { dateIn, type ReportWindow } from './windows.ts';

export interface NamedBy {
  readonly name: string;
  readonly window: ReportWindow;
  readonly zone: Zone;
  /** Without the dot. */
  readonly extension: string;
}

/** What may stand in braces. `from` and `to` are the first and the last day. */
const PARTS: Readonly<Record<string, (named: NamedBy) => string>> = {
  name: ({ name }) => name,
  window: ({ window }) => window.name.replaceAll(':', ''),
  from: ({ window, zone }) => dateIn(window.from, zone),
  to: ({ window, zone }) => dateIn(window.to - 1, zone),
  format: ({ extension }) => extension,
};
export const PARTS_OF_NAMES: readonly string[] = Object.keys(PARTS);
const PART = /\{(\w*)\}/g;

/** What a report is called that only a folder is known for. */
export const USUAL_NAME = '{name}-{from}.{format}';

/** Words in braces that stand for nothing. */
export const unknownParts = (pattern: string): readonly string[] =>
  [...pattern.matchAll(PART)].flatMap(([whole, part = '']) => (Object.hasOwn(PARTS, part) ? [] : [whole]));

export function fileName(pattern: string, isFolder: boolean, named: NamedBy): string {
  const whole = isFolder ? join(pattern, USUAL_NAME) : pattern;
  return whole.replace(
    PART,
    (found, part: string) => (Object.hasOwn(PARTS, part) ? PARTS[part]?.(named) : null) ?? found,
  );
}
