/** The coverage strip: for each stream that tells of a kind, what of a stretch of time is here. Pure. */
import type { StreamState } from '../../src/cache/stored.ts';
import type { Kind } from '../../src/domain/record.ts';
import { answersFor } from '../../src/rules/answers.ts';
import type { Reach } from '../coverage.ts';
import type { ConsoleState } from '../state.ts';
import type { Axis } from './axis.ts';

/**
 * What is known of a moment: `covered` all of it is here; `hole` later and earlier entries are here, these are not;
 * `silent` nothing has been heard since; `unread` never fetched, or not yet; `ahead` it has not
 * happened, or is not asked for.
 */
export type CellState = 'covered' | 'hole' | 'silent' | 'unread' | 'ahead';

/** A cell that stands for several streams says the worst of them. */
const WORST_FIRST: readonly CellState[] = ['hole', 'silent', 'unread', 'covered', 'ahead'];

/** A gap shorter than this (ms) is the time a poll takes. */
const LEAST_HOLE = 1_000;

export interface StripStream {
  readonly platform: string;
  /** Null for a platform of which no stream is known yet. */
  readonly state: StreamState | null;
}

/** The streams that tell of a kind, and the platforms of which nothing is known, in the order of the configuration. */
export function streamsOfKind(
  { platforms, streams }: Pick<ConsoleState, 'platforms' | 'streams'>,
  kind: Kind,
): readonly StripStream[] {
  return platforms.flatMap(({ name, derives }): readonly StripStream[] => {
    const own = streams.filter(({ platform }) => platform === name);
    if (own.length === 0) return [{ platform: name, state: null }];
    return own
      .filter((stream) => answersFor(stream, kind, derives))
      .map((state): StripStream => ({ platform: name, state }));
  });
}

/**
 * The state of each of `cells` equal parts of the axis. `silent`: no news are known after the last sync. What lies
 * before `asked` has no sign: an axis begins at a round time, nobody asked for what it shows before.
 */
export function cellStates(
  { state }: StripStream,
  silent: boolean,
  axis: Axis,
  cells: number,
  now: number,
  asked: number = Number.NEGATIVE_INFINITY,
): readonly CellState[] {
  const width = (axis.width * axis.buckets) / cells;
  const covered = state?.covered ?? [];
  const [first, last] = [covered[0], covered.at(-1)];
  const gaps = covered.slice(1).flatMap((next, index) => {
    const from = covered[index]?.to ?? next.from;
    return next.from - from > LEAST_HOLE ? [{ from, to: next.from }] : [];
  });
  return Array.from({ length: cells }, (_, cell): CellState => {
    const from = axis.from + cell * width;
    const to = Math.min(from + width, now);
    if (from >= now || to <= asked) return 'ahead';
    if (gaps.some((gap) => gap.from < to && gap.to > from)) return 'hole';
    if (first === undefined || last === undefined || to <= first.from) return 'unread';
    return silent && to > last.to + LEAST_HOLE ? 'silent' : 'covered';
  });
}

/** One row for many: a cell is covered where every one of them is. */
export function worstOf(rows: readonly (readonly CellState[])[], cells: number): readonly CellState[] {
  return Array.from(
    { length: cells },
    (_, cell) => WORST_FIRST.find((state) => rows.some((row) => row[cell] === state)) ?? 'unread',
  );
}

/** The reach of a stream among those a query asks; null where the query leaves it out. */
export function reachOf({ platform, state }: StripStream, reaches: readonly Reach[]): Reach | null {
  return (
    reaches.find(
      (reach) => reach.platform === platform && (state === null || reach.stream === state.stream),
    ) ?? null
  );
}
