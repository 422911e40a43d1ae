import { memo, type ReactElement } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { plainOf } from '../../stores/detail/document.ts';
import type { Lines as TextLines } from '../../stores/detail/document-lines.ts';
import { contains } from '../../stores/detail/lines.ts';
import { Lines } from '../screen/Lines.tsx';
import { scrollBarCells } from '../table/layout.ts';
import type { Theme } from '../theme.ts';
import { inSight, paintedLine } from './painted.ts';

interface Props {
  readonly theme: Theme;
  readonly lines: TextLines;
  /** Index of the first visible line. */
  readonly top: number;
  /** Cells scrolled to the right. */
  readonly left: number;
  /** Index of the line with the cursor. */
  readonly cursor: number;
  readonly focused: boolean;
  /** What lines are marked that contain it; empty marks none. */
  readonly search: string;
  readonly width: number;
  readonly height: number;
}

/** A window on long text: only lines in sight are made, each cut to the width with a mark. */
export const TextView = memo(function TextView(props: Props): ReactElement {
  const { theme, lines, top, left, cursor, focused, search, width, height } = props;
  const bar = scrollBarCells({ total: lines.length, top }, height);
  const inner = Math.max(1, width - 2);
  const wanted = search.toLowerCase();
  const shown = Array.from({ length: height }, (_, row) => {
    const index = top + row;
    const line = lines.at(index);
    const edge = ` ${theme.paint('dim', bar[row] === 'thumb' ? '█' : ' ')}`;
    if (line === undefined) return ' '.repeat(inner) + edge;
    const isCursor = index === cursor && focused;
    const isMatch = wanted !== '' && contains(line, wanted);
    if (!isCursor && !isMatch && left === 0) return paintedLine(theme, line.parts, inner) + edge;
    const text = left === 0 ? pad(plainOf(line), inner) : inSight(plainOf(line), left, inner);
    return theme.paint(isCursor ? 'cursor' : isMatch ? 'match' : 'plain', text) + edge;
  });
  return <Lines lines={shown} />;
});
