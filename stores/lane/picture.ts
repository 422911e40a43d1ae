/** When a thing was named: stretches of time with their counts by kind, and the long silences between them. Pure. */
import type { Row } from '../../src/cache/ask.ts';
import { HOUR, SECOND } from '../../src/domain/time.ts';
import { LIST_PANE_IDS, PANES } from '../panes.ts';
import type { Axis } from '../strip/axis.ts';
import { whenOf } from './merged.ts';
import { type ByPane, none } from './state.ts';
import { failed } from './trouble.ts';

/** Counts by time of one kind, in equal parts of a stretch. */
export interface Track {
  readonly totals: readonly number[];
  readonly failing: readonly number[];
}

export interface Stretch {
  /** UTC ms, the end exclusive. */
  readonly from: number;
  readonly to: number;
  readonly tracks: ByPane<Track>;
}

/** In the order of time. What lies between two stretches is silence, and as long as it is. */
export type Picture = readonly Stretch[];

/** More breaks than this make an axis hard to read. */
const MOST_BREAKS = 4;
/** A silence that takes more than this share of what is left to draw is broken out. */
const SHARE = 1 / 3;
const LEAST_BREAK = HOUR;
const PARTS = 160;

/** Of all the rows there are. */
export function pictureOf(rows: readonly Row[], now: number): Picture {
  const timed = rows.filter((row) => Number.isFinite(whenOf(row))).sort((a, b) => whenOf(a) - whenOf(b));
  const [first] = timed;
  if (first === undefined) return [];
  // The present belongs to it: how long nothing was heard is a silence, too.
  const times = [...timed.map(whenOf), Math.max(now, whenOf(timed.at(-1) ?? first))];
  const breaks = breaksOf(times);
  const starts = [0, ...breaks];
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? times.length;
    const from = times[start] ?? now;
    const to = Math.max(times[end - 1] ?? now, from + SECOND) + 1;
    return { from, to, tracks: tracksOf(timed.slice(start, end), from, to) };
  });
}

/** Indices of the times that begin a new stretch, ascending. */
function breaksOf(times: readonly number[]): readonly number[] {
  const gaps = times
    .map((at, index) => ({ index, ms: at - (times[index - 1] ?? at) }))
    .sort((a, b) => b.ms - a.ms);
  let left = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const found: number[] = [];
  for (const { index, ms } of gaps.slice(0, MOST_BREAKS)) {
    if (ms < LEAST_BREAK || ms < left * SHARE) break;
    found.push(index);
    left -= ms;
  }
  return found.sort((a, b) => a - b);
}

function tracksOf(rows: readonly Row[], from: number, to: number): ByPane<Track> {
  const tracks = LIST_PANE_IDS.map((pane) => {
    const totals = new Array<number>(PARTS).fill(0);
    const failing = new Array<number>(PARTS).fill(0);
    for (const row of rows) {
      if (row.record.kind !== PANES[pane].kind) continue;
      const part = Math.min(PARTS - 1, Math.floor(((whenOf(row) - from) / (to - from)) * PARTS));
      totals[part] = (totals[part] ?? 0) + 1;
      if (failed(row.record)) failing[part] = (failing[part] ?? 0) + 1;
    }
    return [pane, { totals, failing }] as const;
  });
  return { ...none({ totals: [], failing: [] }), ...Object.fromEntries(tracks) };
}

/** The whole time a picture shows as the axis it stands for. */
export function axisOfPicture(picture: Picture): Axis {
  const from = picture[0]?.from ?? 0;
  const to = picture.at(-1)?.to ?? from + SECOND;
  return { from, width: Math.max(1, (to - from) / PARTS), buckets: PARTS };
}
