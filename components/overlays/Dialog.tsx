import { Box } from 'ink';
import type { ReactElement } from 'react';
import { Lines } from '../screen/Lines.tsx';
import { useConsoleState, useView } from '../view.ts';
import { type BoxLine, besides, boxLines } from './box-lines.ts';

interface Props {
  readonly title: string;
  readonly lines: readonly BoxLine[];
  readonly width: number;
  /** On the lower edge. */
  readonly foot?: string;
}

/** A framed dialog in the middle of the screen, over what is there. */
export function Dialog({ title, lines, width, foot }: Props): ReactElement {
  const { theme } = useView();
  const size = useConsoleState((state) => state.size);
  const { left, cells, before, after } = besides(width, size.columns);
  const text = boxLines(theme, title, lines, width, foot).map((line) => before + line + after);
  const top = Math.max(0, Math.floor((size.rows - text.length) / 2));
  return (
    <Box position="absolute" top={top} left={left} width={cells} height={text.length} flexDirection="column">
      <Lines lines={text} />
    </Box>
  );
}
