/** What the user has laid on records: marks for the next key, pins and notes that stay. Pure. */
import type { Row } from '../src/cache/ask.ts';
import type { Ref } from '../src/domain/record.ts';
import { type Marks, NO_MARKS } from './marks.ts';
import { isListPane, type ListPaneId, type PaneId } from './panes.ts';
import type { ConsoleState } from './state.ts';

export interface Own {
  readonly marks: Readonly<Record<ListPaneId, Marks>>;
  /** Pinned records by pane, newest first, whatever is asked there. */
  readonly pins: Readonly<Record<ListPaneId, readonly Row[]>>;
  /** The pinned row on top of the list that the cursor is on; null while it is in the list itself. */
  readonly onPin: Ref | null;
  readonly notes: Readonly<Record<Ref, string>>;
  /** Shell commands piped to, newest first. */
  readonly pipes: readonly string[];
}

/** What takes a change of these back. */
export type OwnUndo =
  | { readonly kind: 'marks'; readonly pane: ListPaneId; readonly marks: Marks }
  | {
      readonly kind: 'pin';
      readonly pane: ListPaneId;
      readonly rows: readonly Row[];
      readonly pinned: boolean;
    }
  /** The texts there were; null where there was none. */
  | { readonly kind: 'note'; readonly texts: readonly (readonly [ref: Ref, text: string | null])[] };

export const NOTHING_OWN: Own = {
  marks: { alerts: NO_MARKS, jobs: NO_MARKS, audit: NO_MARKS },
  pins: { alerts: [], jobs: [], audit: [] },
  onPin: null,
  notes: {},
  pipes: [],
};

/** The query of nothing but what is pinned. */
export const PINNED = 'is:pinned';

export interface Band {
  readonly rows: readonly Row[];
  /** Pinned records there is no room for. */
  readonly more: number;
  /** Lines it takes: its rows, and the one that parts them from the list, where they stand again. */
  readonly lines: number;
}

export const NO_BAND: Band = { rows: [], more: 0, lines: 0 };
/** The most pinned rows on top of a list, and how many lines of it one of them needs. */
const MOST_ROWS = 5;
const LINES_A_ROW = 4;
/** In a list of fewer lines every one is for a row. */
const LEAST_PARTED = 4;

/** The pinned rows on top of a list of so many lines; none where only what is pinned is asked for. */
export function bandOf(pins: readonly Row[], query: string, lines: number): Band {
  if (pins.length === 0 || query === PINNED) return NO_BAND;
  const room = Math.max(1, Math.min(MOST_ROWS, Math.floor(lines / LINES_A_ROW)));
  const rows = pins.slice(0, pins.length <= room ? room : Math.max(1, room - 1));
  return { rows, more: pins.length - rows.length, lines: rows.length + (lines < LEAST_PARTED ? 0 : 1) };
}

export const isPinned = ({ own }: ConsoleState, pane: ListPaneId, ref: Ref): boolean =>
  own.pins[pane].some((row) => row.ref === ref);

export function withOwn(state: ConsoleState, change: Partial<Own>): ConsoleState {
  return { ...state, own: { ...state.own, ...change } };
}

export function withMarks(
  state: ConsoleState,
  pane: ListPaneId,
  change: (marks: Marks) => Marks,
): ConsoleState {
  const marks = change(state.own.marks[pane]);
  return marks === state.own.marks[pane]
    ? state
    : withOwn(state, { marks: { ...state.own.marks, [pane]: marks } });
}

/** The cursor back in the list itself. */
export function offPin(state: ConsoleState): ConsoleState {
  return state.own.onPin === null ? state : withOwn(state, { onPin: null });
}

/** The marks that keys act on: those of the list that has them; nothing while something else is in front. */
export function marksInFront({ own, pane, focus, lane }: ConsoleState): Marks {
  return isListPane(pane) && focus === 'list' && lane === null ? own.marks[pane] : NO_MARKS;
}

export const countMarked = (state: ConsoleState, pane: PaneId): number =>
  isListPane(pane) ? state.own.marks[pane].count : 0;
