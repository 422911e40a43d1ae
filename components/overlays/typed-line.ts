/** What of a line being typed is in sight: always its cursor, a mark where it goes on, nothing a terminal obeys. Pure. */
import { cellsOf, cut } from '../../src/domain/cells.ts';
import { graphemesOf } from '../../src/domain/graphemes.ts';
import { safeText } from '../../src/domain/text.ts';
import type { Line } from '../../stores/line-editor.ts';

export interface TypedLine {
  /** Text shown left of the cursor, under it, and right of it. */
  readonly before: string;
  readonly under: string;
  readonly after: string;
  /** Cells of all three. */
  readonly cells: number;
  /** The cell of a place in the text, on the edge where that is out of sight. */
  cellAt(offset: number): number;
}

/** A character is never longer than this; a longer pile of marks is cut. */
const LONGEST = 64;
const WITHIN = /^(?:\p{M}|\u200d|[\udc00-\udfff])/u;

/** `room` cells for the text and a cursor behind its end. */
export function typedLine({ text, cursor }: Line, room: number): TypedLine {
  const from = startOf(text, cursor, room);
  const lead = from > 0 ? '…' : '';
  const shown = (start: number, end: number): string => lead + drawn(text.slice(start, end));
  const before = shown(from, cursor);
  const [at] = graphemesOf(text.slice(cursor, cursor + LONGEST));
  const under = (at === undefined ? '' : drawn(at.segment)) || ' ';
  const rest = text.slice(cursor + (at?.segment.length ?? 0), cursor + LONGEST + room * 16);
  const after = cut(drawn(rest), Math.max(0, room - cellsOf(before) - cellsOf(under)));
  const cells = cellsOf(before) + cellsOf(under) + cellsOf(after);
  return {
    before,
    under,
    after,
    cells,
    cellAt: (offset) => (offset <= from ? 0 : Math.min(room - 1, cellsOf(shown(from, offset)))),
  };
}

/** As it is drawn: what was pasted may hold anything. */
const drawn = (text: string): string => safeText(text).replace(/[\t\n]/g, ' ');

/** Offset of the first character shown: the line moves by half its width, so that most keys move only the cursor. */
function startOf(text: string, cursor: number, room: number): number {
  const step = Math.max(1, Math.floor(room / 2));
  let from = Math.max(0, Math.floor((cursor - room) / step) * step);
  while (cellsOf(drawn(text.slice(from, cursor))) + (from > 0 ? 1 : 0) >= room) from += step;
  while (from < cursor && WITHIN.test(text.slice(from, from + 2))) from += 1;
  return Math.min(from, cursor);
}
