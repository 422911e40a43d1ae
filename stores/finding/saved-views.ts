/** The views there are to open: those of the program, those saved here, those of the configuration. Pure. */
import { mergedViews, type SavedView } from '../../src/query/saved-view.ts';
import { SHIPPED_VIEWS } from '../../src/query/shipped-views.ts';
import type { ConsoleState } from '../state.ts';

/** All views, those with a key first and in its order, then as they are listed. */
export function viewsOf({
  views,
  savedViews,
}: Pick<ConsoleState, 'views' | 'savedViews'>): readonly SavedView[] {
  const all = mergedViews(SHIPPED_VIEWS, savedViews, views);
  const listed = [...all].sort((a, b) => RANK[a.from] - RANK[b.from]);
  const pinned = listed.filter(({ key }) => key !== null);
  return [
    ...pinned.sort((a, b) => String(a.key).localeCompare(String(b.key))),
    ...listed.filter(({ key }) => key === null),
  ];
}

const RANK: Readonly<Record<SavedView['from'], number>> = { console: 0, configuration: 1, program: 2 };
