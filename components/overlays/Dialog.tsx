import { Box } from 'ink';
import type { ReactElement } from 'react';
import { Lines } from '../screen/Lines.tsx';
import { useConsoleState, useView } from '../view.ts';
import { type BoxLine, boxLines } from './box-lines.ts';

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
  const text = boxLines(theme, title, lines, width, foot);
  const top = Math.max(0, Math.floor((size.rows - text.length) / 2));
  const left = Math.max(0, Math.floor((size.columns - width) / 2));
  return (
    <Box position="absolute" top={top} left={left} width={width} height={text.length} flexDirection="column">
      <Lines lines={text} />
    </Box>
  );
}
