/** A line being typed inside a dialog, scrolled so that its cursor is in sight. Pure. */
import { cellsOf } from '../../src/domain/cells.ts';
import type { Line } from '../../stores/line-editor.ts';
import type { Theme } from '../theme.ts';
import type { BoxLine } from './box-lines.ts';
import { typedLine } from './typed-line.ts';

/** `label` stands before it; without the focus there is no cursor. */
export function editedLine(
  theme: Theme,
  label: string,
  line: Line,
  width: number,
  focused: boolean,
): BoxLine {
  const room = Math.max(8, width - 4 - cellsOf(label) - 1);
  const { before, under, after, cells } = typedLine(line, room);
  return {
    text: theme.paint('dim', label) + before + (focused ? theme.paint('cursor', under) : under) + after,
    cells: cellsOf(label) + cells,
  };
}
