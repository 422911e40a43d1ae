import { Text, Transform } from 'ink';
import { memo, type ReactElement } from 'react';

interface Props {
  /** Finished lines: safe, painted, and no wider than the place they stand in. */
  readonly lines: readonly string[];
}

/**
 * Lines that need nothing from Ink but their place. Ink measures, wraps and takes apart every text it lays
 * out, each time anew, which for a screen of painted rows costs more than all the rest of a cursor move. So
 * it lays out blank lines, which never change, and gets the painted ones when it writes.
 */
export const Lines = memo(function Lines({ lines }: Props): ReactElement {
  return (
    <Transform transform={(_blank, index) => lines[index] ?? ''} accessibilityLabel={lines.join('\n')}>
      <Text>{blank(lines.length)}</Text>
    </Transform>
  );
});

const blank = (height: number): string => Array.from({ length: height }, () => ' ').join('\n');
