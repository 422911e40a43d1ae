import { Box, Text } from 'ink';
import type { ReactElement } from 'react';

/** Blanks under a dialog of Ink boxes: what they leave free would show the list below. */
export function Backdrop({ width, height }: { width: number; height: number }): ReactElement {
  const blanks = Array.from({ length: height }, () => ' '.repeat(width)).join('\n');
  return (
    <Box position="absolute" top={0} left={0} width={width} height={height}>
      <Text>{blanks}</Text>
    </Box>
  );
}
