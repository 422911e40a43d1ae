import { memo, type ReactElement, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Row } from '../../src/cache/ask.ts';
import { isProblem } from '../../stores/actions/lists.ts';
import type { ListState } from '../../stores/list-state.ts';
import type { ListPaneId } from '../../stores/panes.ts';
import { PANES } from '../../stores/panes.ts';
import { topOf } from '../../stores/window.ts';
import { type Measured, measured } from '../table/content.ts';
import type { ScrollBar } from '../table/layout.ts';
import type { ListRow } from '../table/lines.ts';
import { RecordTable } from '../table/RecordTable.tsx';
import { useConsoleState, useView } from '../view.ts';
import { EmptyPane } from './EmptyPane.tsx';
import type { RowContext } from './pane-view.ts';
import { PANE_VIEWS } from './panes.ts';

interface Props {
  readonly pane: ListPaneId;
  readonly width: number;
  readonly height: number;
}

/** A window of records of one kind. */
export const ListPane = memo(function ListPane({ pane, width, height }: Props): ReactElement {
  const { console, theme } = useView();
  const list = useConsoleState((state) => state.lists[pane]);
  const { now, timeMode, focused, muted } = useConsoleState(
    useShallow((state) => ({
      now: state.now,
      timeMode: state.timeMode,
      focused: state.focus === 'list',
      muted: state.muted,
    })),
  );
  const widths = useRef<Partial<Record<ListPaneId, Measured>>>({});
  if (list.window.rows.length === 0) {
    return <EmptyPane pane={pane} width={width} height={height} />;
  }
  const top = topOf(list.window, list.place);
  const shown = list.window.rows.slice(top, top + height - 1);
  const context: RowContext = { now, timeMode, muted, longRunningAfter: console.services.longRunningAfter };
  // Rows that wait for the answer to another question say nothing of how wide its answer is.
  if (list.freshness !== 'stale' || widths.current[pane] === undefined) {
    const { query, window } = list;
    widths.current[pane] = measured(widths.current[pane] ?? null, query, window.rows, (row) =>
      PANE_VIEWS[pane].row(row, context),
    );
  }
  const sorted = PANES[pane].sorts.find(({ field }) => field === list.sort[0]?.field);
  return (
    <RecordTable
      theme={theme}
      columns={PANE_VIEWS[pane].columns(timeMode)}
      content={widths.current[pane]?.content ?? {}}
      rows={shown.flatMap((row) => listRow(pane, row, context, list.freshness === 'stale'))}
      cursor={list.place.selected}
      focused={focused}
      sort={
        sorted === undefined ? null : { column: sorted.column, descending: list.sort[0]?.descending ?? false }
      }
      bar={barOf(list, top)}
      width={width}
      height={height}
    />
  );
});

function listRow(pane: ListPaneId, row: Row, context: RowContext, stale: boolean): readonly ListRow[] {
  const drawn = PANE_VIEWS[pane].row(row, context);
  return drawn === null ? [] : [stale ? { ...drawn, dim: true } : drawn];
}

/** Where the screen stands in the whole list, and where problems are among the loaded rows. */
function barOf({ window, tally }: ListState, top: number): ScrollBar | null {
  const offset = window.offset ?? 0;
  const notable = window.rows.flatMap((row, index) => (isProblem(row.record) ? [offset + index] : []));
  const total = Math.max(tally?.matched ?? 0, offset + window.rows.length);
  // In a list of nothing but problems marking each would mark nothing.
  return { total, top: offset + top, notable: notable.length * 2 > window.rows.length ? [] : notable };
}
