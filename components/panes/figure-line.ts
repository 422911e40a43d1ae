/** One line of the statistics: label, value, change since yesterday and last week, spark line or bar. Pure. */
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { FigureLine } from '../../stores/statistics/lines.ts';
import type { Item, Opens, Section } from '../../stores/statistics/sections.ts';
import { bar, countLine, sparkLine } from '../chart/spark.ts';
import type { Theme, Tone } from '../theme.ts';

/** Cells of a number and of a change: a million, and where it is narrow what is usual. */
const columnsOf = (width: number) => (width < 80 ? { value: 8, change: 7 } : { value: 11, change: 9 });
/** A month by day, and the blanks around it. */
const CHART = 34;
/** Cells of a label that is not cut for the sake of a chart. */
const LEAST_LABEL = 34;

/** What the panes call their records. */
const RECORDS: Readonly<Record<Opens['pane'], string>> = { alerts: 'alerts', jobs: 'jobs', audit: 'entries' };

export interface FigureDrawing {
  readonly theme: Theme;
  readonly width: number;
  /** Cells of the labels, the same in all sections. */
  readonly labels: number;
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
      return titleLine(theme, line.section, drawing);
    case 'item':
      return itemLine(line.item, line.section, drawing);
  }
}

/** Cells the labels get: as many as the longest wants, as long as a chart has room beside it. */
export function labelCells(sections: readonly Section[], width: number): number {
  const longest = Math.max(
    0,
    ...sections.flatMap(({ items }) => items.map((item) => cellsOf(wholeLabel(item)))),
  );
  const { value, change } = columnsOf(width);
  const room = width - value - 2 * change - CHART;
  return Math.min(longest, Math.max(LEAST_LABEL, Math.floor(width * 0.45), room));
}

function nameOf({ label, opens, records }: Item): string {
  const behind =
    records === null || opens === null ? '' : ` (${records.toLocaleString('en')} ${RECORDS[opens.pane]})`;
  return safeLine(label) + behind;
}

const wholeLabel = (item: Item): string =>
  nameOf(item) + (item.platform === null ? '' : ` · ${safeLine(item.platform)}`);

/** The platform gives way first: what is counted tells one line from the next. Cut at a word. */
function labelOf(item: Item, width: number): string {
  const whole = wholeLabel(item);
  const name = nameOf(item);
  if (cellsOf(whole) <= width || cellsOf(name) + 6 <= width) return pad(whole, width);
  return pad(cellsOf(name) <= width ? name : cut(name, width).replace(/\s\S{0,24}…$/, ' …'), width);
}

function titleLine(theme: Theme, { title, changes }: Section, { width, labels }: FigureDrawing): string {
  const { value, change } = columnsOf(width);
  const heads =
    changes === null
      ? ''
      : pad('', value) + pad(changes.day, change, 'right') + pad(changes.week, change, 'right');
  return theme.paint('strong', pad(pad(title, changes === null ? width : labels + 2) + heads, width));
}

function signed(value: number | null): string {
  if (value === null) return '-';
  return value > 0 ? `+${value.toLocaleString('en')}` : value.toLocaleString('en');
}

function itemLine(item: Item, section: Section, drawing: FigureDrawing): string {
  const { theme, width, labels, selected, focused } = drawing;
  const columns = columnsOf(width);
  const value = item.value === null ? '-' : item.value.toLocaleString('en');
  // Where nothing stands in the columns of the changes the label may: the charts begin in one column.
  const label = `  ${labelOf(item, section.changes === null ? labels + 2 * columns.change : labels)}`;
  const figure = pad(value, columns.value, 'right');
  const changes =
    section.changes === null
      ? ''
      : pad(signed(item.day), columns.change, 'right') + pad(signed(item.week), columns.change, 'right');
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
