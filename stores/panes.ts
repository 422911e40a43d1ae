/** The panes as data: what each lists and how it opens. Views add only how a row looks. */
import type { Sort } from '../src/cache/ask.ts';
import type { Kind } from '../src/domain/record.ts';

export const PANE_IDS = ['alerts', 'jobs', 'audit', 'statistics'] as const;
export type PaneId = (typeof PANE_IDS)[number];
/** The panes whose body is a window of records. */
export const LIST_PANE_IDS = ['alerts', 'jobs', 'audit'] as const;
export type ListPaneId = (typeof LIST_PANE_IDS)[number];

export interface PaneDeclaration {
  readonly id: PaneId;
  readonly title: string;
  readonly kind: Kind;
  /** The query it opens with, and goes back to by `0`. */
  readonly query: string;
  readonly sort: readonly Sort[];
  /** Whether a histogram stands over the list: always, or only when it is asked for. */
  readonly strip: 'always' | 'asked' | 'never';
  /** Which records say that something failed. */
  readonly failing: { readonly field: string; readonly value: string } | null;
  /** What no rows at all means here, and what to press next. */
  readonly empty: string;
}

const NEWEST: Sort = { field: 'time', descending: true };

export const PANES: Readonly<Record<PaneId, PaneDeclaration>> = {
  alerts: {
    id: 'alerts',
    title: 'Alerts',
    kind: 'alert',
    query: 'is:unread',
    sort: [{ field: 'severity', descending: true }, NEWEST],
    strip: 'asked',
    failing: { field: 'severity', value: 'error' },
    empty: 'No unread alerts.',
  },
  jobs: {
    id: 'jobs',
    title: 'Jobs',
    kind: 'job',
    query: '(status:failed since:24h) OR is:stuck OR status:running',
    sort: [{ field: 'attention', descending: false }, NEWEST],
    strip: 'asked',
    failing: { field: 'status', value: 'FAILED' },
    empty: 'No job failed in the last 24 hours, none is stuck, none is running.',
  },
  audit: {
    id: 'audit',
    title: 'Audit',
    kind: 'audit',
    query: 'since:24h',
    sort: [NEWEST],
    strip: 'always',
    failing: { field: 'outcome', value: 'failure' },
    empty: 'No audit entry in the last 24 hours.',
  },
  statistics: {
    id: 'statistics',
    title: 'Statistics',
    kind: 'statistic',
    query: '',
    sort: [NEWEST],
    strip: 'never',
    failing: null,
    empty: 'No platform has reported figures yet.',
  },
};

/** What counts as an error, as a warning, and as a problem worth a view of its own: queries. */
export const LEVELS: Readonly<
  Record<ListPaneId, { readonly errors: string; readonly warnings: string; readonly problems: string }>
> = {
  alerts: { errors: 'severity:error', warnings: 'severity:warning', problems: 'severity:error' },
  jobs: { errors: 'status:failed', warnings: 'is:stuck', problems: '(status:failed OR is:stuck)' },
  audit: {
    errors: 'outcome:failure OR severity:error',
    warnings: 'severity:warning -outcome:failure',
    problems: 'outcome:failure',
  },
};

export function isListPane(id: PaneId): id is ListPaneId {
  return id !== 'statistics';
}
