/** The histogram over a list as lines: bars, what failed among them, times at both ends, the window. Pure. */

import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import { boundTerms } from '../../src/query/bounds.ts';
import { formatAgo, formatInstant, TICK, type TimeMode } from '../../stores/age.ts';
import { type Axis, endOf, type Stretch } from '../../stores/strip/axis.ts';
import { type Counted, stripColumns } from '../../stores/strip/strip.ts';
import { GLYPHS, type Theme, type Tone } from '../theme.ts';
import { countLine } from './spark.ts';

export interface StripFacts {
  /** Null while nothing has been counted. */
  readonly counted: Counted | null;
  /** What was counted belongs to an older question. */
  readonly stale: boolean;
  readonly window: Stretch | null;
  readonly labels: readonly [from: string, to: string];
  readonly mode: TimeMode;
  readonly width: number;
  readonly lines: number;
  /** Whether the window reaches the present. */
  readonly open: boolean;
}

/** The times at both ends, as short as they can be. */
export function axisLabels(axis: Axis, mode: TimeMode, now: number): readonly [string, string] {
  const label = (at: number): string => {
    if (mode === 'relative') return now - at < TICK ? 'now' : formatAgo(now - at);
    const whole = formatInstant(at, mode, now);
    if (axis.width >= DAY) return whole.slice(0, 10);
    const zone = whole.slice(19);
    return axis.width < MINUTE ? whole.slice(11) : `${whole.slice(5, 16)}${zone}`;
  };
  const end = endOf(axis);
  // The last of the bars is under way: it ends now, not in the future.
  const underWay = end > now && end - axis.width <= now;
  return [label(axis.from), label(underWay ? now : end)];
}

/** `1,234`, `123k`, `4.5M`: as much as fits beside a bar. */
export function shortCount(count: number): string {
  if (count < 100_000) return grouped(count);
  if (count < 1_000_000) return `${Math.floor(count / 1_000)}k`;
  return `${(Math.floor(count / 100_000) / 10).toLocaleString('en')}M`;
}

/** Exactly `lines` lines of exactly `width` cells. */
export function stripText(theme: Theme, facts: StripFacts): readonly string[] {
  const { counted, width, lines, mode, labels, window, stale } = facts;
  if (counted === null) return Array.from({ length: lines }, () => ' '.repeat(width));
  const { left, cells, right } = stripColumns(width, lines, mode);
  const totals = spread(counted.totals, cells);
  const failing = spread(counted.failing, cells);
  const inside = cellsOfWindow(counted.axis, window, cells);
  const failures = sum(counted.failing);
  const toned = (at: number): Tone => {
    if (stale) return 'dim';
    if ((failing[at] ?? 0) > 0) return 'failing';
    return inside !== null && at >= inside.first && at <= inside.last ? 'accent' : 'info';
  };
  const about = counted.exact ? '' : '~';
  const failed = `${GLYPHS.failure} ${about}${shortCount(failures)}`;
  const bars = runs(theme, countLine(totals, cells), toned);
  const start = theme.paint('dim', pad(`${labels[0]} `, left));
  const end = ` ${pad(labels[1], right - 1)}`;
  if (lines === 1) {
    const tail = pad(` ${labels[1]}`, right - cellsOf(failed) - 1);
    const note = theme.paint(failures > 0 ? 'error' : 'dim', `${failed} `);
    return [start + bars + theme.paint('dim', tail) + note];
  }
  const first = start + bars + theme.paint('dim', end);
  if (window !== null) return [first, windowLine(theme, facts, counted, left, cells)];
  const note = theme.paint(failures > 0 ? 'error' : 'dim', pad(failed, left));
  const marks = theme.paint(stale ? 'dim' : 'error', countLine(failing, cells));
  return [
    first,
    note + marks + theme.paint('dim', pad(` of ${about}${shortCount(sum(counted.totals))}`, right)),
  ];
}

/** A bracket under the window, beside it what Enter would ask and how much that is. */
function windowLine(
  theme: Theme,
  { window, width, open }: StripFacts,
  { axis, totals, failing, exact }: Counted,
  left: number,
  cells: number,
): string {
  const inside = cellsOfWindow(axis, window, cells);
  if (window === null || inside === null) return ' '.repeat(width);
  const size = inside.last - inside.first + 1;
  const bracket = size === 1 ? '╵' : `╰${'─'.repeat(size - 2)}╯`;
  const from = Math.round((window.from - axis.from) / axis.width);
  const to = Math.round((window.to - axis.from) / axis.width);
  const count = (counts: readonly number[]): string =>
    `${exact ? '' : '~'}${shortCount(sum(counts.slice(Math.max(0, from), Math.max(0, to))))}`;
  const terms = boundTerms(window.from, open ? null : window.to);
  const before = left + inside.first;
  const after = width - before - size;
  const room = Math.max(before, after) - 2;
  const counts = `${count(totals)}, ${GLYPHS.failure} ${count(failing)}`;
  const texts = [`${counts} · ${terms}`, ...inShort(terms).map((short) => `${counts} · ${short}`), counts];
  const text = texts.find((each) => cellsOf(each) <= room) ?? counts;
  const note = theme.paint('strong', cut(text, room));
  const used = Math.min(cellsOf(text), room);
  const mark = theme.paint('accent', bracket);
  return after >= before || after >= cellsOf(text) + 2
    ? `${' '.repeat(before)}${mark} ${note}${' '.repeat(Math.max(0, after - used - 1))}`
    : `${' '.repeat(Math.max(0, before - used - 1))}${note} ${mark}${' '.repeat(after)}`;
}

/** Bounds in fewer cells: the day of both once, then no day at all. */
function inShort(terms: string): readonly string[] {
  const [from = '', to] = terms.split(' ').map((term) => term.replace(/^\w+:/, ''));
  if (to === undefined) return [`from ${from}`, `from ${from.slice(11)}`].filter((text) => text !== 'from ');
  const [day, time] = [from.slice(0, 10), to.slice(11)];
  if (time === '' || !to.startsWith(day)) return [`${from} to ${to}`];
  return [`${from} to ${time}`, `${from.slice(11)} to ${time}`];
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Each bucket over its cells: a cell belongs to one bucket. */
function spread(counts: readonly number[], cells: number): readonly number[] {
  return Array.from({ length: cells }, (_, cell) => counts[Math.floor((cell * counts.length) / cells)] ?? 0);
}

function cellsOfWindow(axis: Axis, window: Stretch | null, cells: number) {
  if (window === null) return null;
  const cellAt = (at: number): number => Math.ceil((((at - axis.from) / axis.width) * cells) / axis.buckets);
  const first = Math.max(0, cellAt(window.from));
  const last = Math.min(cells - 1, Math.max(first, cellAt(window.to) - 1));
  return first > last ? null : { first, last };
}

/** The bars with one change of tone a run. */
function runs(theme: Theme, bars: string, tone: (at: number) => Tone): string {
  let out = '';
  let begin = 0;
  for (let at = 1; at <= bars.length; at++) {
    if (at < bars.length && tone(at) === tone(begin)) continue;
    out += theme.paint(tone(begin), bars.slice(begin, at));
    begin = at;
  }
  return out;
}
