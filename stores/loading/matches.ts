/** Which rows at hand the query means, where it hides nothing: asked of the cache, as all else. */
import { narrowed, quoteText } from '../../src/query/print.ts';
import type { Context } from '../context.ts';
import { withList } from '../context.ts';
import type { ListState } from '../list-state.ts';
import { isListPane } from '../panes.ts';
import type { RowWindow } from '../window.ts';
import { selectionOf } from './rows.ts';

/** Rows asked about in one question. */
const AT_ONCE = 100;

export interface MatchLoader {
  /** Asks where rows or query have changed. */
  check(): void;
}

export function createMatchLoader(context: Context): MatchLoader {
  let asked: { readonly rows: RowWindow['rows']; readonly query: string } | null = null;
  return {
    check() {
      const { pane, lists } = context.store.getState();
      if (!isListPane(pane)) return;
      const list = lists[pane];
      const { rows } = list.window;
      if (!list.marking || list.pending || rows.length === 0) return;
      if (asked?.rows === rows && asked.query === list.query) return;
      asked = { rows, query: list.query };
      void judge(context, pane, list);
    },
  };
}

async function judge(
  context: Context,
  pane: Parameters<typeof selectionOf>[1],
  list: ListState,
): Promise<void> {
  const { rows } = list.window;
  const selection = selectionOf(context, pane, list);
  const answer = await context.requests.ask('matches', async (signal) => {
    const found: string[] = [];
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      const refs = rows.slice(at, at + AT_ONCE).map(({ ref }) => quoteText(ref));
      const query = narrowed(list.query, selection.kind, `ref=${refs.join(',')}`);
      found.push(...(await context.services.cache.refs({ ...selection, query }, AT_ONCE, { signal })));
    }
    return found;
  });
  if (answer.kind !== 'value') return;
  await context.outside((state) =>
    withList(state, pane, (now) =>
      now.query === list.query && now.marking ? { ...now, matches: answer.value } : now,
    ),
  );
}
