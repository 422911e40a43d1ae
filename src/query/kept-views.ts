/** Saved views as the cache keeps them: the words of a configuration, as JSON. */
import { isObject, type Json } from '../domain/json.ts';
import { isViewKey, isViewPane, parseSort, type SavedView, VIEW_PANES, type ViewSort } from './saved-view.ts';

/** The name they are kept under. */
export const VIEWS_KEY = 'views';

export const sortText = (sort: readonly ViewSort[]): string =>
  sort.map(({ field, descending }) => (descending ? `${field}-desc` : field)).join(',');

/** As it is kept, and written in a configuration. */
export function viewJson({ name, pane, query, sort, columns, key }: SavedView): Json {
  return {
    name,
    pane,
    query,
    ...(sort === null ? {} : { sort: sortText(sort) }),
    ...(columns === null ? {} : { columns: [...columns] }),
    ...(key === null ? {} : { key }),
  };
}

/** What was kept; an entry that cannot be read is as if it had not been. */
export function viewsFrom(value: Json, from: SavedView['from'] = 'console'): readonly SavedView[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: Json): SavedView[] => {
    if (!isObject(entry)) return [];
    const { name, pane, query, sort, columns, key } = entry;
    if (typeof name !== 'string' || name === '' || !isViewPane(pane) || typeof query !== 'string') return [];
    return [
      {
        name,
        pane,
        query,
        sort: typeof sort === 'string' ? parseSort(VIEW_PANES[pane], sort) : null,
        columns: Array.isArray(columns) ? columns.map(String) : null,
        key: isViewKey(key) ? key : null,
        from,
      },
    ];
  });
}
