/** A prompt of one line about some records: a note on them, or a command they are piped to. */
import type { Ref } from '../src/domain/record.ts';
import type { Line } from './line-editor.ts';

export interface LinePrompt {
  readonly kind: 'line';
  readonly purpose: 'note' | 'pipe';
  /** Safe for the screen, as are the lines. */
  readonly title: string;
  /** What it is about: the query, the count, a sample. */
  readonly lines: readonly string[];
  readonly line: Line;
  readonly refs: readonly Ref[];
}
