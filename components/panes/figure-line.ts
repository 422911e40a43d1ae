/** One line of the statistics: label, value, change since yesterday and last week, spark line or bar. Pure. */

import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import { formatAge } from '../../stores/age.ts';
import type { FigureLine } from '../../stores/statistics/lines.ts';
import type { Item, Opens, Section } from '../../stores/statistics/sections.ts';
import { bar, countLine, sparkLine } from '../chart/spark.ts';
import type { Theme, Tone } from '../theme.ts';

/** Cells of a number, of a change, and of an age. */
function columnsOf(width: number): { readonly value: number; readonly change: number; readonly age: number } {
  if (width < 70) return { value: 8, change: 7, age: 0 };
  return width < 100 ? { value: 8, change: 7, age: 4 } : { value: 11, change: 9, age: 6 };
}
/** A month by day, and the blanks around it. */
const CHART = 34;
/** Cells of a label that is not cut for the sake of a chart. */
const LEAST_LABEL = 34;
/** Cells below which the words behind the numbers say nothing. */
const LEAST_ASIDE = 8;
/** Cells below which a chart says nothing. */
const LEAST_CHART = 3;

/** What the panes call their records. */
const RECORDS: Readonly<Record<Opens['pane'], string>> = { alerts: 'alerts', jobs: 'jobs', audit: 'entries' };

export interface FigureDrawing {
  readonly theme: Theme;
  readonly width: number;
  /** Cells of the labels, the same in all sections. */
  readonly labels: number;
  readonly selected: string | null;
  readonly focused: boolean;
  /** UTC ms, for ages. */
  readonly now: number;
}

export function drawFigureLine(line: FigureLine, drawing: FigureDrawing): string {
  const { theme, width } = drawing;
  switch (line.kind) {
    case 'blank':
      return ' '.repeat(width);
    case 'note':
      return theme.paint('dim', pad(`  ${line.text}`, width));
    case 'heading':
      return pad(`  ${safeLine(line.text)}`, width);
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
    ...sections.map(({ title, changes }) => (changes === null ? 0 : cellsOf(title) - 1)),
  );
  const { value, change, age } = columnsOf(width);
  const room = width - value - 2 * change - age - CHART;
  return Math.min(longest, Math.max(LEAST_LABEL, Math.floor(width * 0.42), room));
}

function nameOf(item: Item): string {
  const { label, platform, indented } = item;
  return (indented ? `  ${safeLine(platform ?? label)}` : safeLine(label)) + behind(item);
}

/** How many records are opened, where that is another number: not all are known, or one counts several. */
function behind({ opens, records, value }: Item): string {
  if (records === null || opens === null) return '';
  const fewer = records < (value ?? 0) ? ' known' : '';
  return ` (${grouped(records)} ${RECORDS[opens.pane]}${fewer})`;
}

const wholeLabel = (item: Item): string =>
  nameOf(item) + (item.platform === null || item.indented ? '' : ` · ${safeLine(item.platform)}`);

/** The platform gives way first: what is counted tells one line from the next. What is cut is marked. */
function labelOf(item: Item, section: Section, width: number): string {
  const whole = wholeLabel(item);
  const name = nameOf(item);
  if (cellsOf(whole) <= width) return pad(whole, width);
  // A blank, the sign between the two and the mark.
  if (cellsOf(name) + 4 <= width) return pad(cut(whole, width), width);
  if (cellsOf(name) + 3 <= width) return pad(`${name} …`, width);
  return pad(cellsOf(name) <= width ? name : toldApart(name, section, width), width);
}

/** Cut at a word; where another line would then read the same, in the middle: its end tells them apart. */
function toldApart(name: string, { items }: Section, width: number): string {
  const shown = cutAtWord(name, width);
  const shared = shown.replace(/[\s…]+$/, '');
  const others = items.map(nameOf).filter((other) => other !== name && other.startsWith(shared));
  if (shared === '' || others.length === 0) return shown;
  const same = Math.max(...others.map((other) => sameStart(name, other)));
  const rest = name.slice(name.lastIndexOf(' ', same - 1) + 1);
  const begun = cutAtWord(name, Math.max(1, width - 1 - Math.min(cellsOf(rest), Math.floor(width / 2))));
  return cutAtWord(`${begun} ${rest}`, width);
}

const cutAtWord = (text: string, width: number): string =>
  cut(text, width)
    .replace(/\s\S{0,24}…$/, ' …')
    .replace(/(?: …)+$/, ' …');

/** Characters that two texts begin with alike. */
function sameStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

function titleLine(theme: Theme, { title, changes }: Section, { width, labels }: FigureDrawing): string {
  const { value, change, age } = columnsOf(width);
  const heads =
    changes === null
      ? ''
      : pad('', value) +
        pad(changes.day, change, 'right') +
        pad(changes.week, change, 'right') +
        pad(age === 0 ? '' : (changes.age ?? ''), age, 'right');
  return theme.paint('strong', pad(pad(title, changes === null ? width : labels + 2) + heads, width));
}

function signed(value: number | null): string {
  if (value === null) return '-';
  const text = grouped(round(value));
  return value > 0 ? `+${text}` : text;
}

/** What two numbers with a decimal differ by has no more of them; and nothing has no sign. */
const round = (value: number): number => Math.round(value * 1_000) / 1_000 + 0;

/** A change for the better, for the worse, or neither. */
function toneOf(change: number | null, better: Item['better']): Tone {
  if (change === null || change === 0 || better === null) return 'dim';
  return change > 0 === (better === 'more') ? 'ok' : 'warning';
}

function itemLine(item: Item, section: Section, drawing: FigureDrawing): string {
  const { theme, width, labels, selected, focused, now } = drawing;
  const columns = columnsOf(width);
  const cells: (readonly [tone: Tone, text: string])[] =
    item.said === null
      ? [
          [item.tone as Tone, (item.value?.toLocaleString('en') ?? '-').padStart(columns.value)],
          ...(section.changes === null
            ? []
            : ([
                [toneOf(item.day, item.better), pad(signed(item.day), columns.change, 'right')],
                [toneOf(item.week, item.better), pad(signed(item.week), columns.change, 'right')],
                // A total has no age, and its words need the room.
                ['dim', item.at === null ? '' : pad(ageOf(item, columns.age, now), columns.age, 'right')],
              ] as const)),
        ]
      : [];
  // Where nothing stands in the columns of the changes the label may: the charts begin in one column. A number
  // wider than its column takes from the label, never from the line.
  const room = section.changes === null ? labels + 2 * columns.change + columns.age : labels;
  const numbers = cells.reduce((sum, [, text]) => sum + cellsOf(text), 0);
  const label = `  ${labelOf(item, section, Math.max(0, Math.min(room, width - 2 - numbers)))}`;
  if (item.said !== null) cells.push(['dim', cut(`  ${item.said}`, Math.max(0, width - cellsOf(label)))]);
  const used = cellsOf(label) + numbers;
  const tail = item.said === null ? tailOf(item, section, Math.max(0, width - used - 1)) : [];
  const all = [['plain', label] as const, ...cells, ...tail];
  const blank = ' '.repeat(Math.max(0, width - all.reduce((sum, [, text]) => sum + cellsOf(text), 0)));
  if (item.key === selected)
    return theme.paint(focused ? 'cursor' : 'strong', all.map(([, text]) => text).join('') + blank);
  const dimmed = item.said !== null;
  return all.map(([tone, text]) => theme.paint(dimmed ? 'dim' : tone, text)).join('') + blank;
}

const ageOf = ({ at }: Item, cells: number, now: number): string =>
  at === null || cells === 0 ? '' : formatAge(now - at);

/** Since when the changes are, and the chart in what room that leaves. */
function tailOf(
  item: Item,
  section: Section,
  room: number,
): readonly (readonly [tone: Tone, text: string])[] {
  const aside = item.aside === null || room < LEAST_ASIDE ? '' : cut(` ${item.aside}`, room);
  const left = room - cellsOf(aside) - 1;
  const chart = left < LEAST_CHART ? '' : chartOf(item, section, Math.min(left, 40));
  return [
    ['dim', aside],
    ['info', chart === '' ? '' : ` ${chart}`],
  ];
}

/** Kept snapshots or counts by day as a line; a distribution as bars against its largest value. */
function chartOf(item: Item, section: Section, width: number): string {
  if (item.series.length > 1)
    return item.counts ? countLine(item.series, width) : sparkLine(item.series, width);
  if (!item.counts) return '';
  return bar(item.value ?? 0, Math.max(...section.items.map(({ value }) => value ?? 0)), Math.min(width, 24));
}
