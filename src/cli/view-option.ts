/** `--view NAME`: the question and order of a saved view, narrowed by whatever is asked besides. */
import type { Sort } from '../cache/ask.ts';
import type { CacheReader } from '../cache/port.ts';
import type { Settings } from '../config/settings.ts';
import { nearest } from '../domain/nearest.ts';
import type { Kind } from '../domain/record.ts';
import { VIEWS_KEY, viewsFrom } from '../query/kept-views.ts';
import { narrowed } from '../query/print.ts';
import { mergedViews, VIEW_PANES, viewNamed } from '../query/saved-view.ts';
import { SHIPPED_VIEWS } from '../query/shipped-views.ts';
import { usageError } from './arguments.ts';

export interface Viewed {
  readonly query: string;
  /** Null where the view leaves the order as it is. */
  readonly sort: readonly Sort[] | null;
}

/** Throws a usage failure where there is no such view of these records. */
export async function viewedBy(
  name: string,
  kind: Kind,
  query: string,
  { sections = {} }: Settings,
  cache: Pick<CacheReader, 'recall'>,
): Promise<Viewed> {
  const views = viewsFrom(sections.views ?? null, 'configuration');
  const all = mergedViews(SHIPPED_VIEWS, viewsFrom(await cache.recall(VIEWS_KEY)), views).filter(
    ({ pane }) => VIEW_PANES[pane] === kind,
  );
  const view = viewNamed(all, name);
  if (view === null) {
    const names = all.map((each) => each.name);
    const near = nearest(name, names);
    const next = near === null ? `Known here: ${names.join('; ')}.` : `Did you mean ${JSON.stringify(near)}?`;
    throw usageError(`--view: there is no view ${JSON.stringify(name)} of these records`, next);
  }
  const asked = query.trim();
  // Brackets keep alternatives of what was typed together.
  const both =
    asked === '' ? view.query : narrowed(view.query, kind, /\bOR\b/.test(asked) ? `(${asked})` : asked);
  return { query: both, sort: view.sort };
}
