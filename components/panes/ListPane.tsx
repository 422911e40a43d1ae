import { memo, type ReactElement, useMemo, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Row, Sort } from '../../src/cache/ask.ts';
import { isProblem } from '../../stores/actions/lists.ts';
import { type ChosenColumns, sortsOf } from '../../stores/columns/chosen.ts';
import type { ListState } from '../../stores/list-state.ts';
import { isNew as isNewer } from '../../stores/looked.ts';
import { type ListPaneId, PANES } from '../../stores/panes.ts';
import { topOf } from '../../stores/window.ts';
import { type Measured, measured } from '../table/content.ts';
import type { Content, ScrollBar } from '../table/layout.ts';
import { GUTTER, type ListRow, MARGIN, type SortMark } from '../table/lines.ts';
import { RecordTable } from '../table/RecordTable.tsx';
import { columnsInSight } from '../table/sideways.ts';
import { useConsoleState, useView } from '../view.ts';
import { columnsFor, rowFor } from './chosen-columns.ts';
import { EmptyPane } from './EmptyPane.tsx';
import type { PaneView, RowContext } from './pane-view.ts';
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
  const { now, timeMode, focused, muted, newSince, known } = useConsoleState(
    useShallow((state) => ({
      now: state.now,
      timeMode: state.timeMode,
      focused: state.focus === 'list',
      muted: state.muted,
      newSince: state.looked[pane],
      known: state.lists[pane].marking ? state.known[PANES[pane].kind] : null,
    })),
  );
  const widths = useRef<Partial<Record<ListPaneId, Measured>>>({});
  const { longRunningAfter } = console.services;
  const view = PANE_VIEWS[pane];
  const stale = list.freshness === 'stale';
  const chosen = list.columns;
  const { matches } = list;
  const columns = useMemo(() => columnsFor(pane, view, chosen, timeMode), [pane, view, chosen, timeMode]);
  const drawRow = useMemo(() => rowFor(pane, view, chosen), [pane, view, chosen]);
  const draw = useMemo(
    () => drawing(drawRow, { now, timeMode, muted, longRunningAfter, newSince }, stale, new Set(matches)),
    [drawRow, now, timeMode, muted, longRunningAfter, newSince, stale, matches],
  );
  const [by] = list.sort;
  const sort = useMemo(() => sortMark(pane, chosen, by), [pane, chosen, by]);
  const lefts = useRef<Partial<Record<ListPaneId, number>>>({});
  const content = contentOf(widths.current, pane, list, stale, draw);
  const left = lefts.current[pane] ?? 0;
  const sight = useMemo(
    () => columnsInSight(columns, width - GUTTER - MARGIN, content, list.column, left),
    [columns, width, content, list.column, left],
  );
  lefts.current[pane] = sight.left;
  if (list.window.rows.length === 0) {
    return <EmptyPane pane={pane} width={width} height={height} />;
  }
  const top = topOf(list.window, list.place);
  const shown = list.window.rows.slice(top, top + height - 1);
  return (
    <RecordTable
      theme={theme}
      sight={sight}
      rows={shown.flatMap((row) => draw(row) ?? [])}
      cursor={list.place.selected}
      column={list.column}
      focused={focused}
      sort={sort}
      bar={barOf(list, top, known)}
      width={width}
      height={height}
    />
  );
});

const NOTHING: Content = {};

/** How wide the content of the columns is; rows that wait for another answer say nothing of how wide that is. */
function contentOf(
  widths: Partial<Record<ListPaneId, Measured>>,
  pane: ListPaneId,
  { query, columns, window }: ListState,
  stale: boolean,
  draw: (row: Row) => ListRow | null,
): Content {
  const question = columns === null ? query : `${query}\n${columns.map(({ id }) => id).join('\n')}`;
  if (window.rows.length > 0 && (!stale || widths[pane] === undefined)) {
    widths[pane] = measured(widths[pane] ?? null, question, window.rows, draw);
  }
  return widths[pane]?.content ?? NOTHING;
}

/** Draws each record once, however often it is shown while nothing else changes. */
function drawing(
  drawRow: PaneView['row'],
  context: RowContext,
  stale: boolean,
  matches: ReadonlySet<string>,
): (row: Row) => ListRow | null {
  const drawn = new WeakMap<Row, ListRow | null>();
  return (row) => {
    const known = drawn.get(row);
    if (known !== undefined) return known;
    const fresh = drawRow(row, context);
    const isNew = isNewer(row.record, context.newSince ?? null);
    const matched = matches.has(row.ref);
    const made =
      fresh !== null && (stale || isNew || matched)
        ? { ...fresh, dim: stale || fresh.dim === true, isNew, matched }
        : fresh;
    drawn.set(row, made);
    return made;
  };
}

function sortMark(pane: ListPaneId, chosen: ChosenColumns, by: Sort | undefined): SortMark | null {
  const sorted = sortsOf(pane, chosen).find(({ field }) => field === by?.field);
  return sorted === undefined ? null : { column: sorted.column, descending: by?.descending ?? false };
}

/** Where the screen stands in the whole list, and where problems are among the loaded rows. */
function barOf({ window, tally }: ListState, top: number, known: number | null): ScrollBar | null {
  const offset = window.offset ?? 0;
  const notable = window.rows.flatMap((row, index) => (isProblem(row.record) ? [offset + index] : []));
  const total = Math.max(known ?? tally?.matched ?? 0, offset + window.rows.length);
  // In a list of nothing but problems marking each would mark nothing.
  return { total, top: offset + top, notable: notable.length * 2 > window.rows.length ? [] : notable };
}
