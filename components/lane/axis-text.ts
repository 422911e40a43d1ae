/** The time axis of the lane as lines: marks by kind, silence drawn, times at both ends, where the cursor is. Pure. */
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { formatDuration } from '../../src/domain/time.ts';
import type { TimeMode } from '../../stores/age.ts';
import { axisOfPicture, type Picture, type Stretch } from '../../stores/lane/picture.ts';
import type { ByPane } from '../../stores/lane/state.ts';
import type { Tally } from '../../stores/list-state.ts';
import { LIST_PANE_IDS, type ListPaneId } from '../../stores/panes.ts';
import { countLine } from '../chart/spark.ts';
import { axisLabels, shortCount } from '../chart/strip-text.ts';
import { GLYPHS, type Theme, type Tone } from '../theme.ts';

export interface AxisFacts {
  /** Null while it is being counted. */
  readonly picture: Picture | null;
  readonly counts: ByPane<Tally | null>;
  /** The instant under the cursor (UTC ms). */
  readonly at: number | null;
  readonly now: number;
  readonly mode: TimeMode;
  readonly width: number;
  readonly lines: 0 | 2 | 4;
}

const LABELS: ByPane<string> = { alerts: 'alerts', jobs: 'jobs', audit: 'audit' };
const LEFT = 8;
const RIGHT = 9;
/** Cells of a break: how long it is stands below it. */
const BREAK = 9;
/** The least cells of a stretch. */
const LEAST = 4;
const SILENCE = '·';
const BROKEN = '┄';
/** Cells without anything from here on are drawn as silence. */
const LEAST_SILENCE = 3;

/** A stretch on the screen: its cells begin at a column of the axis, `before` cells of silence lie before it. */
interface Placed {
  readonly stretch: Stretch;
  readonly column: number;
  readonly cells: number;
  readonly before: number;
}

interface Cells {
  readonly totals: readonly number[];
  readonly failing: readonly number[];
}

/** Exactly `lines` lines of exactly `width` cells. */
export function axisText(theme: Theme, facts: AxisFacts): readonly string[] {
  const { picture, counts, width, lines } = facts;
  if (lines === 0) return [];
  if (picture === null || picture.length === 0) return Array.from({ length: lines }, () => ' '.repeat(width));
  const cells = Math.max(1, width - LEFT - RIGHT);
  const placed = place(picture, cells);
  const tracks = LIST_PANE_IDS.map((pane) => ({ pane, ...cellsOfTrack(placed, pane, cells) }));
  const all: Cells = {
    totals: sums(
      tracks.map(({ totals }) => totals),
      cells,
    ),
    failing: sums(
      tracks.map(({ failing }) => failing),
      cells,
    ),
  };
  const blanks = blanksOf(all.totals, placed);
  const marks =
    lines === 2
      ? [trackLine(theme, 'all', all, blanks, totalOf(counts), width)]
      : tracks.map((track) =>
          trackLine(theme, LABELS[track.pane], track, blanks, countOf(counts, track.pane), width),
        );
  return [...marks, scaleLine(theme, facts, placed, blanks)];
}

/** Stretches as wide as they are long; each as wide as it must be to be seen. */
function place(picture: Picture, cells: number): readonly Placed[] {
  // Where there is no room for the breaks the last stretches are what matters.
  const most = Math.max(1, Math.floor((cells + BREAK) / (BREAK + LEAST)));
  const shown = picture.slice(-most);
  const room = cells - BREAK * (shown.length - 1) - LEAST * shown.length;
  const span = shown.reduce((sum, { from, to }) => sum + (to - from), 0);
  let column = 0;
  return shown.map((stretch, index) => {
    const last = index === shown.length - 1;
    const share = Math.floor(((stretch.to - stretch.from) / span) * room);
    const before = index === 0 ? 0 : BREAK;
    column += before;
    const own = last ? cells - column : LEAST + share;
    const at = { stretch, column, cells: own, before };
    column += own;
    return at;
  });
}

function cellsOfTrack(placed: readonly Placed[], pane: ListPaneId, cells: number): Cells {
  const totals = new Array<number>(cells).fill(0);
  const failing = new Array<number>(cells).fill(0);
  for (const { stretch, column, cells: own } of placed) {
    const track = stretch.tracks[pane];
    for (const [part, count] of track.totals.entries()) {
      if (count === 0) continue;
      const cell = column + Math.min(own - 1, Math.floor((part * own) / track.totals.length));
      totals[cell] = (totals[cell] ?? 0) + count;
      failing[cell] = (failing[cell] ?? 0) + (track.failing[part] ?? 0);
    }
  }
  return { totals, failing };
}

type Blank = 'none' | 'silence' | 'break';

/** Which cells are part of a silence long enough to be drawn, or of a break. */
function blanksOf(totals: readonly number[], placed: readonly Placed[]): readonly Blank[] {
  const blanks = totals.map((): Blank => 'none');
  for (const { column, before, cells } of placed) {
    blanks.fill('break', column - before, column);
    for (let from = column; from < column + cells; ) {
      let to = from;
      while (to < column + cells && (totals[to] ?? 0) === 0) to += 1;
      if (to - from >= LEAST_SILENCE) blanks.fill('silence', from, to);
      from = Math.max(to, from + 1);
    }
  }
  return blanks;
}

function countOf(counts: ByPane<Tally | null>, pane: ListPaneId): string {
  const tally = counts[pane];
  return tally === null ? '' : `${tally.exact ? '' : '≥'}${shortCount(tally.matched)}`;
}

function totalOf(counts: ByPane<Tally | null>): string {
  const all = LIST_PANE_IDS.flatMap((pane) => counts[pane] ?? []);
  if (all.length < LIST_PANE_IDS.length) return '';
  const exact = all.every((tally) => tally.exact);
  return `${exact ? '' : '≥'}${shortCount(all.reduce((sum, { matched }) => sum + matched, 0))}`;
}

function trackLine(
  theme: Theme,
  label: string,
  { totals, failing }: Cells,
  blanks: readonly Blank[],
  count: string,
  width: number,
): string {
  const bars = countLine(totals, totals.length);
  const glyph = (at: number): readonly [Tone, string] => {
    if ((failing[at] ?? 0) > 0) return ['error', GLYPHS.failure];
    if (blanks[at] === 'break') return ['dim', BROKEN];
    return blanks[at] === 'silence' ? ['dim', SILENCE] : ['info', bars[at] ?? ' '];
  };
  let out = theme.paint('dim', pad(label, LEFT));
  for (let from = 0; from < totals.length; ) {
    const [tone] = glyph(from);
    let run = '';
    let to = from;
    for (; to < totals.length; to++) {
      const [next, text] = glyph(to);
      if (next !== tone) break;
      run += text;
    }
    out += theme.paint(tone, run);
    from = to;
  }
  return out + theme.paint('dim', pad(count, width - LEFT - totals.length, 'right'));
}

/** Times at both ends, how long the silences last, and a mark under the cursor. */
function scaleLine(
  theme: Theme,
  { at, mode, now, width }: AxisFacts,
  placed: readonly Placed[],
  blanks: readonly Blank[],
): string {
  const text: string[] = Array.from({ length: width }, () => ' ');
  const write = (column: number, words: string): void => {
    for (const [index, letter] of [...words].entries()) text[column + index] = letter;
  };
  /** The first of the words that have room. */
  const between = (column: number, room: number, ...choices: readonly string[]): void => {
    const words = choices.find((each) => room >= cellsOf(each));
    if (words !== undefined) write(LEFT + column + Math.floor((room - cellsOf(words)) / 2), words);
  };
  for (const [index, { stretch, column, cells, before }] of placed.entries()) {
    const ms = stretch.from - (placed[index - 1]?.stretch.to ?? stretch.from);
    // A length alone would read as a time of the axis.
    if (before > 0)
      between(column - before, before, ...['nothing', 'gap'].map((word) => `${short(ms)} ${word}`));
    for (let start = column; start < column + cells; ) {
      let end = start;
      while (end < column + cells && blanks[end] === 'silence') end += 1;
      const silence = ((end - start) / cells) * (stretch.to - stretch.from);
      between(start, end - start - 2, `${short(silence)} nothing`);
      start = Math.max(end, start + 1);
    }
  }
  const [from, to] = axisLabels(axisOfPicture(placed.map(({ stretch }) => stretch)), mode, now);
  write(0, `${cut(from, Math.floor(width / 3))} `);
  const right = ` ${cut(to, Math.floor(width / 3))}`;
  write(width - cellsOf(right), right);
  const here = placed.find(({ stretch }) => at !== null && at >= stretch.from && at < stretch.to);
  if (here === undefined || at === null) return theme.paint('dim', text.join(''));
  const { stretch, column, cells } = here;
  const cell = LEFT + column + Math.floor(((at - stretch.from) / (stretch.to - stretch.from)) * cells);
  const head = theme.paint('dim', text.slice(0, cell).join(''));
  return `${head}${theme.paint('accent', '▲')}${theme.paint('dim', text.slice(cell + 1).join(''))}`;
}

/** The largest unit only: `27d`. */
const short = (ms: number): string => formatDuration(Math.round(ms)).replace(/ .*/, '');

function sums(lists: readonly (readonly number[])[], length: number): readonly number[] {
  return Array.from({ length }, (_, at) => lists.reduce((sum, list) => sum + (list[at] ?? 0), 0));
}
