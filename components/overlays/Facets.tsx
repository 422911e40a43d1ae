import type { ReactElement } from 'react';
import { cut } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import { chipsOf } from '../../src/query/field-terms.ts';
import { isFloor } from '../../stores/coverage.ts';
import { keyOf } from '../../stores/derive.ts';
import { type FacetGroup, facetGroups } from '../../stores/finding/facets.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { isListPane, LIST_PANE_IDS, PANES } from '../../stores/panes.ts';
import { useReach } from '../use-reach.ts';
import { useConsoleState, useView } from '../view.ts';
import { boxLine } from './box-lines.ts';
import { type ListLine, SearchList } from './SearchList.tsx';

const MOST = 76;

/** The values of each field among what the query means, and the query itself as its terms. */
export function Facets(overlay: Extract<Overlay, { kind: 'facets' }>): ReactElement {
  const { theme } = useView();
  const front = useConsoleState((state) => state.pane);
  const pane = isListPane(front) ? front : LIST_PANE_IDS[0];
  const query = useConsoleState((state) => state.lists[pane].query);
  const columns = useConsoleState((state) => state.size.columns);
  const toggle = useConsoleState((state) => keyOf(state, 'facet.toggle'));
  const floor = isFloor(useReach(PANES[pane].kind, query));
  const chips = chipsOf(query, PANES[pane].kind).map(
    ({ start, end }) => `‹${safeLine(query.trim().slice(start, end))}›`,
  );
  const text = chips.length === 0 ? '(everything)' : chips.join(' ');
  const width = Math.min(columns - 2, MOST);
  return (
    <SearchList
      title={`Facets: ${toggle} takes a value in or out, type to find one`}
      line={overlay.line}
      cursor={overlay.cursor}
      lines={linesOf(facetGroups(overlay, pane, query), floor)}
      empty="No value is called that."
      head={[boxLine(text, width, (plain) => theme.paint('accent', plain))]}
      most={MOST}
    />
  );
}

function linesOf(groups: readonly FacetGroup[], floor: boolean): readonly ListLine[] {
  let index = 0;
  return groups.flatMap((group): readonly ListLine[] => {
    const { field, values, exact, failure, lines, more } = group;
    const state = failure !== null ? safeLine(failure) : values === null ? 'counting…' : '';
    const none = state === '' && lines.length === 0 ? 'no record has one' : '';
    const some = floor || !exact ? '≥' : '';
    return [
      {
        text: [field, state, none].filter((part) => part !== '').join('  '),
        tone: failure !== null ? 'error' : 'strong',
      },
      ...lines.map(
        ({ value, chosen }): ListLine => ({
          text: `  ${chosen ? '[x]' : '[ ]'} ${cut(value.value === null ? '(none)' : safeLine(value.value), 200)}`,
          aside: some + grouped(value.count),
          tone: chosen ? 'accent' : 'plain',
          index: index++,
        }),
      ),
      ...(more === 0
        ? []
        : [{ text: `      … ${grouped(more)} more: type to find them`, tone: 'dim' as const }]),
    ];
  });
}
