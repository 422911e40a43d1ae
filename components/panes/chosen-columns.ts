/** The columns of a list as they were chosen: those of the pane's own view, and every other field as its type says. */
import type { Row } from '../../src/cache/ask.ts';
import type { CellType, Column } from '../../src/domain/field.ts';
import { valueAt } from '../../src/domain/kinds.ts';
import { safeLine } from '../../src/domain/text.ts';
import { formatTaken } from '../../src/domain/time.ts';
import { formatInstant, type TimeMode } from '../../stores/age.ts';
import { type ChosenColumns, columnTitle, fieldColumn, isPath } from '../../stores/columns/chosen.ts';
import type { ListPaneId } from '../../stores/panes.ts';
import type { ListColumn } from '../table/layout.ts';
import type { Cell, ListRow } from '../table/lines.ts';
import { cellText, type PaneView, type RowContext } from './pane-view.ts';
import { timeColumn } from './time-column.ts';

/** Cells a column is useful and readable with, by what it shows. */
const SIZES: Readonly<Record<CellType, Pick<ListColumn, 'min' | 'ideal' | 'most' | 'align'>>> = {
  text: { min: 8, ideal: 16, most: 60 },
  enum: { min: 6, ideal: 12, most: 24 },
  time: { min: 7, ideal: 7 },
  duration: { min: 8, ideal: 8, align: 'right' },
  number: { min: 6, ideal: 8, most: 16, align: 'right' },
  boolean: { min: 5, ideal: 5 },
  json: { min: 8, ideal: 16, most: 60 },
};
/** What was asked for by name stays longer than what a pane shows by itself. */
const PRIORITY = 3;

export function columnsFor(
  pane: ListPaneId,
  view: PaneView,
  chosen: ChosenColumns,
  mode: TimeMode,
): readonly ListColumn[] {
  const own = view.columns(mode);
  if (chosen === null) return own;
  return chosen.map(({ id, width }) => {
    const column = own.find((one) => one.id === id) ?? furtherColumn(pane, id, mode);
    if (width === null) return column;
    // As wide as it was told to be, whatever is in it.
    const { most: _, grow: __, ...rest } = column;
    return { ...rest, min: width, ideal: width };
  });
}

function furtherColumn(pane: ListPaneId, id: string, mode: TimeMode): ListColumn {
  const type = fieldColumn(pane, id)?.type ?? 'text';
  const title = safeLine(columnTitle(pane, id));
  if (type === 'time') return { ...timeColumn(id, mode), title, priority: PRIORITY };
  return { id, title, ...SIZES[type], priority: PRIORITY };
}

/** Draws a row with the cells of the further columns. */
export function rowFor(
  pane: ListPaneId,
  view: PaneView,
  chosen: ChosenColumns,
): (row: Row, context: RowContext) => ListRow | null {
  const own = new Set(view.columns('utc').map(({ id }) => id));
  const further = (chosen ?? []).flatMap(({ id }) =>
    own.has(id) ? [] : [[id, fieldColumn(pane, id)] as const],
  );
  if (further.length === 0) return view.row;
  return (row, context) => {
    const drawn = view.row(row, context);
    if (drawn === null) return null;
    const cells = further.map(([id, column]) => [id, furtherCell(row, id, column, context)]);
    return { ...drawn, cells: { ...drawn.cells, ...Object.fromEntries(cells) } };
  };
}

function furtherCell(row: Row, id: string, column: Column | null, { timeMode, now }: RowContext): Cell {
  if (isPath(id)) return { text: safeLine(row.paths?.[id] ?? '') };
  const value = valueAt(row.record, id);
  if (column?.type === 'time')
    return { text: formatInstant(typeof value === 'number' ? value : null, timeMode, now), tone: 'dim' };
  if (column?.type === 'duration') return { text: formatTaken(typeof value === 'number' ? value : null) };
  if (value === null) return { text: '' };
  return { text: cellText(typeof value === 'object' ? JSON.stringify(value) : String(value)) };
}
