import { Box } from 'ink';
import { memo, type ReactElement, useMemo } from 'react';
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import { titleOf } from '../../stores/detail/fields.ts';
import { detailLinesOf, foundLines } from '../../stores/detail/lines.ts';
import { tabsOf } from '../../stores/detail/tabs.ts';
import { DETAIL_HEAD } from '../../stores/layout.ts';
import type { DetailState } from '../../stores/state.ts';
import { Lines } from '../screen/Lines.tsx';
import type { Theme } from '../theme.ts';
import { useConsoleState, useView } from '../view.ts';
import { paintedLine } from './painted.ts';
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
  const painted = useMemo(() => lines.map((line, index) => paintedLine(theme, line, index)), [theme, lines]);
  const matches = useMemo(() => new Set(foundLines(lines, detail?.search ?? '')), [lines, detail?.search]);
  if (detail === null) return null;
  const inner = side === 'beside' ? width - 2 : width;
  const text = (
    <Box flexDirection="column" width={inner} height={height}>
      <Lines lines={headLines(theme, detail, focused, inner)} />
      <TextView
        theme={theme}
        lines={painted}
        top={detail.top}
        cursor={detail.cursor}
        focused={focused}
        matches={matches}
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

/** The title with the platform, then the tabs with the present one in brackets. */
function headLines(theme: Theme, detail: DetailState, focused: boolean, width: number): readonly string[] {
  const { record } = detail.row;
  const state =
    record.kind === 'job'
      ? record.status
      : record.kind === 'alert'
        ? record.severity
        : record.kind === 'audit'
          ? record.outcome
          : null;
  const right = ` ${[state, safeLine(record.platform)].filter(Boolean).join(' · ')} `;
  const rule = focused ? '━' : '─';
  const title = cut(titleOf(record), Math.max(8, width - cellsOf(right) - 6));
  const fill = rule.repeat(Math.max(0, width - cellsOf(title) - cellsOf(right) - 4));
  const head = `${rule} ${title} ${fill}${right}${rule}`;
  const tabs = tabsOf(record);
  const plain = tabs.map(({ id, title: name }) => (id === detail.tab ? `[${name}]` : ` ${name} `)).join('');
  const painted = tabs
    .map(({ id, title: name }) =>
      id === detail.tab ? theme.paint('accent', `[${name}]`) : theme.paint('dim', ` ${name} `),
    )
    .join('');
  return [
    theme.paint(focused ? 'strong' : 'dim', pad(head, width)),
    cellsOf(plain) <= width ? painted + ' '.repeat(width - cellsOf(plain)) : pad(plain, width),
  ];
}
