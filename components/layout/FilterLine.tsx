import { Text } from 'ink';
import { memo, type ReactElement } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import { coverageFor, coverageText } from '../../stores/coverage.ts';
import { listHeight } from '../../stores/derive.ts';
import { isListPane, PANES } from '../../stores/panes.ts';
import { useConsoleState, useView } from '../view.ts';
import { filterLine } from './filter-text.ts';

/** The line above the list: what is asked, of how much, how complete. */
export const FilterLine = memo(function FilterLine(): ReactElement {
  const { console, theme } = useView();
  const text = useConsoleState((state) => {
    const { pane, size, streams, now } = state;
    const { kind } = PANES[pane];
    const { platforms, longRunningAfter } = console.services;
    const query = isListPane(pane) ? state.lists[pane].query : '';
    const coverage = coverageText(
      coverageFor({ kind, query, streams, platforms, now, longRunningAfter }),
      now,
    );
    if (!isListPane(pane)) {
      const { failure } = state.statistics;
      const note = failure === null ? `figures and trends · ${coverage}` : safeLine(failure.what);
      return theme.paint(failure === null ? 'dim' : 'error', pad(note, size.columns));
    }
    const list = state.lists[pane];
    if (list.failure !== null) return theme.paint('error', pad(safeLine(list.failure.what), size.columns));
    const shown = Math.min(list.window.rows.length, listHeight(state));
    return filterLine(theme, { list, shown, known: state.known[kind], coverage, width: size.columns });
  });
  return <Text wrap="truncate">{text}</Text>;
});
