import { memo, type ReactElement } from 'react';
import { cellsOf, pad } from '../../src/domain/cells.ts';
import { Lines } from '../screen/Lines.tsx';
import { scrollBarCells } from '../table/layout.ts';
import type { Theme } from '../theme.ts';

/** One line of a text view, safe already. */
export interface TextLine {
  readonly key: string;
  readonly plain: string;
  /** The same text with its tones; left out where it has none. */
  readonly painted?: string;
}

interface Props {
  readonly theme: Theme;
  readonly lines: readonly TextLine[];
  /** Index of the first visible line. */
  readonly top: number;
  /** Index of the line with the cursor; null when the view only scrolls. */
  readonly cursor: number | null;
  readonly focused: boolean;
  /** Indices of lines a search found. */
  readonly matches?: ReadonlySet<number>;
  readonly width: number;
  readonly height: number;
}

/** A window on long text: one text node, each line cut to the width. */
export const TextView = memo(function TextView(props: Props): ReactElement {
  const { theme, lines, top, cursor, focused, matches, width, height } = props;
  const bar = scrollBarCells({ total: lines.length, top }, height);
  const inner = Math.max(1, width - 2);
  const shown = Array.from({ length: height }, (_, row) => {
    const index = top + row;
    const line = lines[index];
    const edge = ` ${theme.paint('dim', bar[row] === 'thumb' ? '█' : ' ')}`;
    if (line === undefined) return ' '.repeat(inner) + edge;
    if (index === cursor && focused) return theme.paint('cursor', pad(line.plain, inner)) + edge;
    if (matches?.has(index)) return theme.paint('match', pad(line.plain, inner)) + edge;
    const cells = cellsOf(line.plain);
    // A painted line is only used when it fits: cutting between escapes is not worth its cost.
    const text =
      line.painted !== undefined && cells <= inner
        ? line.painted + ' '.repeat(inner - cells)
        : pad(line.plain, inner);
    return text + edge;
  });
  return <Lines lines={shown} />;
});
