/**
 * A window of rows out of a list of any length, and where the cursor stands in it. Pure. The cursor is a
 * ref, never an index: whatever a refresh brings, it stays on its record and on its line of the screen.
 */
import type { Row, RowsAnswer } from '../src/cache/ask.ts';
import type { Ref } from '../src/domain/record.ts';

export interface RowWindow {
  readonly rows: readonly Row[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** How many rows lie before the first; null when nobody knows. */
  readonly offset: number | null;
}

export interface Place {
  readonly selected: Ref | null;
  /** Line of the screen the selected row stands on, from 0. */
  readonly line: number;
  /** Steps that could not be taken yet because the next page is not here. */
  readonly owed: number;
}

export const EMPTY_WINDOW: RowWindow = { rows: [], atStart: true, atEnd: true, offset: 0 };
export const TOP: Place = { selected: null, line: 0, owed: 0 };

export function indexOf(window: RowWindow, ref: Ref | null): number {
  return ref === null ? -1 : window.rows.findIndex((row) => row.ref === ref);
}

/** The row under the cursor. */
export function selectedRow(window: RowWindow, place: Place): Row | null {
  return window.rows[indexOf(window, place.selected)] ?? null;
}

/** Index of the first visible row. */
export function topOf(window: RowWindow, place: Place): number {
  return Math.max(0, indexOf(window, place.selected) - place.line);
}

/** Moves the cursor; at the edge of the window the rest is owed until the next page is here. */
export function moved(window: RowWindow, place: Place, delta: number, height: number): Place {
  return stepped(window, place, delta, height, place.line + delta);
}

/** Moves the cursor and the view together, as paging does: the cursor keeps its line. */
export function paged(window: RowWindow, place: Place, delta: number, height: number): Place {
  return stepped(window, place, delta, height, place.line);
}

function stepped(window: RowWindow, place: Place, delta: number, height: number, line: number): Place {
  const last = window.rows.length - 1;
  if (last < 0) return place;
  const wanted = Math.max(0, indexOf(window, place.selected)) + place.owed + delta;
  const index = Math.min(last, Math.max(0, wanted));
  const open = wanted > last ? !window.atEnd : wanted < 0 ? !window.atStart : false;
  return settled(
    window,
    {
      selected: window.rows[index]?.ref ?? null,
      line,
      owed: open ? wanted - index : 0,
    },
    height,
  );
}

/** Keeps the line on the screen, and the screen filled as far as there are rows. */
export function settled(window: RowWindow, place: Place, height: number): Place {
  const index = indexOf(window, place.selected);
  if (index < 0) return place;
  const highest = Math.max(0, window.rows.length - height);
  const line = Math.min(Math.max(0, height - 1), Math.max(0, place.line));
  const top = Math.min(Math.max(0, index - line), highest);
  return { ...place, line: Math.min(index - top, Math.max(0, height - 1)) };
}

export function atFirst(window: RowWindow): Place {
  return { selected: window.rows[0]?.ref ?? null, line: 0, owed: 0 };
}

export function atLast(window: RowWindow, height: number): Place {
  const selected = window.rows.at(-1)?.ref ?? null;
  return settled(window, { selected, line: height - 1, owed: 0 }, height);
}

/** On a record, a third of the screen above it; on the first one where it is not there. */
export function atRef(window: RowWindow, ref: Ref, height: number): Place {
  if (indexOf(window, ref) < 0) return atFirst(window);
  return settled(window, { selected: ref, line: Math.floor(height / 3), owed: 0 }, height);
}

/** The rows of one answer as a window. */
export function windowOf(answer: RowsAnswer, matched: number | null): RowWindow {
  const offset = answer.atStart ? 0 : matched === null ? null : Math.max(0, matched - answer.rows.length);
  return { rows: answer.rows, atStart: answer.atStart, atEnd: answer.atEnd, offset };
}

/** The window with a further page at one end; rows beyond `most` are let go at the other. */
export function extended(
  window: RowWindow,
  answer: RowsAnswer,
  side: 'after' | 'before',
  most: number,
): RowWindow {
  const known = new Set(window.rows.map((row) => row.ref));
  const fresh = answer.rows.filter((row) => !known.has(row.ref));
  if (side === 'after') {
    const all = [...window.rows, ...fresh];
    const gone = Math.max(0, all.length - most);
    return {
      rows: all.slice(gone),
      atStart: window.atStart && gone === 0,
      atEnd: answer.atEnd,
      offset: window.offset === null ? null : window.offset + gone,
    };
  }
  const all = [...fresh, ...window.rows];
  return {
    rows: all.slice(0, most),
    atStart: answer.atStart,
    atEnd: window.atEnd && all.length <= most,
    offset: answer.atStart ? 0 : window.offset === null ? null : Math.max(0, window.offset - fresh.length),
  };
}

/**
 * The window around an anchor that keeps its place: it stays where it was even when it no longer matches
 * (an alert just read, a job that moved in the order), until the cursor leaves it.
 */
export function around(
  before: RowsAnswer,
  anchor: Row,
  after: RowsAnswer,
  position: number | null,
): RowWindow {
  const rows: Row[] = [];
  const seen = new Set<Ref>([anchor.ref]);
  const add = (row: Row): void => {
    if (seen.has(row.ref)) return;
    seen.add(row.ref);
    rows.push(row);
  };
  before.rows.forEach(add);
  const index = rows.length;
  rows.push(anchor);
  after.rows.forEach(add);
  return {
    rows,
    atStart: before.atStart,
    atEnd: after.atEnd,
    offset: before.atStart ? 0 : position === null ? null : Math.max(0, position - index),
  };
}

/** Whether the cursor has come so near an edge that the next page should be fetched. */
export function needsMore(window: RowWindow, place: Place, height: number): 'after' | 'before' | null {
  const index = indexOf(window, place.selected);
  if (index < 0) return null;
  const below = window.rows.length - 1 - index + place.line;
  if (!window.atEnd && (below < 2 * height || place.owed > 0)) return 'after';
  if (!window.atStart && (index - place.line < height || place.owed < 0)) return 'before';
  return null;
}
