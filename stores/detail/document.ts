/** The text of a detail as lines of parts. Every remote string has passed `safeLine` or `safeText` by here. */
import type { Row, WholeRecord } from '../../src/cache/ask.ts';
import { cellsOf } from '../../src/domain/cells.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { TimeMode } from '../age.ts';
import type { Loadable } from '../state.ts';
import type { FailureGroup } from './failure-group.ts';
import type { RelatedGroup } from './relations.ts';
import { wrapText } from './text-lines.ts';
import type { Looking, TreeLine } from './tree/looking.ts';

/** Names of tones the theme knows. */
export type PartTone =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'heading'
  | 'error'
  | 'warning'
  | 'ok'
  | 'info'
  | 'accent';

export interface Part {
  readonly text: string;
  readonly tone: PartTone;
}

export interface DocumentLine {
  readonly parts: readonly Part[];
  /** The node of a JSON tree this line shows. */
  readonly node?: TreeLine;
  /** The record Enter goes to. */
  readonly opens?: Row;
  /** Enter opens the lane of the record. */
  readonly lane?: true;
  /** What `y` copies here, exact. */
  readonly value?: string;
}

/** All a tab may read. */
export interface DocumentInput {
  readonly record: AnyRecord;
  readonly whole: Loadable<WholeRecord | null>;
  readonly related: Loadable<readonly RelatedGroup[]>;
  readonly success: Loadable<WholeRecord | null>;
  readonly group: Loadable<FailureGroup | null>;
  /** Whether its cause is known and counts no more. */
  readonly muted: boolean;
  /** How its documents are looked at: folded, decoded, with their secrets. */
  readonly looking: Looking;
  /** Documents as the text they are instead of as trees. */
  readonly asText: boolean;
  readonly now: number;
  readonly timeMode: TimeMode;
  readonly longRunningAfter: number;
  /** How a text calls the key of an action; as the table of keys has it where missing. */
  readonly key?: (id: string) => string;
  /** Cells a line may have; more than any line has where long ones are not wrapped. */
  readonly width: number;
}

export function plainOf(line: DocumentLine): string {
  return line.parts.map((part) => part.text).join('');
}

export const BLANK: DocumentLine = { parts: [] };

export function said(text: string, tone: PartTone = 'plain'): DocumentLine {
  return { parts: [{ text, tone }] };
}

/** Text of any length, wrapped to the width; each line copies the whole text. */
export function paragraph(text: string, width: number, tone: PartTone = 'plain'): readonly DocumentLine[] {
  return wrapText(text, width).map((line) => ({ parts: [{ text: line, tone }], value: text }));
}

/** The longest name of a field, and a blank. */
const LABEL = 18;

/** `label  value`, the value wrapped beside its label; nothing where there is no value. */
export function field(
  label: string,
  value: string | null,
  width: number,
  tone: PartTone = 'plain',
): readonly DocumentLine[] {
  if (value === null || value === '') return [];
  const head = label + ' '.repeat(Math.max(1, LABEL - cellsOf(label)));
  return wrapText(value, Math.max(10, width - LABEL)).map((text, index) => ({
    parts: [
      { text: index === 0 ? head : ' '.repeat(LABEL), tone: 'dim' },
      { text, tone },
    ],
    value,
  }));
}

export function heading(text: string): DocumentLine {
  return said(text, 'heading');
}

/** What stands in place of something that is being fetched, failed, or is not there. */
export function waiting<T, L = readonly DocumentLine[]>(
  loadable: Loadable<T>,
  draw: (value: T) => L,
): L | readonly DocumentLine[] {
  if (loadable.kind === 'loading') return [said('Loading…', 'dim')];
  if (loadable.kind === 'failed')
    return [said(safeLine(loadable.failure.what), 'error'), said(safeLine(loadable.failure.next), 'dim')];
  return draw(loadable.value);
}
