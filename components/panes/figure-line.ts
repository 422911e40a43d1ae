/** One line of the statistics: label, value, change since yesterday and last week, spark line or bar. Pure. */
import { cellsOf, pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { FigureLine } from '../../stores/statistics/lines.ts';
import type { Item, Section } from '../../stores/statistics/sections.ts';
import { bar, countLine, sparkLine } from '../chart/spark.ts';
import type { Theme, Tone } from '../theme.ts';

const VALUE = 12;
const CHANGE = 9;

export interface FigureDrawing {
  readonly theme: Theme;
  readonly width: number;
  readonly selected: string | null;
  readonly focused: boolean;
}

export function drawFigureLine(line: FigureLine, drawing: FigureDrawing): string {
  const { theme, width } = drawing;
  switch (line.kind) {
    case 'blank':
      return ' '.repeat(width);
    case 'note':
      return theme.paint('dim', pad(`  ${line.text}`, width));
    case 'title':
      return titleLine(theme, line.section, width);
    case 'item':
      return itemLine(line.item, line.section, drawing);
  }
}

function labelWidth(width: number): number {
  return Math.max(20, Math.min(48, Math.floor(width * 0.42)));
}

function titleLine(theme: Theme, section: Section, width: number): string {
  const hasChanges = section.items.some(({ day, week }) => day !== null || week !== null);
  const heads = hasChanges ? pad('', VALUE) + pad('day', CHANGE, 'right') + pad('week', CHANGE, 'right') : '';
  return theme.paint('strong', pad(pad(section.title, labelWidth(width) + 2) + heads, width));
}

function change(value: number | null): string {
  if (value === null) return '-';
  return value > 0 ? `+${value.toLocaleString('en')}` : value.toLocaleString('en');
}

function itemLine(item: Item, section: Section, { theme, width, selected, focused }: FigureDrawing): string {
  const value = item.value === null ? '-' : item.value.toLocaleString('en');
  const label = pad(`  ${safeLine(item.label)}`, labelWidth(width) + 2);
  const figure = pad(value, VALUE, 'right');
  const hasChanges = section.items.some(({ day, week }) => day !== null || week !== null);
  const changes = hasChanges
    ? pad(change(item.day), CHANGE, 'right') + pad(change(item.week), CHANGE, 'right')
    : '';
  const room = Math.max(0, width - cellsOf(label) - cellsOf(figure) - cellsOf(changes) - 4);
  const chart = chartOf(item, section, Math.min(room, 40));
  if (item.key === selected) {
    const plain = pad(`${label}${figure}${changes}  ${chart}`, width);
    return theme.paint(focused ? 'cursor' : 'strong', plain);
  }
  const tail = `  ${chart}`;
  const used = cellsOf(label + figure + changes + tail);
  return (
    label +
    theme.paint(item.tone as Tone, figure) +
    theme.paint('dim', changes) +
    theme.paint('info', tail) +
    ' '.repeat(Math.max(0, width - used))
  );
}

/** Kept snapshots or counts by day as a line; a distribution as bars against its largest value. */
function chartOf(item: Item, section: Section, width: number): string {
  if (item.series.length > 1)
    return item.counts ? countLine(item.series, width) : sparkLine(item.series, width);
  if (!item.counts) return '';
  return bar(item.value ?? 0, Math.max(...section.items.map(({ value }) => value ?? 0)), Math.min(width, 24));
}
