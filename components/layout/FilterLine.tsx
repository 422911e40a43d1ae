import { Text } from 'ink';
import { memo, type ReactElement, useMemo } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import { coverageFor, coverageText } from '../../stores/coverage.ts';
import { listHeight } from '../../stores/derive.ts';
import { isListPane, PANES } from '../../stores/panes.ts';
import type { ConsoleState } from '../../stores/state.ts';
import type { Theme } from '../theme.ts';
import { useConsoleState, useView } from '../view.ts';
import { filterLine } from './filter-text.ts';

/** The line above the list: what is asked, of how much, how complete. */
export const FilterLine = memo(function FilterLine(): ReactElement {
  const { theme } = useView();
  const coverage = useCoverage();
  return <Text wrap="truncate">{useConsoleState((state) => textOf(theme, state, coverage))}</Text>;
});

/** Worked out anew only when the question, the streams or the clock change: not at every key. */
function useCoverage(): string {
  const { platforms, longRunningAfter } = useView().console.services;
  const kind = useConsoleState(({ pane }) => PANES[pane].kind);
  const query = useConsoleState(({ pane, lists }) => (isListPane(pane) ? lists[pane].query : ''));
  const streams = useConsoleState((state) => state.streams);
  const now = useConsoleState((state) => state.now);
  return useMemo(
    () => coverageText(coverageFor({ kind, query, streams, platforms, now, longRunningAfter }), now),
    [kind, query, streams, platforms, now, longRunningAfter],
  );
}

function textOf(theme: Theme, state: ConsoleState, coverage: string): string {
  const { pane, size, lists, known, statistics } = state;
  const failure = isListPane(pane) ? lists[pane].failure : statistics.failure;
  if (failure !== null) return theme.paint('error', pad(safeLine(failure.what), size.columns));
  if (!isListPane(pane)) return theme.paint('dim', pad(`figures and trends · ${coverage}`, size.columns));
  const list = lists[pane];
  const shown = Math.min(list.window.rows.length, listHeight(state));
  return filterLine(theme, { list, shown, known: known[PANES[pane].kind], coverage, width: size.columns });
}
