import { memo, type ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { keyOf } from '../../stores/derive.ts';
import { type ListPaneId, PANES } from '../../stores/panes.ts';
import { axisOf, stretchOf } from '../../stores/strip/axis.ts';
import { streamsOfKind } from '../../stores/strip/coverage.ts';
import { oldestOf, stripColumns } from '../../stores/strip/strip.ts';
import { coverageLines } from '../chart/coverage-text.ts';
import { axisLabels } from '../chart/strip-text.ts';
import { Lines } from '../screen/Lines.tsx';
import { useReach } from '../use-reach.ts';
import { useConsoleState, useView } from '../view.ts';

interface Props {
  readonly pane: ListPaneId;
  readonly width: number;
  readonly height: number;
}

/** How much of the time a list asks for has been fetched. */
export const CoverageStrip = memo(function CoverageStrip({ pane, width, height }: Props): ReactElement {
  const { console, theme } = useView();
  const { platforms, longRunningAfter } = console.services;
  const { kind } = PANES[pane];
  const { query, timeMode, now, shown, streams, states } = useConsoleState(
    useShallow((state) => ({
      query: state.lists[pane].query,
      timeMode: state.timeMode,
      now: state.now,
      // The histogram may show another stretch than the filter asks for.
      shown: state.focus === 'strip' ? state.strip.shown : null,
      streams: state.streams,
      states: state.platforms,
    })),
  );
  const key = useConsoleState((state) => keyOf(state, 'platforms.open'));
  const reaches = useReach(kind, query);
  const { left, cells, right } = stripColumns(width, 2, timeMode);
  const oldest = oldestOf(platforms, now);
  const axis = axisOf(shown ?? stretchOf({ kind, query, now, longRunningAfter, oldest }), cells);
  const lines = coverageLines(theme, {
    streams: streamsOfKind({ platforms: states, streams }, kind),
    reaches,
    axis,
    labels: axisLabels(axis, timeMode, now),
    // What was synced since the clock last ticked is not ahead of it.
    now: Math.max(now, ...streams.map(({ syncedAt }) => syncedAt ?? 0)),
    width,
    lines: height,
    sides: [left, right],
    key,
  });
  return <Lines lines={lines} />;
});
