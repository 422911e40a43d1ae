/** Texts as expressions for the full-text index of trigrams. */
import { fold } from '../../domain/text.ts';
import type { Value } from '../../query/tree.ts';
import { CONTAINS_FROM } from '../../query/words.ts';
import { SEPARATOR } from '../texts.ts';

/** Longer phrases are cut: that many characters say enough, and the record is tested again. */
const LONGEST_PHRASE = 64;

export interface TextMatch {
  readonly expression: string;
  readonly exact: boolean;
}

/** An expression that finds every record in whose columns (null: any) the text occurs; null when too short. */
export function contains(text: string, columns: readonly string[] | null): TextMatch | null {
  const points = [...fold(text)];
  if (points.length < CONTAINS_FROM) return null;
  const cut = points.slice(0, LONGEST_PHRASE);
  const exact = cut.length === points.length && !text.includes(SEPARATOR);
  return { expression: within(`"${cut.join('').replaceAll('"', '""')}"`, columns), exact };
}

/** For a pattern: all its literal pieces that are long enough; null when there is none. Never exact. */
export function containsPattern(
  value: Extract<Value, { kind: 'pattern' }>,
  columns: readonly string[] | null,
): TextMatch | null {
  const pieces = value.parts.flatMap((part) =>
    typeof part === 'string' ? (contains(part, null) ?? []) : [],
  );
  if (pieces.length === 0) return null;
  const expression = pieces.map((piece) => piece.expression).join(' AND ');
  return { expression: within(`(${expression})`, columns), exact: false };
}

function within(expression: string, columns: readonly string[] | null): string {
  return columns === null ? expression : `{${columns.join(' ')}} : ${expression}`;
}
