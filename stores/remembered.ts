/** What the console keeps from one run to the next: typed queries and sort orders. */
import type { Sort } from '../src/cache/ask.ts';
import type { Json } from '../src/domain/json.ts';
import { isObject } from '../src/domain/json.ts';
import { type Context, withList } from './context.ts';
import { LIST_PANE_IDS, PANES } from './panes.ts';

/** Puts back what was kept; what cannot be read is as if it had not been. */
export async function restoreRemembered(context: Context, historyKey: string): Promise<void> {
  const { cache } = context.services;
  const recall = (key: string): Promise<Json> => cache.recall(key).catch(() => null);
  const [history, ...sorts] = await Promise.all([
    recall(historyKey),
    ...LIST_PANE_IDS.map((id) => recall(`sort:${id}`)),
  ]);
  const texts = Array.isArray(history) ? history.filter((entry: Json) => typeof entry === 'string') : [];
  context.set((state) => ({ ...state, history: texts }));
  for (const [index, id] of LIST_PANE_IDS.entries()) {
    const sort = sortOf(sorts[index] ?? null, id);
    if (sort !== null) context.set((state) => withList(state, id, (list) => ({ ...list, sort })));
  }
}

function sortOf(value: Json, pane: (typeof LIST_PANE_IDS)[number]): readonly Sort[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const known = new Set(['time', ...PANES[pane].sorts.map(({ field }) => field)]);
  const sorts = value.flatMap((entry: Json) =>
    isObject(entry) && typeof entry.field === 'string' && known.has(entry.field)
      ? [{ field: entry.field, descending: entry.descending === true }]
      : [],
  );
  return sorts.length === value.length ? sorts : null;
}
