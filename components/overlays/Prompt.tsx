import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Overlay } from '../../stores/overlay.ts';
import { Lines } from '../screen/Lines.tsx';
import { useConsoleState, useView } from '../view.ts';
import { popupLines, promptLine } from './prompt-text.ts';

/** The prompt in place of the filter line, problems and choices below it, over the list. */
export function Prompt(prompt: Extract<Overlay, { kind: 'prompt' }>): ReactElement {
  const { theme } = useView();
  const { columns } = useConsoleState((state) => state.size);
  const lines = [promptLine(theme, prompt, columns), ...popupLines(theme, prompt, columns)];
  return (
    <Box position="absolute" top={2} left={0} width={columns} height={lines.length} flexDirection="column">
      <Lines lines={lines} />
    </Box>
  );
}
