/** A saved view: a question with a name, the pane that answers it, and how the answer is laid out. */
import { KIND_TABLES } from '../domain/kinds.ts';
import type { Kind } from '../domain/record.ts';
import { fold } from '../domain/text.ts';

/** The panes a view may be of, and the records each lists. */
export const VIEW_PANES = {
  alerts: 'alert',
  jobs: 'job',
  audit: 'audit',
  statistics: 'statistic',
} as const satisfies Record<string, Kind>;
export type ViewPane = keyof typeof VIEW_PANES;

/** Keys that open a pinned view at once. */
export const VIEW_KEYS = ['5', '6', '7', '8', '9'] as const;
export type ViewKey = (typeof VIEW_KEYS)[number];

export interface ViewSort {
  readonly field: string;
  readonly descending: boolean;
}

export interface SavedView {
  readonly name: string;
  readonly pane: ViewPane;
  readonly query: string;
  /** Null leaves the order of the pane as it is. */
  readonly sort: readonly ViewSort[] | null;
  /** The columns shown, in their order; null leaves them as they are. */
  readonly columns: readonly string[] | null;
  readonly key: ViewKey | null;
  /** A few words for the picker, where the program brings it. */
  readonly about?: string;
  /** Whose it is; of two with one name the later in this list counts. */
  readonly from: 'program' | 'console' | 'configuration';
}

export const isViewPane = (word: unknown): word is ViewPane =>
  typeof word === 'string' && Object.hasOwn(VIEW_PANES, word);
export const isViewKey = (word: unknown): word is ViewKey => (VIEW_KEYS as readonly unknown[]).includes(word);

/** `severity-desc,created` as an order; null where a word is none the kind can be sorted by. */
export function parseSort(kind: Kind, text: string): readonly ViewSort[] | null {
  const { columns, fields, orders = [] } = KIND_TABLES[kind];
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const sorts = words.map((word): ViewSort | null => {
    const [, name = '', order] = /^(.*?)(?:-(asc|desc))?$/.exec(word) ?? [];
    const descending = order === 'desc';
    const path = fields.find((field) => field.name === name)?.paths[0] ?? name;
    const known = [name, path].find(
      (each) =>
        each === 'time' ||
        orders.some((own) => own.name === each) ||
        columns.some((column) => column.path === each && column.type !== 'json'),
    );
    return known === undefined ? null : { field: known, descending };
  });
  return sorts.length === 0 || sorts.some((sort) => sort === null)
    ? null
    : sorts.filter((sort) => sort !== null);
}

/** All views by name, each once: the user's own stand for those of the program, the file's for all others. */
export function mergedViews(...lists: readonly (readonly SavedView[])[]): readonly SavedView[] {
  const rank = { program: 0, console: 1, configuration: 2 } as const;
  const all = lists.flat().sort((a, b) => rank[b.from] - rank[a.from]);
  const names = new Set<string>();
  const keys = new Set<string>();
  const kept = all.filter(({ name }) => !names.has(fold(name)) && names.add(fold(name)));
  // A key belongs to the first that asks for it.
  return kept.map((view) => {
    if (view.key === null) return view;
    if (keys.has(view.key)) return { ...view, key: null };
    keys.add(view.key);
    return view;
  });
}

/** The view of a name, however it is capitalised; else the only one whose name begins so. */
export function viewNamed(views: readonly SavedView[], name: string): SavedView | null {
  const wanted = fold(name.trim());
  const exact = views.find((view) => fold(view.name) === wanted);
  if (exact !== undefined) return exact;
  const near = wanted === '' ? [] : views.filter((view) => fold(view.name).startsWith(wanted));
  return near.length === 1 ? (near[0] ?? null) : null;
}
