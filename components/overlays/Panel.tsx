import { Box } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import { useConsoleState } from '../view.ts';
import { Backdrop } from './Backdrop.tsx';

interface Props {
  readonly width: number;
  /** With its frame. */
  readonly height: number;
  readonly children: ReactNode;
}

/** A framed place in the middle of the screen for Ink's own widgets; nothing of the list shines through. */
export function Panel({ width, height, children }: Props): ReactElement {
  const size = useConsoleState((state) => state.size);
  return (
    <Box
      position="absolute"
      top={Math.max(0, Math.floor((size.rows - height) / 2))}
      left={Math.max(0, Math.floor((size.columns - width) / 2))}
      width={width}
      height={height}
    >
      <Backdrop width={width} height={height} />
      <Box width={width} height={height} borderStyle="round" paddingX={1} flexDirection="column">
        {children}
      </Box>
    </Box>
  );
}
