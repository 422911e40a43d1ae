import { Box } from 'ink';
import { memo, type ReactElement } from 'react';
import { maskText } from '../../src/domain/secrets.ts';
import { detailLinesOf } from '../../stores/detail/lines.ts';
import { DETAIL_HEAD } from '../../stores/layout.ts';
import { Lines } from '../screen/Lines.tsx';
import { useConsoleState, useView } from '../view.ts';
import { headLines } from './head-lines.ts';
import { TextView } from './TextView.tsx';

interface Props {
  readonly width: number;
  readonly height: number;
  readonly side: 'beside' | 'below' | 'over';
}

/** The record under the cursor: its title, its tabs, the text of one of them. */
export const DetailView = memo(function DetailView({ width, height, side }: Props): ReactElement | null {
  const { console, theme } = useView();
  const detail = useConsoleState((state) => state.detail);
  const focused = useConsoleState((state) => state.focus === 'detail');
  const lines = useConsoleState((state) => detailLinesOf(state, console.services.longRunningAfter));
  if (detail === null) return null;
  const path = maskText(lines.at(detail.cursor)?.node?.jq ?? '') || null;
  const inner = side === 'beside' ? width - 2 : width;
  const text = (
    <Box flexDirection="column" width={inner} height={height}>
      <Lines lines={headLines(theme, detail, path, focused, inner)} />
      <TextView
        theme={theme}
        lines={lines}
        top={detail.top}
        left={detail.left}
        cursor={detail.cursor}
        focused={focused}
        search={detail.search}
        width={inner}
        height={height - DETAIL_HEAD}
      />
    </Box>
  );
  if (side !== 'beside') return text;
  const rule = Array.from({ length: height }, () => theme.paint('dim', '│'));
  return (
    <Box width={width} height={height}>
      <Box width={2} flexDirection="column">
        <Lines lines={rule} />
      </Box>
      {text}
    </Box>
  );
});
