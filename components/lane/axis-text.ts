/** The time axis of the lane as lines: marks by kind, silence drawn, times at both ends, where the cursor is. Pure. */
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { formatDuration } from '../../src/domain/time.ts';
import type { TimeMode } from '../../stores/age.ts';
import type { ByPane, Picture } from '../../stores/lane/state.ts';
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
const SILENCE = '·';
/** Cells without anything from here on are drawn as silence. */
const LEAST_SILENCE = 3;

/** Exactly `lines` lines of exactly `width` cells. */
export function axisText(theme: Theme, facts: AxisFacts): readonly string[] {
  const { picture, counts, width, lines } = facts;
  if (lines === 0) return [];
  const cells = Math.max(1, width - LEFT - RIGHT);
  if (picture === null) return Array.from({ length: lines }, () => ' '.repeat(width));
  const tracks = LIST_PANE_IDS.map((pane) => {
    const { totals, failing } = picture.tracks[pane];
    return { pane, totals: spread(totals, cells), failing: spread(failing, cells) };
  });
  const all = {
    totals: sums(
      tracks.map(({ totals }) => totals),
      cells,
    ),
    failing: sums(
      tracks.map(({ failing }) => failing),
      cells,
    ),
  };
  const silent = silences(all.totals);
  const marks =
    lines === 2
      ? [trackLine(theme, 'all', all, silent, totalOf(counts), width)]
      : tracks.map((track) =>
          trackLine(theme, LABELS[track.pane], track, silent, countOf(counts, track.pane), width),
        );
  return [...marks, scaleLine(theme, facts, picture, silent, cells)];
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
  { totals, failing }: { readonly totals: readonly number[]; readonly failing: readonly number[] },
  silent: readonly boolean[],
  count: string,
  width: number,
): string {
  const bars = countLine(totals, totals.length);
  let out = theme.paint('dim', pad(label, LEFT));
  for (let from = 0; from < totals.length; ) {
    const tone = toneOf(from, failing, silent);
    let to = from + 1;
    while (to < totals.length && toneOf(to, failing, silent) === tone) to += 1;
    const glyph = tone === 'error' ? GLYPHS.failure : SILENCE;
    const run = tone === 'info' ? bars.slice(from, to) : glyph.repeat(to - from);
    out += theme.paint(tone, run);
    from = to;
  }
  return out + theme.paint('dim', pad(count, width - LEFT - totals.length, 'right'));
}

function toneOf(at: number, failing: readonly number[], silent: readonly boolean[]): Tone {
  if ((failing[at] ?? 0) > 0) return 'error';
  return silent[at] === true ? 'dim' : 'info';
}

/** Which cells are part of a silence long enough to be drawn. */
function silences(totals: readonly number[]): readonly boolean[] {
  const silent = totals.map(() => false);
  for (let from = 0; from < totals.length; ) {
    let to = from;
    while (to < totals.length && (totals[to] ?? 0) === 0) to += 1;
    if (to - from >= LEAST_SILENCE) silent.fill(true, from, to);
    from = Math.max(to, from + 1);
  }
  return silent;
}

/** Times at both ends, how long the longest silences last, and a mark under the cursor. */
function scaleLine(
  theme: Theme,
  { at, mode, now, width }: AxisFacts,
  { axis }: Picture,
  silent: readonly boolean[],
  cells: number,
): string {
  const [from, to] = axisLabels(axis, mode, now);
  const span = axis.width * axis.buckets;
  const text: string[] = Array.from({ length: width }, () => ' ');
  const write = (column: number, words: string): void => {
    for (const [index, letter] of [...words].entries()) text[column + index] = letter;
  };
  for (let start = 0; start < cells; ) {
    let end = start;
    while (end < cells && silent[end] === true) end += 1;
    const words = `${formatDuration(Math.round(((end - start) / cells) * span)).replace(/ .*/, '')} nothing`;
    if (end - start >= cellsOf(words) + 2)
      write(LEFT + start + Math.floor((end - start - cellsOf(words)) / 2), words);
    start = Math.max(end, start + 1);
  }
  const left = cut(from, Math.floor(width / 3));
  write(0, `${left} `);
  const right = cut(to, Math.floor(width / 3));
  write(width - cellsOf(right) - 1, ` ${right}`);
  const cell = at === null ? -1 : Math.floor(((at - axis.from) / span) * cells);
  if (cell < 0 || cell >= cells) return theme.paint('dim', text.join(''));
  const column = LEFT + cell;
  return (
    theme.paint('dim', text.slice(0, column).join('')) +
    theme.paint('accent', '▲') +
    theme.paint('dim', text.slice(column + 1).join(''))
  );
}

/** Buckets over cells: each cell has the sum of the buckets that begin in it. */
function spread(counts: readonly number[], cells: number): readonly number[] {
  const out = new Array<number>(cells).fill(0);
  for (const [bucket, count] of counts.entries()) {
    if (count === 0) continue;
    const cell = Math.min(cells - 1, Math.floor((bucket * cells) / counts.length));
    out[cell] = (out[cell] ?? 0) + count;
  }
  return out;
}

function sums(lists: readonly (readonly number[])[], length: number): readonly number[] {
  return Array.from({ length }, (_, at) => lists.reduce((sum, list) => sum + (list[at] ?? 0), 0));
}
