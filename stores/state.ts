/** The state of the console: plain data, no promises, no functions, at most one overlay. */
import type { Progress, Row, Sort, StreamState, WholeRecord } from '../src/cache/port.ts';
import type { Failure } from '../src/domain/failure.ts';
import type { Kind, Ref } from '../src/domain/record.ts';
import type { Completion } from '../src/query/complete.ts';
import type { Problem } from '../src/query/tree.ts';
import type { SyncState } from '../src/sync/state.ts';
import type { Aside } from '../src/sync/trouble.ts';
import type { WaitingMarks } from '../src/sync/waiting-marks.ts';
import type { TimeMode } from './age.ts';
import type { RelatedGroup } from './detail/relations.ts';
import type { DetailMode, Size } from './layout.ts';
import type { Line } from './line-editor.ts';
import { LIST_PANE_IDS, type ListPaneId, PANE_IDS, PANES, type PaneId } from './panes.ts';
import type { Pivot } from './pivots.ts';
import type { Section } from './statistics/sections.ts';
import { NO_STRIP, type StripState } from './strip/strip.ts';
import type { View } from './views.ts';
import { EMPTY_WINDOW, type Place, type RowWindow, TOP } from './window.ts';

export interface Tally {
  readonly matched: number;
  readonly exact: boolean;
}

/** A pane over a window of records. */
export interface ListState {
  readonly query: string;
  /** What was asked before only problems were; null when that is not so. */
  readonly allOf: string | null;
  readonly sort: readonly Sort[];
  readonly window: RowWindow;
  readonly place: Place;
  /** A new question is under way: keys that act on a row wait for its first rows. */
  readonly pending: boolean;
  /** What the rows are: none yet, of an older question, or the answer to the present one. */
  readonly freshness: 'none' | 'stale' | 'fresh';
  /** The instant the query is read at; all pages of a window share it. */
  readonly now: number;
  /** The row that was first when the top was last in sight, and how many matched then. */
  readonly head: { readonly ref: Ref | null; readonly matched: number | null };
  /** Rows that came above what is on the screen since. */
  readonly arrived: number;
  /** The cursor goes with the newest row. */
  readonly follow: boolean;
  readonly tally: Tally | null;
  readonly progress: Omit<Progress, 'rows'> | null;
  readonly failure: Failure | null;
  readonly problems: readonly Problem[];
}

export type Loadable<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface DetailState {
  readonly ref: Ref;
  readonly row: Row;
  readonly tab: string;
  readonly whole: Loadable<WholeRecord | null>;
  /** What shares something with the record, the closest first. */
  readonly related: Loadable<readonly RelatedGroup[]>;
  /** Jobs: the last success of the same name or type. */
  readonly success: Loadable<WholeRecord | null>;
  /** First visible line and line with the cursor. */
  readonly top: number;
  readonly cursor: number;
  readonly folded: readonly string[];
  readonly search: string;
  /** It was followed to from another record: one step back leads there. */
  readonly followed: boolean;
}

export interface StatisticsState {
  readonly sections: readonly Section[];
  /** Key of the item under the cursor. */
  readonly selected: string | null;
  readonly top: number;
  readonly freshness: 'none' | 'stale' | 'fresh';
  readonly failure: Failure | null;
}

export type Overlay =
  | { readonly kind: 'help'; readonly line: Line; readonly cursor: number }
  | {
      readonly kind: 'prompt';
      readonly purpose: 'filter' | 'search' | 'command';
      readonly line: Line;
      readonly problems: readonly Problem[];
      readonly choices: readonly Completion[];
      /** The choice put into the line, -1 is none, and the line as it was typed. */
      readonly chosen: number;
      readonly typed: Line;
    }
  | {
      readonly kind: 'confirm';
      readonly title: string;
      readonly lines: readonly string[];
      readonly intent: Intent;
    }
  | {
      readonly kind: 'export';
      readonly step: 'format' | 'name';
      readonly format: string | null;
      readonly name: string;
    }
  /** With the rows set aside, by platform, once they are known. */
  | {
      readonly kind: 'platforms';
      readonly cursor: number;
      readonly aside: Readonly<Record<string, readonly Aside[]>>;
    }
  | {
      readonly kind: 'menu';
      readonly title: string;
      readonly items: readonly MenuItem[];
      readonly cursor: number;
    }
  /** Values of a record of a kind to go on with. */
  | {
      readonly kind: 'pivots';
      readonly of: Kind;
      readonly items: readonly Pivot[];
      readonly cursor: number;
    }
  /** The time ranges offered; index of the one under the cursor. */
  | { readonly kind: 'ranges'; readonly cursor: number };

/** A line of a menu; what it does is data. */
export interface MenuItem {
  readonly label: string;
  /** Safe for the screen. */
  readonly about: string;
  readonly choice:
    | { readonly kind: 'copy'; readonly text: string; readonly what: string }
    | { readonly kind: 'copy-record' }
    | { readonly kind: 'sort'; readonly field: string };
}

/** What a confirmed question does; data, so that what was shown is what is done. */
export type Intent =
  | { readonly kind: 'mark-read'; readonly refs: readonly Ref[] }
  | { readonly kind: 'quit' };

export type Undo =
  | { readonly kind: 'read'; readonly refs: readonly Ref[]; readonly read: boolean }
  | { readonly kind: 'query'; readonly pane: ListPaneId; readonly query: string };

export interface PlatformState {
  readonly name: string;
  readonly kind: string;
  readonly condition: SyncState;
  /** When every offered stream was last caught up; null before the first time. */
  readonly syncedAt: number | null;
  readonly failure: Failure | null;
  /** When it is to be asked again after a failure (UTC ms); null where nothing is known of that. */
  readonly nextTry: number | null;
}

export interface ExportState {
  readonly file: string;
  readonly done: number;
  readonly total: number | null;
}

export interface Message {
  readonly text: string;
  readonly tone: 'info' | 'ok' | 'warning' | 'error';
  /** UTC ms after which it gives its place back. */
  readonly until: number;
}

export interface ConsoleState {
  readonly now: number;
  readonly size: Size;
  readonly pane: PaneId;
  readonly lists: Readonly<Record<ListPaneId, ListState>>;
  readonly statistics: StatisticsState;
  readonly focus: 'list' | 'detail' | 'strip';
  readonly detailMode: DetailMode;
  readonly detail: DetailState | null;
  readonly strip: StripState;
  readonly overlay: Overlay | null;
  readonly platforms: readonly PlatformState[];
  readonly streams: readonly StreamState[];
  /** Read marks that platforms have not taken yet. */
  readonly waiting: readonly WaitingMarks[];
  readonly known: Readonly<Record<Kind, number>>;
  /** The daily check in three numbers; null before they are known. */
  readonly daily: {
    readonly unreadErrors: number | null;
    readonly failedJobs: number | null;
    readonly longRunning: number | null;
  };
  readonly message: Message | null;
  readonly exporting: ExportState | null;
  readonly lastExport: { readonly format: string } | null;
  /** The export of a pane that came to nothing: what was typed, and why. */
  readonly failedExport: {
    readonly pane: PaneId;
    readonly format: string;
    readonly name: string;
    readonly reason: string;
  } | null;
  readonly timeMode: TimeMode;
  readonly frozen: boolean;
  readonly readOnly: boolean;
  readonly undo: readonly Undo[];
  /** The view before this one; null at first. */
  readonly lastView: View | null;
  /** Where pivots began, the latest first. */
  readonly jumps: readonly View[];
  /** Queries typed, newest first. */
  readonly history: readonly string[];
  /** Commands typed, newest first. */
  readonly commands: readonly string[];
  /** Set when the program is to end, with its exit code. */
  readonly exit: number | null;
  /** Bumped by Ctrl-L. */
  readonly redraws: number;
}

export function emptyList(id: ListPaneId, now: number): ListState {
  const { query, sort } = PANES[id];
  return {
    query,
    allOf: null,
    sort,
    window: EMPTY_WINDOW,
    place: TOP,
    pending: false,
    freshness: 'none',
    now,
    head: { ref: null, matched: null },
    arrived: 0,
    follow: false,
    tally: null,
    progress: null,
    failure: null,
    problems: [],
  };
}

export function initialState(options: {
  readonly now: number;
  readonly size: Size;
  readonly readOnly: boolean;
}): ConsoleState {
  const { now, size, readOnly } = options;
  const lists = Object.fromEntries(LIST_PANE_IDS.map((id) => [id, emptyList(id, now)]));
  return {
    now,
    size,
    pane: PANE_IDS[0],
    lists: lists as Record<ListPaneId, ListState>,
    statistics: { sections: [], selected: null, top: 0, freshness: 'none', failure: null },
    focus: 'list',
    detailMode: 'closed',
    detail: null,
    strip: NO_STRIP,
    overlay: null,
    platforms: [],
    streams: [],
    waiting: [],
    known: { alert: 0, job: 0, audit: 0, statistic: 0 },
    daily: { unreadErrors: null, failedJobs: null, longRunning: null },
    message: null,
    exporting: null,
    lastExport: null,
    failedExport: null,
    timeMode: 'relative',
    frozen: false,
    readOnly,
    undo: [],
    lastView: null,
    jumps: [],
    history: [],
    commands: [],
    exit: null,
    redraws: 0,
  };
}
