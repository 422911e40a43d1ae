import { memo, type ReactElement, useMemo } from 'react';
import { figureColumns } from '../../stores/statistics/columns.ts';
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
  const columns = figureColumns(width);
  const labels = useMemo(() => labelCells(sections, columns.width), [sections, columns.width]);
  if (freshness === 'none') return <Lines lines={['', `  ${theme.paint('dim', 'Reading the cache…')}`]} />;
  const drawing = { theme, width: columns.width, labels, selected, focused, now };
  const drawn = shownLines(lines, top, height * columns.count).map((line) => drawFigureLine(line, drawing));
  const gap = ' '.repeat(columns.pitch - columns.width);
  // Each line of the screen is that line of every column.
  const shown = drawn
    .slice(0, height)
    .map((_, line) =>
      Array.from({ length: columns.count }, (_, column) => drawn[column * height + line] ?? '').join(gap),
    );
  return <Lines lines={shown} />;
});
