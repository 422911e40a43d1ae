import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { keyOf } from '../../stores/derive.ts';
import { LEAST, type Size } from '../../stores/layout.ts';
import { useConsoleState } from '../view.ts';

/** Said instead of the console when there is no room for it. */
export function TooSmall({ columns, rows }: Size): ReactElement {
  const key = useConsoleState((state) => keyOf(state, 'back'));
  const text = `The terminal is ${columns} x ${rows}; certdeck needs at least ${LEAST.columns} x ${LEAST.rows}. Make it larger, or press ${key} to quit.`;
  return (
    <Box width={columns} height={Math.max(1, rows)}>
      <Text wrap="wrap">{text}</Text>
    </Box>
  );
}
