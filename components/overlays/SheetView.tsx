import { Box } from 'ink';
import type { ReactElement } from 'react';
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { keyOf } from '../../stores/derive.ts';
import { type Sheet, sheetHeight, sheetLines, sheetTitle } from '../../stores/sheet.ts';
import { TextView } from '../detail/TextView.tsx';
import { Lines } from '../screen/Lines.tsx';
import { useConsoleState, useView } from '../view.ts';

/** A text over the whole screen but the footer. */
export function SheetView(sheet: Sheet): ReactElement {
  const { theme } = useView();
  const size = useConsoleState((state) => state.size);
  const end = useConsoleState((state) => keyOf(state, 'sheet.cancel'));
  const lines = sheetLines(sheet, size);
  const height = sheetHeight(size);
  const head = cut(sheetTitle(sheet.content, end), size.columns - 6);
  const rule = '━'.repeat(Math.max(1, size.columns - cellsOf(head) - 3));
  const title = pad(`━ ${head} ${rule}`, size.columns);
  return (
    <Box position="absolute" top={0} left={0} width={size.columns} height={height + 1} flexDirection="column">
      <Lines lines={[theme.paint('strong', title)]} />
      <TextView
        theme={theme}
        lines={lines}
        top={sheet.top}
        left={0}
        cursor={sheet.cursor}
        focused
        search=""
        width={size.columns}
        height={height}
      />
    </Box>
  );
}
