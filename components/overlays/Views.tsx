import type { ReactElement } from 'react';
import { cellsOf, pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { SavedView } from '../../src/query/saved-view.ts';
import { foundViews } from '../../stores/actions/saved-views.ts';
import { keyOf } from '../../stores/derive.ts';
import type { Tally } from '../../stores/list-state.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { PANES } from '../../stores/panes.ts';
import { countText } from '../layout/header-text.ts';
import { useView } from '../view.ts';
import { type ListLine, SearchList } from './SearchList.tsx';

/** Cells of the dialog: what a view asks for has room. */
const MOST = 110;
/** Cells of a name. */
const LONGEST = 32;

/** The saved views, with how many records each matches as soon as that is counted. */
export function Views({ line, cursor, counts }: Extract<Overlay, { kind: 'views' }>): ReactElement {
  const { console } = useView();
  const state = console.store.getState();
  const views = foundViews(state, line.text);
  const longest = Math.min(LONGEST, Math.max(0, ...views.map(({ name }) => cellsOf(safeLine(name)))));
  const key = (id: string): string => keyOf(state, id, 'views');
  return (
    <SearchList
      title={`Views: type to find one, ${key('picker.run')} opens it, ${key('step.back')} closes`}
      line={line}
      cursor={cursor}
      lines={views.map((view, index) => lineOf(view, index, longest, counts[view.name]))}
      most={MOST}
      all={foundViews(state, '').length}
      empty="No view is called that; :save NAME keeps the one in front."
    />
  );
}

function lineOf(
  { name, pane, query, about, key }: SavedView,
  index: number,
  longest: number,
  tally?: Tally,
): ListLine {
  const what = `${pad(key ?? '', 2)} ${pad(safeLine(name), longest)} ${pad(PANES[pane].title, 10)} ${safeLine(about ?? query)}`;
  const count = pane === 'statistics' ? '' : tally === undefined ? '…' : countText(tally);
  return { text: what, aside: count, index };
}
