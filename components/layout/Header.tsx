import { Text } from 'ink';
import { memo, type ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useConsoleState, useView } from '../view.ts';
import { countText, paneLine, platformLine } from './header-text.ts';

export const Header = memo(function Header(): ReactElement {
  const { theme } = useView();
  const head = useConsoleState(
    useShallow(({ platforms, daily, now, size, frozen, pane }) => ({
      platforms,
      daily,
      now,
      size,
      frozen,
      pane,
    })),
  );
  const counts = useConsoleState(
    useShallow((state) => ({
      alerts: countText(state.lists.alerts.tally),
      jobs: countText(state.lists.jobs.tally),
      audit: countText(state.lists.audit.tally),
      statistics: state.known.statistic.toLocaleString('en'),
    })),
  );
  const lines = [platformLine(theme, head), paneLine(theme, head.pane, counts, head.size.columns)];
  return <Text wrap="truncate">{lines.join('\n')}</Text>;
});
