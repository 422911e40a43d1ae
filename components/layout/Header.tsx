import { memo, type ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { grouped } from '../../src/domain/grouped.ts';
import { certaintyOf, isFloor } from '../../stores/coverage.ts';
import { paneKey } from '../../stores/derive.ts';
import { type ListPaneId, PANE_IDS, PANES } from '../../stores/panes.ts';
import { Lines } from '../screen/Lines.tsx';
import { useReach } from '../use-reach.ts';
import { useConsoleState, useView } from '../view.ts';
import { paneCount, paneLine } from './header-text.ts';
import { platformLine } from './platform-line.ts';

export const Header = memo(function Header(): ReactElement {
  const { theme } = useView();
  const head = useConsoleState(
    useShallow(({ platforms, daily, now, frozen, readOnly }) => ({
      platforms,
      daily,
      now,
      frozen,
      readOnly,
    })),
  );
  const width = useConsoleState(({ size }) => size.columns);
  const pane = useConsoleState((state) => state.pane);
  const alerts = certaintyOf(useReach('alert', ''));
  const jobs = certaintyOf(useReach('job', ''));
  const floors = { alerts: useFloor('alerts'), jobs: useFloor('jobs'), audit: useFloor('audit') };
  const counts = useConsoleState(
    useShallow(({ lists, known }) => ({
      alerts: paneCount(lists.alerts, 'alerts', floors.alerts),
      jobs: paneCount(lists.jobs, 'jobs', floors.jobs),
      audit: paneCount(lists.audit, 'audit', floors.audit),
      statistics: grouped(known.statistic),
    })),
  );
  const certainty = { unreadErrors: alerts, failedJobs: jobs, longRunning: jobs };
  const rebound = useConsoleState((state) => state.keys);
  const keys = PANE_IDS.map((id) => paneKey(rebound, id));
  const lines = [
    platformLine(theme, { ...head, certainty, width }),
    paneLine(theme, pane, counts, width, keys),
  ];
  return <Lines lines={lines} />;
});

/** Whether more may match the query of a pane than is here. */
function useFloor(pane: ListPaneId): boolean {
  return isFloor(
    useReach(
      PANES[pane].kind,
      useConsoleState(({ lists }) => lists[pane].query),
    ),
  );
}
