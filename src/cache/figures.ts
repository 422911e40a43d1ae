/** Statistics as figures: the newest snapshot of each with those before it. */
import { refOf } from '../domain/record.ts';
import type { Statistic } from '../domain/statistic.ts';
import { DAY } from '../domain/time.ts';
import type { Figure, Selection } from './ask.ts';
import { FIRST_ROW, LAST_ROW } from './row-key.ts';
import type { Reading } from './rows.ts';
import { planOf } from './select/plan.ts';
import { walk } from './select/walk.ts';
import { Slices, type Task } from './slices.ts';
import { prepared } from './statements.ts';

/** Snapshots shown of one figure. */
const SERIES = 90;

interface Snapshot {
  readonly row: number;
  readonly at: number;
  readonly value: number;
}

export const readFigures = (
  reading: Reading,
  query: string,
  now: number,
  task: Task,
): Promise<readonly Figure[]> =>
  figuresOf(reading, { kind: 'statistic', query, now, longRunningAfter: 0 }, task);

/**
 * Of each figure the snapshots a selection means. Those of a day that has not come yet are left out: some clock
 * was wrong.
 */
export async function figuresOf(
  { db, reader }: Reading,
  selection: Selection,
  task: Task,
): Promise<readonly Figure[]> {
  const { query, now, only } = selection;
  const isAll = query.trim() === '' && only === undefined;
  const asked = isAll ? null : await rowsOf({ db, reader }, selection, task);
  const tomorrow = (Math.floor(now / DAY) + 1) * DAY;
  const shown = prepared(
    db,
    `SELECT row, time AS at, value FROM statistic
       WHERE combo = ? AND account IS ? AND row >= 0 AND time < ? ORDER BY row DESC`,
  );
  return seriesOf(db).flatMap(({ combo, account }) => {
    const newestFirst: Snapshot[] = [];
    for (const snapshot of shown.iterate(combo, account, tomorrow) as IterableIterator<Snapshot>) {
      if (asked === null || asked.has(snapshot.row)) newestFirst.push(snapshot);
      if (newestFirst.length === SERIES) break;
    }
    const [found] = reader.read('statistic', [newestFirst[0]?.row ?? -1], false);
    return found?.record.kind === 'statistic' ? [figureOf(found.record, newestFirst)] : [];
  });
}

interface Series {
  readonly combo: number;
  readonly account: number | null;
}

/** Every combination there may be a figure of, with every account; most figures have none. */
function seriesOf(db: Reading['db']): readonly Series[] {
  const accounts = prepared(db, 'SELECT DISTINCT account FROM statistic WHERE account IS NOT NULL')
    .pluck()
    .all() as number[];
  const combos = prepared(db, 'SELECT key FROM statistic_combination WHERE n > 0').pluck().all() as number[];
  return combos.flatMap((combo) => [null, ...accounts].map((account) => ({ combo, account })));
}

async function rowsOf(
  { db, reader }: Pick<Reading, 'db' | 'reader'>,
  selection: Selection,
  task: Task,
): Promise<ReadonlySet<number>> {
  const plan = planOf(db, selection);
  const slices = new Slices(task);
  const within = { first: FIRST_ROW, last: LAST_ROW };
  const rows = new Set<number>();
  for (const row of walk(db, reader, plan, { direction: 'older', within, expect: 512 })) {
    if (row !== null) rows.add(row);
    else if (slices.due) await slices.pause(() => ({ scanned: 0, total: plan.known }));
  }
  return rows;
}

/** `newest` is the record of the first of the kept snapshots of its figure. */
function figureOf(newest: Statistic, newestFirst: readonly Snapshot[]): Figure {
  const { platform, category, name, unit, value, origin, account } = newest;
  const at = newest.at ?? 0;
  // A snapshot is replaced through its day, so "a day ago" is the one of the UTC day before.
  const on = (days: number): number | null =>
    newestFirst.find((each) => Math.floor(each.at / DAY) === Math.floor(at / DAY) - days)?.value ?? null;
  return {
    platform,
    category,
    name,
    unit,
    at,
    value,
    origin,
    account,
    dayAgo: on(1),
    weekAgo: on(7),
    series: newestFirst.map((each) => ({ at: each.at, value: each.value })).reverse(),
    ref: refOf(newest),
  };
}
