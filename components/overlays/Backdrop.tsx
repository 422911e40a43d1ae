import { Box } from 'ink';
import type { ReactElement } from 'react';
import { Lines } from '../screen/Lines.tsx';

/** Blanks under a dialog of Ink boxes: what they leave free would show the list below. */
export function Backdrop({ width, height }: { width: number; height: number }): ReactElement {
  const blanks = Array.from({ length: height }, () => ' '.repeat(width));
  return (
    <Box position="absolute" top={0} left={0} width={width} height={height} flexDirection="column">
      <Lines lines={blanks} />
    </Box>
  );
}
