/** The column chooser as data: every column of a pane, those shown first and in their order. Pure. */
import { pathSteps } from '../../src/query/path-values.ts';
import type { Line } from '../line-editor.ts';
import type { ListPaneId } from '../panes.ts';
import {
  type ChosenColumns,
  columnIds,
  NARROWEST,
  ownChoice,
  sameColumns,
  shownColumns,
  WIDEST,
} from './chosen.ts';

export interface ChooserRow {
  readonly id: string;
  readonly shown: boolean;
  readonly width: number | null;
}

export interface Chooser {
  readonly kind: 'columns';
  readonly pane: ListPaneId;
  readonly rows: readonly ChooserRow[];
  readonly cursor: number;
  /** A `@path` being typed; null where none is. */
  readonly typing: Line | null;
  /** What is wrong with it. */
  readonly problem: string | null;
}

/** Where a column that has no width of its own begins when it is made wider or narrower. */
const FIRST_WIDTH = 16;
const STEP = 2;

export function chooserOf(pane: ListPaneId, chosen: ChosenColumns, at: string | null): Chooser {
  const rows = rowsOf(pane, chosen);
  const cursor = Math.max(
    0,
    rows.findIndex(({ id }) => id === at),
  );
  return { kind: 'columns', pane, rows, cursor, typing: null, problem: null };
}

function rowsOf(pane: ListPaneId, chosen: ChosenColumns): readonly ChooserRow[] {
  const shown = shownColumns(pane, chosen);
  const hidden = columnIds(pane).filter((id) => !shown.some((one) => one.id === id));
  return [
    ...shown.map((one) => ({ ...one, shown: true })),
    ...hidden.map((id) => ({ id, shown: false, width: null })),
  ];
}

/** The columns as they are in the chooser; null where that is what the pane has by itself. */
export function chosenOf({ pane, rows }: Chooser): ChosenColumns {
  const shown = rows.flatMap(({ id, shown: isShown, width }) => (isShown ? [{ id, width }] : []));
  return sameColumns(shown, ownChoice(pane)) ? null : shown;
}

const withRow = (chooser: Chooser, change: (row: ChooserRow) => ChooserRow): Chooser => ({
  ...chooser,
  rows: chooser.rows.map((row, index) => (index === chooser.cursor ? change(row) : row)),
});

export function moved(chooser: Chooser, step: number): Chooser {
  return { ...chooser, cursor: Math.max(0, Math.min(chooser.rows.length - 1, chooser.cursor + step)) };
}

/** Shows or hides; what is shown anew stands behind those shown, where the cursor follows it. The last stays. */
export function toggled(chooser: Chooser): Chooser {
  const { rows, cursor } = chooser;
  const row = rows[cursor];
  if (row === undefined) return chooser;
  if (row.shown) {
    const count = rows.filter(({ shown }) => shown).length;
    return count === 1 ? chooser : withRow(chooser, (one) => ({ ...one, shown: false }));
  }
  // Hidden a moment ago and still among those shown: it comes back where it was.
  const last = rows.findLastIndex(({ shown }) => shown);
  if (cursor < last) return withRow(chooser, (one) => ({ ...one, shown: true }));
  const others = rows.filter((_, index) => index !== cursor);
  const at = last + 1;
  return {
    ...chooser,
    rows: [...others.slice(0, at), { ...row, shown: true }, ...others.slice(at)],
    cursor: at,
  };
}

/** Earlier or later among the columns; the cursor goes with it. */
export function shifted(chooser: Chooser, step: 1 | -1): Chooser {
  const { rows, cursor } = chooser;
  const to = cursor + step;
  const [here, there] = [rows[cursor], rows[to]];
  if (here === undefined || there === undefined) return chooser;
  const swapped = rows.map((row, index) => (index === cursor ? there : index === to ? here : row));
  return { ...chooser, rows: swapped, cursor: to };
}

export function widened(chooser: Chooser, step: 1 | -1): Chooser {
  return withRow(chooser, (row) => ({
    ...row,
    width: Math.min(WIDEST, Math.max(NARROWEST, (row.width ?? FIRST_WIDTH) + step * STEP)),
  }));
}

export const reset = (chooser: Chooser): Chooser => chooserOf(chooser.pane, null, null);

/** With a `@path` shown as a column; the chooser with what is wrong where the text is none. */
export function withPath(chooser: Chooser, typed: string): Chooser {
  const text = typed.trim();
  const id = text.startsWith('@') ? text : `@${text}`;
  if (pathSteps(id) === null) return { ...chooser, problem: 'No path: @details.vault, @errors[*].code' };
  const others = chooser.rows.filter((row) => row.id !== id);
  const at = others.findLastIndex(({ shown }) => shown) + 1;
  const rows = [...others.slice(0, at), { id, shown: true, width: null }, ...others.slice(at)];
  return { ...chooser, rows, cursor: at, typing: null, problem: null };
}
