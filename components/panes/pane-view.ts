/** What a list pane's view declares: columns, and how a record becomes a row. */
import type { Row } from '../../src/cache/ask.ts';
import type { TimeMode } from '../../stores/age.ts';
import type { ListColumn } from '../table/layout.ts';
import type { ListRow } from '../table/lines.ts';
import { GLYPHS } from '../theme.ts';

export interface RowContext {
  readonly now: number;
  readonly timeMode: TimeMode;
  readonly longRunningAfter: number;
  /** Causes of failures that are known. */
  readonly muted: readonly string[];
}

export interface PaneView {
  readonly columns: (mode: TimeMode) => readonly ListColumn[];
  /** Null for a record that has no business in this pane. */
  readonly row: (row: Row, context: RowContext) => ListRow | null;
}

/** A name with a mark where its bearer is no more at the platform; the mark comes first, so that no cut takes it. */
export function withGone(name: string, gone = false): string {
  return gone && name !== '' ? `${GLYPHS.gone} ${name}` : name;
}
