/**
 * What there is to say of the console: where one is, what the cursor is on, what is being typed. Pure. For a
 * screen reader each of them is one line of plain words, said again only when it has become another.
 */
import { cut } from '../../src/domain/cells.ts';
import { labelOf } from '../../src/domain/entity/known.ts';
import { grouped } from '../../src/domain/grouped.ts';
import type { Ref } from '../../src/domain/record.ts';
import { firstLine, safeLine } from '../../src/domain/text.ts';
import { columnTitle, shownColumns } from '../../stores/columns/chosen.ts';
import { currentItem, keyOf, pinUnderCursor } from '../../stores/derive.ts';
import { plainOf } from '../../stores/detail/document.ts';
import { titleOf } from '../../stores/detail/fields.ts';
import { detailLinesOf } from '../../stores/detail/lines.ts';
import { tabsOf } from '../../stores/detail/tabs.ts';
import { isRow, laneLinesOf } from '../../stores/lane/lines.ts';

import { thingOf } from '../../stores/lane/state.ts';
import { isMarked } from '../../stores/marks.ts';
import { isPinned } from '../../stores/own.ts';
import { isListPane, type ListPaneId, PANES } from '../../stores/panes.ts';
import type { ConsoleServices } from '../../stores/services.ts';
import type { ConsoleState } from '../../stores/state.ts';
import { indexOf } from '../../stores/window.ts';
import { rowFor } from '../panes/chosen-columns.ts';
import { PANE_VIEWS } from '../panes/panes.ts';
import type { ListRow } from '../table/lines.ts';
import { completenessOf } from './completeness.ts';
import { overlaySpoken } from './overlays.ts';

/** A line; it is said again when its key is another one, not when a count in it has grown. */
export interface Said {
  readonly key: string;
  readonly text: string;
}

export interface Spoken {
  readonly where: Said;
  /** What the cursor is on; null where there is nothing. */
  readonly at: Said | null;
  /** A line being typed, with what it is for. */
  readonly prompt: {
    readonly label: string;
    readonly text: string;
    readonly problem: string | null;
    /** Another one for the same text: somebody has tried to take it as it is. */
    readonly judged: unknown;
    /** How it could go on; told when nothing has been typed for a moment. */
    readonly choices?: string | null;
  } | null;
  readonly message: string | null;
}

export type ReaderServices = Pick<ConsoleServices, 'longRunningAfter' | 'exporter' | 'platforms'>;

export function spoken(state: ConsoleState, services: ReaderServices): Spoken {
  const { overlay, message } = state;
  const said = message === null ? null : safeLine(message.text);
  const over = overlay === null ? null : overlaySpoken(state, overlay);
  if (over !== null) return { ...over, message: said };
  const [where, at] =
    state.lane !== null
      ? laneSpoken(state)
      : state.focus === 'detail' && state.detail !== null
        ? detailSpoken(state, services)
        : isListPane(state.pane)
          ? listSpoken(state, state.pane, services)
          : figuresSpoken(state, services);
  return { where, at, prompt: null, message: said };
}

type Pair = readonly [where: Said, at: Said | null];

function listSpoken(state: ConsoleState, pane: ListPaneId, services: ReaderServices): Pair {
  const list = state.lists[pane];
  const { tally, window, place, query, failure } = list;
  const filter = query === '' ? 'no filter' : `filter ${safeLine(query)}`;
  const { floor, words: missing } = completenessOf(state, pane, query, services);
  const matched =
    tally === null ? '' : `, ${tally.exact && !floor ? '' : 'at least '}${grouped(tally.matched)} matched`;
  const wrong = failure === null ? '' : `: ${safeLine(failure.what)}`;
  const where = {
    // Said again once all is there, or no longer is.
    key: `${pane} ${query} ${failure?.what ?? ''} ${list.pending} ${floor}`,
    text: `${PANES[pane].title}, ${filter}${matched}${missing}${wrong}`,
  };
  const index = indexOf(window, place.selected);
  const pin = pinUnderCursor(state);
  const row = pin ?? window.rows[index];
  if (row === undefined) {
    const isRead = list.freshness !== 'none';
    const text = isRead ? `no row${floor ? ' so far' : ''}` : 'reading';
    return [where, { key: `${pane} ${query} none ${isRead}`, text }];
  }
  const { now, timeMode, muted } = state;
  const { longRunningAfter } = services;
  const view = PANE_VIEWS[pane];
  const drawn = rowFor(pane, view, list.columns)(row, { now, timeMode, muted, longRunningAfter });
  if (drawn === null) return [where, null];
  const columns = shownColumns(pane, list.columns).map(({ id }) => id);
  if (list.column !== null) {
    const { column } = list;
    const words = `${safeLine(columnTitle(pane, column))}: ${drawn.cells[column]?.text || 'nothing'}`;
    return [where, { key: `${row.ref} ${TICKING.has(column) ? column : words}`, text: words }];
  }
  const total = Math.max(tally?.matched ?? 0, (window.offset ?? 0) + window.rows.length);
  const own = ownWords(state, pane, row.ref);
  const number =
    pin !== null || window.offset === null
      ? ''
      : ` ${grouped(window.offset + index + 1)} of ${grouped(total)}`;
  return [
    where,
    {
      key: `${row.ref} ${pin !== null} ${own} ${wordsOf(
        drawn,
        columns.filter((id) => !TICKING.has(id)),
      )}`,
      text: `row${number}: ${own}${wordsOf(drawn, columns)}`,
    },
  ];
}

/** What the user has laid on a record: `marked, pinned, `. */
function ownWords(state: ConsoleState, pane: ListPaneId, ref: Ref): string {
  const { marks, notes } = state.own;
  const words = [
    isMarked(marks[pane], ref) ? 'marked' : '',
    isPinned(state, pane, ref) ? 'pinned' : '',
    Object.hasOwn(notes, ref) ? 'with a note' : '',
  ];
  return words
    .filter((word) => word !== '')
    .map((word) => `${word}, `)
    .join('');
}

/** Cells of a column that are said: a row is to be heard in a breath. */
const LONGEST = 60;

/** Columns that change by themselves. */
const TICKING = new Set(['age', 'started', 'duration', 'time']);

/** `ERROR, 2m, prod, ...`: the first column says what the row is, its sign said aloud would be noise. */
function wordsOf({ cells }: ListRow, columns: readonly string[]): string {
  return columns
    .map((id, index) => {
      const word = cut((cells[id]?.text ?? '').replace(/^[^\p{L}\p{N}"(<[]+/u, '').trim(), LONGEST);
      return index === 0 ? word.toUpperCase() : word;
    })
    .filter((word) => word !== '')
    .join(', ');
}

function detailSpoken(state: ConsoleState, { longRunningAfter }: ReaderServices): Pair {
  const { detail } = state;
  if (detail === null) return [{ key: '', text: '' }, null];
  const { record } = detail.row;
  const tab = tabsOf(record).find(({ id }) => id === detail.tab)?.title ?? '';
  const lines = detailLinesOf(state, longRunningAfter);
  const line = lines.at(detail.cursor);
  const plain = line === undefined ? '' : plainOf(line);
  const text = plain.replace(/[▸▾\s]+/g, ' ').trim() || 'blank';
  return [
    {
      key: `${detail.ref} ${detail.tab}`,
      text: `${titleOf(record)}, ${tab}, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`,
    },
    {
      key: `${detail.ref} ${detail.tab} ${detail.cursor} ${text}`,
      text: `line ${detail.cursor + 1} of ${lines.length}: ${text}`,
    },
  ];
}

function figuresSpoken(state: ConsoleState, services: ReaderServices): Pair {
  const { sections, selected } = state.statistics;
  const { words } = completenessOf(state, 'statistics', '', services);
  const where = { key: `statistics ${sections.length > 0}`, text: `${PANES.statistics.title}${words}` };
  const item = currentItem(state);
  if (item === null) return [where, null];
  const items = sections.flatMap((section) => section.items);
  const title = sections.find((section) => section.items.includes(item))?.title ?? '';
  const value = item.value === null ? 'not known' : grouped(item.value);
  const name = [item.heading, item.label, item.platform].flatMap((word) => (word ? [safeLine(word)] : []));
  return [
    where,
    {
      key: `${selected ?? ''} ${value}`,
      text: `figure ${items.indexOf(item) + 1} of ${items.length}: ${safeLine(title)}: ${[...new Set(name)].join(', ')}: ${value}`,
    },
  ];
}

function laneSpoken(state: ConsoleState): Pair {
  const { lane } = state;
  if (lane === null) return [{ key: '', text: '' }, null];
  const thing = thingOf(lane);
  const name = thing === null ? 'this record' : safeLine(labelOf(thing));
  const rows = laneLinesOf(lane).filter(isRow);
  const at = rows.findIndex(({ key }) => key === lane.cursor.key);
  const row = rows[at];
  const back = keyOf(state, 'step.back', 'lane');
  return [
    {
      key: `lane ${lane.from.ref} ${lane.at} ${lane.pending}`,
      text: `Everything about ${name}, ${rows.length} ${rows.length === 1 ? 'row' : 'rows'} read, ${back} goes back`,
    },
    row === undefined
      ? null
      : {
          key: `lane ${row.key}`,
          text: `row ${at + 1} of ${rows.length}: ${firstLine(titleOf(row.row.record))}`,
        },
  ];
}
