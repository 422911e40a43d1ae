import { Box, Text } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import { useConsoleState, useView } from '../view.ts';
import { Backdrop } from './Backdrop.tsx';
import { besides } from './box-lines.ts';

interface Props {
  readonly title: string;
  readonly width: number;
  /** With its frame. */
  readonly height: number;
  readonly children: ReactNode;
}

/** A framed place in the middle of the screen for Ink's own widgets; nothing of the list shines through. */
export function Panel({ title, width, height, children }: Props): ReactElement {
  const { theme } = useView();
  const size = useConsoleState((state) => state.size);
  const { left, cells, before } = besides(width, size.columns);
  return (
    <Box
      position="absolute"
      top={Math.max(0, Math.floor((size.rows - height) / 2))}
      left={left}
      width={cells}
      height={height}
      paddingLeft={before.length}
    >
      <Backdrop width={cells} height={height} />
      <Box width={width} height={height} borderStyle="round" paddingX={1} flexDirection="column">
        {children}
      </Box>
      <Box position="absolute" top={0} left={before.length + 2}>
        <Text>{theme.paint('strong', ` ${title} `)}</Text>
      </Box>
    </Box>
  );
}
