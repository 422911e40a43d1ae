/** A line being typed inside a dialog, scrolled so that its cursor is in sight. Pure. */
import { cellsOf, cut } from '../../src/domain/cells.ts';
import { graphemesOf } from '../../src/domain/graphemes.ts';
import type { Line } from '../../stores/line-editor.ts';
import type { Theme } from '../theme.ts';
import type { BoxLine } from './box-lines.ts';

/** `label` stands before it; without the focus there is no cursor. */
export function editedLine(
  theme: Theme,
  label: string,
  line: Line,
  width: number,
  focused: boolean,
): BoxLine {
  const room = Math.max(8, width - 4 - cellsOf(label) - 1);
  const from = startOf(line, room);
  const before = line.text.slice(from, line.cursor);
  const [at] = graphemesOf(line.text.slice(line.cursor));
  const under = at?.segment ?? ' ';
  const after = cut(
    line.text.slice(line.cursor + (at?.segment.length ?? 0)),
    Math.max(0, room - cellsOf(before) - cellsOf(under)),
  );
  const cells = cellsOf(label) + cellsOf(before) + cellsOf(under) + cellsOf(after);
  return {
    text: theme.paint('dim', label) + before + (focused ? theme.paint('cursor', under) : under) + after,
    cells,
  };
}

/** Offset of the first character shown. */
function startOf({ text, cursor }: Line, room: number): number {
  let from = 0;
  while (cellsOf(text.slice(from, cursor)) >= room) from += Math.max(1, Math.floor(room / 2));
  return Math.min(from, cursor);
}
