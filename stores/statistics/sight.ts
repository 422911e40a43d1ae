/** Which lines of the figures are in sight, and what keeps the selected one there. Pure. */
import { layoutOfState } from '../derive.ts';
import type { ConsoleState } from '../state.ts';
import { figureColumns } from './columns.ts';
import { figureLines } from './lines.ts';
import type { Section } from './sections.ts';

/** Lines of figures that are to be seen at once, in all columns. */
export function linesInSight(state: ConsoleState): number {
  const { width, height } = layoutOfState(state).body;
  return height * figureColumns(width).count;
}

/** Where the view begins once figures came or went above the selected one: that stays on its line of the screen. */
export function topAfter(state: ConsoleState, sections: readonly Section[]): number {
  const { selected, top, sections: before } = state.statistics;
  const lineOf = (of: readonly Section[]): number =>
    figureLines(of).findIndex((line) => line.kind === 'item' && line.item.key === selected);
  const [was, is] = [lineOf(before), lineOf(sections)];
  if (was < 0 || is < 0) return 0;
  // The beginning stays in sight as long as the selected figure does.
  return top === 0 && is < linesInSight(state) ? 0 : Math.max(0, top + is - was);
}
