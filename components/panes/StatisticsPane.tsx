import { memo, type ReactElement, useMemo } from 'react';
import { figureColumns } from '../../stores/statistics/columns.ts';
import { figureLines } from '../../stores/statistics/lines.ts';
import { placedFigures } from '../../stores/statistics/placed.ts';
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
  const drawn = placedFigures(lines, top, height, columns.count).columns.map((column) =>
    column.map((line) => drawFigureLine(line, drawing)),
  );
  const gap = ' '.repeat(columns.pitch - columns.width);
  const nothing = ' '.repeat(columns.width);
  // Each line of the screen is that line of every column.
  const longest = Math.max(0, ...drawn.map((column) => column.length));
  const shown = Array.from({ length: longest }, (_, line) =>
    drawn.map((column) => column[line] ?? nothing).join(gap),
  );
  return <Lines lines={shown} />;
});
