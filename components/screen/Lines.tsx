import { Box, Text, Transform } from 'ink';
import { createContext, memo, type ReactElement, use } from 'react';
import { placeOf } from './drawn.ts';

interface Props {
  /** Finished lines: safe, painted, and no wider than the place they stand in. */
  readonly lines: readonly string[];
}

/** Whether the screen draws finished lines itself; without it Ink does. */
export const OwnScreen = createContext(false);

/**
 * Lines that need nothing from Ink but their place. Ink measures, wraps and takes apart every text it draws,
 * each time anew, which for a screen of painted rows costs more than all the rest of a cursor move. So it lays
 * out an empty box, and the screen draws the lines there.
 */
export const Lines = memo(function Lines({ lines }: Props): ReactElement {
  if (use(OwnScreen)) {
    return (
      <Box height={lines.length}>
        <Transform transform={placeOf(lines)}> </Transform>
      </Box>
    );
  }
  return (
    <Transform transform={(_blank, index) => lines[index] ?? ''} accessibilityLabel={lines.join('\n')}>
      <Text>{blank(lines.length)}</Text>
    </Transform>
  );
});

const blank = (height: number): string => Array.from({ length: height }, () => ' ').join('\n');
