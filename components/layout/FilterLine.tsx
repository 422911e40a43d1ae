import { memo, type ReactElement, useMemo } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import { isFloor } from '../../stores/coverage.ts';
import { type CoverageStatement, coverageStatement } from '../../stores/coverage-text.ts';
import { keyOf, listHeight } from '../../stores/derive.ts';
import { isListPane, PANES } from '../../stores/panes.ts';
import type { ConsoleState } from '../../stores/state.ts';
import { Lines } from '../screen/Lines.tsx';
import type { Theme } from '../theme.ts';
import { useReach } from '../use-reach.ts';
import { useConsoleState, useView } from '../view.ts';
import { filterLine } from './filter-text.ts';

/** The line above the list: what is asked, of how much, how complete. */
export const FilterLine = memo(function FilterLine(): ReactElement {
  const { theme } = useView();
  const coverage = useCoverage();
  return <Lines lines={[useConsoleState((state) => textOf(theme, state, coverage))]} />;
});

function useCoverage(): CoverageStatement & { readonly floor: boolean } {
  const kind = useConsoleState(({ pane }) => PANES[pane].kind);
  const query = useConsoleState(({ pane, lists }) => (isListPane(pane) ? lists[pane].query : ''));
  const reaches = useReach(kind, query);
  const now = useConsoleState((state) => state.now);
  const mode = useConsoleState((state) => state.timeMode);
  return useMemo(
    () => ({ ...coverageStatement(reaches, { now, mode }), floor: isFloor(reaches) }),
    [reaches, now, mode],
  );
}

function textOf(theme: Theme, state: ConsoleState, coverage: ReturnType<typeof useCoverage>): string {
  const { pane, size, lists, known, statistics } = state;
  const failure = isListPane(pane) ? lists[pane].failure : statistics.failure;
  if (failure !== null) return theme.paint('error', pad(safeLine(failure.what), size.columns));
  if (!isListPane(pane))
    return theme.paint('dim', pad(`figures and trends · ${coverage.text}`, size.columns));
  const list = lists[pane];
  const shown = Math.min(list.window.rows.length, listHeight(state));
  return filterLine(theme, {
    list,
    shown,
    known: known[PANES[pane].kind],
    coverage,
    floor: coverage.floor,
    marked: state.own.marks[pane].count,
    ranging: state.own.marks[pane].range !== null,
    width: size.columns,
    stop: keyOf(state, 'cancel'),
  });
}
