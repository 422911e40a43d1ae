/** What the console keeps from one run to the next: typed queries, sort orders and columns. */
import type { Sort } from '../src/cache/ask.ts';
import type { Json } from '../src/domain/json.ts';
import { isObject } from '../src/domain/json.ts';
import { VIEWS_KEY, viewsFrom } from '../src/query/kept-views.ts';
import { chosenFrom, columnIds, sortsOf } from './columns/chosen.ts';
import { type Context, withList } from './context.ts';
import { LIST_PANE_IDS, type ListPaneId } from './panes.ts';

/** Puts back what was kept; what cannot be read is as if it had not been. */
export async function restoreRemembered(context: Context, historyKey: string): Promise<void> {
  const { cache } = context.services;
  const recall = (key: string): Promise<Json> => cache.recall(key).catch(() => null);
  const [history, commands, statements, saved, sorts, columns] = await Promise.all([
    recall(historyKey),
    recall(COMMANDS_KEY),
    recall(STATEMENTS_KEY),
    recall(VIEWS_KEY),
    Promise.all(LIST_PANE_IDS.map((id) => recall(`sort:${id}`))),
    Promise.all(LIST_PANE_IDS.map((id) => recall(`columns:${id}`))),
  ]);
  context.set((state) => ({
    ...state,
    history: textsOf(history),
    commands: textsOf(commands),
    statements: textsOf(statements),
    savedViews: viewsFrom(saved),
  }));
  for (const [index, id] of LIST_PANE_IDS.entries()) {
    const chosen = chosenFrom(columns[index] ?? null, id);
    if (chosen !== null)
      context.set((state) => withList(state, id, (list) => ({ ...list, columns: chosen })));
    const sort = sortOf(sorts[index] ?? null, id);
    if (sort !== null) context.set((state) => withList(state, id, (list) => ({ ...list, sort })));
  }
}

/** Where the cache keeps the lines typed after a colon. */
export const COMMANDS_KEY = 'commands';
/** And after a semicolon. */
export const STATEMENTS_KEY = 'statements';

const textsOf = (value: Json): readonly string[] =>
  Array.isArray(value) ? value.filter((entry: Json) => typeof entry === 'string') : [];

function sortOf(value: Json, pane: ListPaneId): readonly Sort[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const everything = columnIds(pane).map((id) => ({ id, width: null }));
  const known = new Set(['time', ...sortsOf(pane, everything).map(({ field }) => field)]);
  const sorts = value.flatMap((entry: Json) =>
    isObject(entry) && typeof entry.field === 'string' && known.has(entry.field)
      ? [{ field: entry.field, descending: entry.descending === true }]
      : [],
  );
  return sorts.length === value.length ? sorts : null;
}
