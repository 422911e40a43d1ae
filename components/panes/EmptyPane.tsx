import type { ReactElement } from 'react';
import { cut } from '../../src/domain/cells.ts';
import { keyOf } from '../../stores/derive.ts';
import { type ListPaneId, PANES } from '../../stores/panes.ts';
import { Lines } from '../screen/Lines.tsx';
import { useReach } from '../use-reach.ts';
import { useConsoleState, useView } from '../view.ts';
import { emptyText } from './empty-text.ts';

interface Props {
  readonly pane: ListPaneId;
  readonly width: number;
  readonly height: number;
}

/** A list without rows: finished lines, as the rows are, so that whatever opens over it covers it. */
export function EmptyPane({ pane, width, height }: Props): ReactElement {
  const { theme } = useView();
  const list = useConsoleState((state) => state.lists[pane]);
  const now = useConsoleState((state) => state.now);
  const mode = useConsoleState((state) => state.timeMode);
  const coverage = useReach(PANES[pane].kind, list.query);
  const keys = useConsoleState((state) => state.keys);
  const key = (id: string): string => keyOf({ keys }, id);
  const text = emptyText({ list, pane: PANES[pane], coverage, now, mode, key, width, height });
  return <Lines lines={text.map(([tone, line]) => theme.paint(tone, cut(line, width)))} />;
}
