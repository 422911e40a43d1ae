/** What a list pane's view declares: columns, and how a record becomes a row. */
import type { Row } from '../../src/cache/ask.ts';
import { maskText } from '../../src/domain/secrets.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { TimeMode } from '../../stores/age.ts';
import { columnTitle } from '../../stores/columns/chosen.ts';
import type { ListPaneId } from '../../stores/panes.ts';
import type { ListColumn } from '../table/layout.ts';
import type { ListRow } from '../table/lines.ts';
import { GLYPHS } from '../theme.ts';

export interface RowContext {
  readonly now: number;
  readonly timeMode: TimeMode;
  readonly longRunningAfter: number;
  /** Causes of failures that are known. */
  readonly muted: readonly string[];
  /** Rows of a later instant are new (UTC ms); null where nobody looked before. */
  readonly newSince?: number | null;
}

export interface PaneView {
  readonly columns: (mode: TimeMode) => readonly ListColumn[];
  /** Null for a record that has no business in this pane. */
  readonly row: (row: Row, context: RowContext) => ListRow | null;
}

/** No column of any terminal shows more (characters). */
const LONGEST_CELL = 500;

/** Text of any length as that of a cell: its beginning, safe, its secrets masked. */
export function cellText(text: string | null | undefined): string {
  return text == null ? '' : safeLine(maskText(text.slice(0, LONGEST_CELL)));
}

type Untitled = Omit<ListColumn, 'title'> & { readonly title?: string };

/** Columns with the titles the pane declares for them, where they bring none. */
export function titled(pane: ListPaneId, columns: readonly Untitled[]): readonly ListColumn[] {
  return columns.map((column) => ({ title: columnTitle(pane, column.id), ...column }));
}

/** A name with a mark where its bearer is no more at the platform; the mark comes first, so that no cut takes it. */
export function withGone(name: string, gone = false): string {
  return gone && name !== '' ? `${GLYPHS.gone} ${name}` : name;
}
