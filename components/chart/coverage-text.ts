/** The coverage strip as lines: how much of the time a list asks for is here, in cells and in words. Pure. */
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import { newestOf } from '../../src/sync/plan.ts';
import { formatAge, formatAgo } from '../../stores/age.ts';
import { holesOf, isBehind, isFloor, isSilent, type Reach } from '../../stores/coverage.ts';
import type { Axis } from '../../stores/strip/axis.ts';
import {
  type CellState,
  cellStates,
  reachOf,
  type StripStream,
  worstOf,
} from '../../stores/strip/coverage.ts';
import type { Theme, Tone } from '../theme.ts';

/** Told apart by their signs; colour comes on top. */
const CELLS: Readonly<Record<CellState, readonly [glyph: string, tone: Tone, word: string]>> = {
  covered: ['━', 'ok', 'fetched'],
  hole: ['x', 'error', 'hole'],
  silent: ['?', 'warning', 'not heard since'],
  unread: ['·', 'dim', 'not fetched'],
  ahead: [' ', 'dim', ''],
};

export interface CoverageFacts {
  readonly streams: readonly StripStream[];
  /** Of what the query asks. */
  readonly reaches: readonly Reach[];
  readonly axis: Axis;
  readonly labels: readonly [from: string, to: string];
  readonly now: number;
  readonly width: number;
  /** One line for all of them; with more, one each below a line that explains the signs. */
  readonly lines: number;
  /** Cells before and behind the time in the line for all, so that it stands under the histogram. */
  readonly sides: readonly [left: number, right: number];
  /** How a text calls the key that opens the platforms. */
  readonly key?: string;
}

/** Exactly `lines` lines of exactly `width` cells. */
export function coverageLines(theme: Theme, facts: CoverageFacts): readonly string[] {
  const { lines, width } = facts;
  if (lines === 0) return [];
  if (lines === 1) return [summary(theme, facts)];
  const { streams } = facts;
  const rows = streams.length > lines - 1 ? lines - 2 : streams.length;
  const named = [...streams].sort((a, b) => trouble(b, facts) - trouble(a, facts));
  const shown = streams.filter((stream) => named.slice(0, rows).includes(stream));
  const columns = columnsOf(
    width,
    labelsOf(streams),
    shown.map((stream) => coverageWords(stream, facts)),
  );
  const out = [legend(theme, facts), ...shown.map((stream) => row(theme, stream, facts, columns))];
  if (streams.length > rows) {
    const more = `${streams.length - rows} more, ${facts.key ?? '@'} shows all`;
    out.push(theme.paint('dim', pad(cut(`  ${more}`, width), width)));
  }
  while (out.length < lines) out.push(' '.repeat(width));
  return out;
}

interface Columns {
  readonly left: number;
  readonly cells: number;
  readonly right: number;
}

/** Time gets what names and words leave, and at least a quarter. */
function columnsOf(width: number, labels: readonly string[], told: readonly string[]): Columns {
  const least = Math.floor(width / 4);
  const left = Math.min(width < 100 ? 18 : 24, Math.max(...labels.map(cellsOf), 0)) + 1;
  const right = Math.min(width - left - least, Math.max(...told.map(cellsOf), 0) + 2);
  return { left, cells: Math.max(1, width - left - right), right };
}

const labelOf = ({ platform, state }: StripStream, all: readonly StripStream[]): string => {
  const alone = all.filter((each) => each.platform === platform).length === 1;
  return safeLine(alone || state === null ? platform : `${platform} ${state.stream}`);
};
const labelsOf = (all: readonly StripStream[]) => all.map((stream) => labelOf(stream, all));

/** What has something to say comes first where there is no room for all. */
function trouble(stream: StripStream, { reaches }: CoverageFacts): number {
  const reach = reachOf(stream, reaches);
  if (reach === null) return stream.state?.notOffered === true ? 0 : 1;
  return holesOf(reach).length > 0 || isSilent(reach) ? 3 : 2;
}

function row(theme: Theme, stream: StripStream, facts: CoverageFacts, columns: Columns): string {
  const { streams, reaches, axis, now } = facts;
  const { left, cells, right } = columns;
  const reach = reachOf(stream, reaches);
  const name = theme.paint('plain', pad(cut(labelOf(stream, streams), left - 1), left));
  const blank = stream.state?.notOffered === true || reach === null;
  const states = blank ? [] : cellStates(stream, isSilent(reach), axis, cells, now, reach.from);
  const end = `  ${coverageWords(stream, facts)}`;
  return (
    name +
    (blank ? ' '.repeat(cells) : paintCells(theme, states)) +
    theme.paint(toneOf(stream, reach), pad(cut(end, right), right))
  );
}

function toneOf(stream: StripStream, reach: Reach | null): Tone {
  if (reach === null || stream.state?.notOffered === true) return 'dim';
  return isFloor([reach]) ? 'warning' : 'dim';
}

/**
 * `exact · back 90d · newest 3m ago`, or what is missing: `at least · out of reach · back 90d · heard 3h ago`. When a
 * stream was heard says more than its newest record where it has fallen silent.
 */
export function coverageWords(
  stream: StripStream,
  { reaches, now }: Pick<CoverageFacts, 'reaches' | 'now'>,
): string {
  const { state } = stream;
  if (state?.notOffered === true) return 'not offered';
  const reach = reachOf(stream, reaches);
  if (reach === null) return state === null ? 'nothing known yet' : 'not asked';
  const { syncedAt, condition } = reach;
  const oldest = state?.covered[0]?.from;
  if (syncedAt === null) {
    if (!isSilent(reach))
      return oldest === undefined ? 'first sync' : `first sync, back ${formatAge(now - oldest)}`;
    return condition === 'late' ? 'never synced' : `never synced, ${condition}`;
  }
  const inner = holesOf(reach).filter(({ to }) => oldest !== undefined && to > oldest).length;
  const newest = newestOf(state?.position ?? null);
  const short = oldest !== undefined && oldest - reach.from > 1_000;
  return [
    isFloor([reach]) ? 'at least' : 'exact',
    inner === 0 ? '' : inner === 1 ? '1 hole' : `${inner} holes`,
    short ? 'not further back' : '',
    isBehind(reach) && condition !== 'late' ? condition : '',
    oldest === undefined ? '' : `back ${formatAge(now - oldest)}`,
    newest === null || isBehind(reach) ? '' : `newest ${formatAgo(now - newest)}`,
    newest === null || isBehind(reach) ? `heard ${formatAgo(now - syncedAt)}` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function legend(theme: Theme, { width, labels }: CoverageFacts): string {
  const signs = Object.values(CELLS).filter(([, , word]) => word !== '');
  const text = `Fetched, ${labels[0]} to ${labels[1]}   ${signs.map(([glyph, , word]) => `${glyph} ${word}`).join('  ')}`;
  return theme.paint('dim', pad(cut(text, width), width));
}

function summary(theme: Theme, facts: CoverageFacts): string {
  const { streams, reaches, axis, now, width, labels, sides } = facts;
  const [left, right] = sides;
  const cells = Math.max(1, width - left - right);
  const rows = streams.flatMap((stream) => {
    const reach = reachOf(stream, reaches);
    if (reach === null || stream.state?.notOffered === true) return [];
    return [cellStates(stream, isSilent(reach), axis, cells, now, reach.from)];
  });
  const floor = isFloor(reaches);
  return (
    theme.paint('dim', pad(cut(labels[0], left - 1), left)) +
    paintCells(theme, worstOf(rows, cells)) +
    theme.paint(floor ? 'warning' : 'dim', pad(cut(` ${floor ? 'at least' : 'exact'}`, right), right))
  );
}

/** One change of tone a run. */
function paintCells(theme: Theme, states: readonly CellState[]): string {
  let out = '';
  for (let at = 0; at < states.length; ) {
    const state = states[at] ?? 'unread';
    let end = at;
    while (end < states.length && states[end] === state) end += 1;
    const [glyph, tone] = CELLS[state];
    out += theme.paint(tone, glyph.repeat(end - at));
    at = end;
  }
  return out;
}
