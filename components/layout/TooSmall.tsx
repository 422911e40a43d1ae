import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { LEAST, type Size } from '../../stores/layout.ts';

/** Said instead of the console when there is no room for it. */
export function TooSmall({ columns, rows }: Size): ReactElement {
  const text = `The terminal is ${columns} x ${rows}; certdeck needs at least ${LEAST.columns} x ${LEAST.rows}. Make it larger, or press q to quit.`;
  return (
    <Box width={columns} height={Math.max(1, rows)}>
      <Text wrap="wrap">{text}</Text>
    </Box>
  );
}
