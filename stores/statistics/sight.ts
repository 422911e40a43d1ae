/** Which lines of the figures are in sight, and what keeps the selected one there. Pure. */
import { layoutOfState } from '../derive.ts';
import type { ConsoleState } from '../state.ts';
import { figureColumns } from './columns.ts';
import { type FigureLine, figureLines } from './lines.ts';
import { placedFigures, topWith } from './placed.ts';
import type { Section } from './sections.ts';

/** Lines of figures that are to be seen at once, in all columns. */
export function linesInSight(state: ConsoleState): number {
  const { height, count } = roomOf(state);
  return height * count;
}

/** Lines of a column, and how many columns. */
function roomOf(state: ConsoleState): { readonly height: number; readonly count: number } {
  const { width, height } = layoutOfState(state).body;
  return { height, count: figureColumns(width).count };
}

/** Where the view begins so that the line of the selected figure is in sight, with what belongs to it. */
export function topShowing(state: ConsoleState, selected: string | null): number {
  const { sections, top } = state.statistics;
  const lines = figureLines(sections);
  const line = lines.findIndex((entry) => entry.kind === 'item' && entry.item.key === selected);
  // With the name above it and the words below it; the first line is the title of a section that began above.
  const from = line - (lines[line - 1]?.kind === 'heading' ? 2 : 1);
  const to = line + (lines[line + 1]?.kind === 'note' ? 1 : 0);
  return topWith(lines, top, { from, to }, roomOf(state));
}

/** Where the view begins so that the group of a figure is seen whole, or from its title on. */
export function topOfGroup(state: ConsoleState, key: string): number {
  const { sections, top } = state.statistics;
  const lines = figureLines(sections);
  const section = sections.find(({ items }) => items.some((item) => item.key === key));
  const isOf = (line: FigureLine): boolean => line.kind !== 'blank' && line.section === section;
  const title = lines.findIndex(isOf);
  const last = lines.findLastIndex(isOf);
  const room = roomOf(state);
  const { end } = placedFigures(lines, top, room.height, room.count);
  return top <= title && last < end ? top : topWith(lines, title, { from: title, to: title }, room);
}

/** Where the view begins once figures came or went above the selected one: that stays on its line of the screen. */
export function topAfter(state: ConsoleState, sections: readonly Section[]): number {
  const { selected, top, sections: before } = state.statistics;
  const lineOf = (of: readonly Section[]): number =>
    figureLines(of).findIndex((line) => line.kind === 'item' && line.item.key === selected);
  const [was, is] = [lineOf(before), lineOf(sections)];
  if (was < 0 || is < 0) return 0;
  // The beginning stays in sight as long as the selected figure does.
  const { height, count } = roomOf(state);
  return top === 0 && is < placedFigures(figureLines(sections), 0, height, count).end
    ? 0
    : Math.max(0, top + is - was);
}
