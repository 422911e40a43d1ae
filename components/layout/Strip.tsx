import { memo, type ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { ListPaneId } from '../../stores/panes.ts';
import { axisLabels, stripText } from '../chart/strip-text.ts';
import { Lines } from '../screen/Lines.tsx';
import { useConsoleState, useView } from '../view.ts';

interface Props {
  readonly pane: ListPaneId;
  readonly width: number;
  readonly height: number;
}

/** The histogram over a list. What a cursor does changes none of what it looks at. */
export const Strip = memo(function Strip({ pane, width, height }: Props): ReactElement {
  const { theme } = useView();
  const { from, to, ...facts } = useConsoleState(
    useShallow(({ strip, lists, focus, timeMode, now }) => {
      const counted = strip.counted?.pane === pane ? strip.counted : null;
      const window = focus === 'strip' ? strip.window : null;
      const labels = counted === null ? (['', ''] as const) : axisLabels(counted.axis, timeMode, now);
      return {
        counted,
        window,
        stale: counted !== null && counted.query !== lists[pane].query,
        from: labels[0],
        to: labels[1],
        mode: timeMode,
        open: window !== null && window.to > now,
      };
    }),
  );
  const lines = stripText(theme, { ...facts, labels: [from, to], width, lines: height });
  return <Lines lines={lines} />;
});
