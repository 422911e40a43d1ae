import { Box } from 'ink';
import { memo, type ReactElement, useMemo, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Row, Sort } from '../../src/cache/ask.ts';
import { grouped } from '../../src/domain/grouped.ts';
import type { Ref } from '../../src/domain/record.ts';
import { isProblem } from '../../stores/actions/lists.ts';
import { type ChosenColumns, sortsOf } from '../../stores/columns/chosen.ts';
import { keyOf } from '../../stores/derive.ts';
import type { ListState } from '../../stores/list-state.ts';
import { isNew as isNewer } from '../../stores/looked.ts';
import { isMarked, type Marks, rangeIn } from '../../stores/marks.ts';
import { type Band, bandOf, type Own } from '../../stores/own.ts';
import { type ListPaneId, PANES } from '../../stores/panes.ts';
import { topOf } from '../../stores/window.ts';
import { type Measured, measured } from '../table/content.ts';
import type { Content, ScrollBar } from '../table/layout.ts';
import { GUTTER, type ListRow, MARGIN, type SortMark, signed } from '../table/lines.ts';
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
  const own = useConsoleState((state) => state.own);
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
  const pins = own.pins[pane];
  const pinsKey = useConsoleState((state) => keyOf(state, 'pin.only'));
  const band = bandOf(pins, list.query, height - 1);
  const sign = useMemo(() => signing(own.notes, pins), [own.notes, pins]);
  const above = bandRows(band, draw, sign, own.marks[pane], pinsKey, width - GUTTER - MARGIN);
  const onPin = band.rows.some(({ ref }) => ref === own.onPin) ? pinKey(own.onPin ?? '') : null;
  if (list.window.rows.length === 0) {
    const empty = <EmptyPane pane={pane} width={width} height={height - (band.lines && band.lines + 1)} />;
    if (band.lines === 0) return empty;
    return (
      <Box flexDirection="column" width={width} height={height}>
        <RecordTable
          theme={theme}
          sight={sight}
          rows={above}
          cursor={onPin}
          column={list.column}
          focused={focused}
          sort={sort}
          bar={null}
          width={width}
          height={band.lines + 1}
        />
        {empty}
      </Box>
    );
  }
  const top = topOf(list.window, list.place);
  const shown = list.window.rows.slice(top, top + height - 1 - band.lines);
  return (
    <RecordTable
      theme={theme}
      sight={sight}
      rows={[...above, ...listRows(shown, top, list, own.marks[pane], draw, sign)]}
      cursor={onPin ?? list.place.selected}
      column={list.column}
      focused={focused}
      sort={sort}
      bar={barOf(list, top, known, own.marks[pane])}
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

type Draw = (row: Row) => ListRow | null;
/** A row with its signs; whether it is marked is for the caller to say. */
type Sign = (row: ListRow, ref: Ref, marked: boolean) => ListRow;

function signing(notes: Own['notes'], pins: readonly Row[]): Sign {
  const pinned = new Set(pins.map(({ ref }) => ref));
  return (row, ref, marked) => signed(row, marked, pinned.has(ref), Object.hasOwn(notes, ref));
}

/** The same record may stand in the list below: the two lines have keys of their own. */
const pinKey = (ref: Ref): string => `pinned ${ref}`;
const PINNED_ROWS = new WeakMap<ListRow, ListRow>();

/** The rows pinned on top, and a line below them with how many more there are. */
function bandRows(
  band: Band,
  draw: Draw,
  sign: Sign,
  marks: Marks,
  key: string,
  width: number,
): readonly ListRow[] {
  const rows = band.rows.flatMap((row) => {
    const drawn = draw(row);
    if (drawn === null) return [];
    const named = PINNED_ROWS.get(drawn) ?? { ...drawn, key: pinKey(row.ref) };
    PINNED_ROWS.set(drawn, named);
    return [sign(named, row.ref, isMarked(marks, row.ref))];
  });
  if (band.lines === rows.length) return rows;
  // It stands below them: nobody is to take it for the head of what follows.
  const more = band.more === 0 ? '' : `, ${grouped(band.more)} more: ${key} shows them`;
  const told = `── pinned above${more} `;
  return [...rows, { key: 'pinned', cells: {}, text: told + '─'.repeat(Math.max(0, width - told.length)) }];
}

function listRows(
  shown: readonly Row[],
  top: number,
  { window, place }: ListState,
  marks: Marks,
  draw: Draw,
  sign: Sign,
): readonly ListRow[] {
  const [first, last] = rangeIn(marks, window, place) ?? [0, -1];
  const plain = marks.count === 0 && last < 0;
  return shown.flatMap((row, index) => {
    const drawn = draw(row);
    if (drawn === null) return [];
    const at = top + index;
    return [sign(drawn, row.ref, !plain && ((at >= first && at <= last) || isMarked(marks, row.ref)))];
  });
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
function barOf(
  { window, tally }: ListState,
  top: number,
  known: number | null,
  marks: Marks,
): ScrollBar | null {
  const offset = window.offset ?? 0;
  const marked =
    marks.count === 0
      ? []
      : window.rows.flatMap((row, index) => (isMarked(marks, row.ref) ? [offset + index] : []));
  const notable = window.rows.flatMap((row, index) => (isProblem(row.record) ? [offset + index] : []));
  const total = Math.max(known ?? tally?.matched ?? 0, offset + window.rows.length);
  // In a list of nothing but problems marking each would mark nothing.
  return {
    total,
    top: offset + top,
    notable: notable.length * 2 > window.rows.length ? [] : notable,
    marked: marked.length * 2 > window.rows.length ? [] : marked,
  };
}
