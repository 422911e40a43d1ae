/** The state of the console: plain data, no promises, no functions, at most one overlay. */
import type { Row, WholeRecord } from '../src/cache/ask.ts';
import type { StreamState } from '../src/cache/stored.ts';
import type { Failure } from '../src/domain/failure.ts';
import type { Kind, Ref } from '../src/domain/record.ts';
import type { SavedView } from '../src/query/saved-view.ts';
import type { DerivedKinds } from '../src/rules/answers.ts';
import type { SyncState } from '../src/sync/state.ts';
import type { WaitingMarks } from '../src/sync/waiting-marks.ts';
import type { TimeMode } from './age.ts';
import type { FailureGroup } from './detail/failure-group.ts';
import type { Reading } from './detail/reading.ts';
import type { RelatedGroup } from './detail/relations.ts';
import type { Rebound } from './keys/rebound.ts';
import type { LaneState } from './lane/state.ts';
import type { DetailMode, Size } from './layout.ts';
import { emptyList, type ListState } from './list-state.ts';
import { type Looked, NEVER_LOOKED } from './looked.ts';
import type { Overlay } from './overlay.ts';
import { NOTHING_OWN, type Own, type OwnUndo } from './own.ts';
import { LIST_PANE_IDS, type ListPaneId, PANE_IDS, type PaneId } from './panes.ts';
import type { ReportScope } from './report-scope.ts';
import { type ConsoleSettings, USUAL_SETTINGS } from './settings.ts';
import type { Section } from './statistics/sections.ts';
import { NO_STRIP, type StripState } from './strip/strip.ts';
import type { Background, ThemeChoice } from './theme/themes.ts';
import type { View } from './views.ts';
import type { Watch } from './watching/watch.ts';

export type Loadable<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface DetailState extends Reading {
  readonly ref: Ref;
  readonly row: Row;
  readonly tab: string;
  readonly whole: Loadable<WholeRecord | null>;
  /** What shares something with the record, the closest first. */
  readonly related: Loadable<readonly RelatedGroup[]>;
  /** Jobs: the last success of the same name or type. */
  readonly success: Loadable<WholeRecord | null>;
  /** Failures of the same cause; null for what has none. */
  readonly group: Loadable<FailureGroup | null>;
  /** First visible line and line with the cursor. */
  readonly top: number;
  readonly cursor: number;
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

export type Undo =
  | { readonly kind: 'read'; readonly refs: readonly Ref[]; readonly read: boolean }
  | { readonly kind: 'mute'; readonly cause: string; readonly muted: boolean }
  | { readonly kind: 'query'; readonly pane: ListPaneId; readonly query: string }
  | OwnUndo;

export interface PlatformState {
  readonly name: string;
  readonly kind: string;
  readonly condition: SyncState;
  /** When every offered stream was last caught up; null before the first time. */
  readonly syncedAt: number | null;
  readonly failure: Failure | null;
  /** When it is to be asked again after a failure (UTC ms); null where nothing is known of that. */
  readonly nextTry: number | null;
  /** What rules derive from its records; nothing where missing. */
  readonly derives?: DerivedKinds;
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
  /** What the user has laid on records. */
  readonly own: Own;
  /** Over the pane, whatever is open there; null when it is not open. */
  readonly lane: LaneState | null;
  readonly overlay: Overlay | null;
  readonly platforms: readonly PlatformState[];
  readonly streams: readonly StreamState[];
  /** Read marks that platforms have not taken yet. */
  readonly waiting: readonly WaitingMarks[];
  readonly known: Readonly<Record<Kind, number>>;
  /** Causes of failures that are known and count no more. */
  readonly muted: readonly string[];
  /** The daily check in three numbers; null before they are known. */
  readonly daily: {
    readonly unreadErrors: number | null;
    readonly failedJobs: number | null;
    readonly longRunning: number | null;
  };
  readonly message: Message | null;
  readonly exporting: ExportState | null;
  readonly lastExport: { readonly format: string; readonly columns: 'view' | 'all' } | null;
  /** The export of a pane that came to nothing: what was typed, and why. */
  readonly failedExport: {
    readonly pane: PaneId;
    /** The report it was to be, and its window; null is the view. */
    readonly report?: {
      readonly name: string;
      readonly window: string;
      readonly scope: ReportScope;
    } | null;
    readonly format: string;
    readonly name: string;
    readonly reason: string;
  } | null;
  readonly timeMode: TimeMode;
  readonly frozen: boolean;
  /** Whether a key was pressed since the start. */
  readonly touched: boolean;
  readonly readOnly: boolean;
  /** The file of the cache was deleted while the console runs: nothing is kept any more. */
  readonly cacheGone: boolean;
  readonly undo: readonly Undo[];
  /** The view before this one; null at first. */
  readonly lastView: View | null;
  /** Where pivots began, the latest first. */
  readonly jumps: readonly View[];
  /** Up to when each list was looked at before this run. */
  readonly looked: Looked;
  readonly watches: readonly Watch[];
  /** Queries typed, newest first. */
  readonly history: readonly string[];
  /** Commands typed, newest first. */
  readonly commands: readonly string[];
  /** Questions in SQL, newest first. */
  readonly statements: readonly string[];
  /** Views of the configuration. */
  readonly views: readonly SavedView[];
  /** Views saved from the console. */
  readonly savedViews: readonly SavedView[];
  /** Set when the program is to end, with its exit code. */
  readonly exit: number | null;
  /** Keys of the configuration in place of those of the table. */
  readonly keys: Rebound;
  readonly theme: ThemeChoice;
  /** What the terminal's background is; null where nobody knows. */
  readonly background: Background | null;
  /** Whether clicks and the wheel are ours; else they are the terminal's, which selects text with them. */
  readonly mouse: boolean;
  /** Bumped by Ctrl-L. */
  readonly redraws: number;
}

export function initialState(options: {
  readonly now: number;
  readonly size: Size;
  readonly readOnly: boolean;
  readonly settings?: ConsoleSettings | undefined;
}): ConsoleState {
  const { now, size, readOnly, settings = USUAL_SETTINGS } = options;
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
    own: NOTHING_OWN,
    lane: null,
    overlay: null,
    platforms: [],
    streams: [],
    waiting: [],
    known: { alert: 0, job: 0, audit: 0, statistic: 0 },
    muted: [],
    daily: { unreadErrors: null, failedJobs: null, longRunning: null },
    message: null,
    exporting: null,
    lastExport: null,
    failedExport: null,
    timeMode: 'relative',
    frozen: false,
    touched: false,
    readOnly,
    cacheGone: false,
    undo: [],
    lastView: null,
    jumps: [],
    looked: NEVER_LOOKED,
    watches: [],
    history: [],
    commands: [],
    statements: [],
    views: settings.views,
    savedViews: [],
    exit: null,
    keys: settings.keys,
    theme: settings.theme,
    background: null,
    mouse: false,
    redraws: 0,
  };
}
