import { memo, type ReactElement, useMemo } from 'react';
import { figureLines, shownLines } from '../../stores/statistics/lines.ts';
import { Lines } from '../screen/Lines.tsx';
import { useConsoleState, useView } from '../view.ts';
import { drawFigureLine, labelCells } from './figure-line.ts';

interface Props {
  readonly width: number;
  readonly height: number;
}

/** Figures of all platforms in groups, distributions and trends, one below the other. */
export const StatisticsPane = memo(function StatisticsPane({ width, height }: Props): ReactElement {
  const { theme } = useView();
  const { sections, selected, top, freshness } = useConsoleState((state) => state.statistics);
  const now = useConsoleState((state) => state.now);
  const focused = useConsoleState((state) => state.focus === 'list');
  const lines = useMemo(() => figureLines(sections), [sections]);
  const labels = useMemo(() => labelCells(sections, width), [sections, width]);
  if (freshness === 'none') return <Lines lines={['', `  ${theme.paint('dim', 'Reading the cache…')}`]} />;
  const shown = shownLines(lines, top, height).map((line) =>
    drawFigureLine(line, { theme, width, labels, selected, focused, now }),
  );
  return <Lines lines={shown} />;
});
