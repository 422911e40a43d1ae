/** Statistics as figures: the newest snapshot of each with those before it. */

import { refOf } from '../domain/record.ts';
import type { Statistic } from '../domain/statistic.ts';
import { DAY } from '../domain/time.ts';
import type { Figure } from './port.ts';
import { FIRST_ROW, LAST_ROW } from './row-key.ts';
import type { Reading } from './rows.ts';
import { planOf } from './select/plan.ts';
import { walk } from './select/walk.ts';
import { Slices, type Task } from './slices.ts';

/** Snapshots shown of one figure. */
const SERIES = 90;

export async function readFigures(
  { db, reader }: Reading,
  query: string,
  now: number,
  task: Task,
): Promise<readonly Figure[]> {
  const plan = planOf(db, { kind: 'statistic', query, now, longRunningAfter: 0 });
  const groups = new Map<string, Statistic[]>();
  const slices = new Slices(task);
  const within = { first: FIRST_ROW, last: LAST_ROW };
  for (const row of walk(db, reader, plan, { direction: 'older', within, expect: 512 })) {
    if (row === null) {
      if (slices.due) await slices.pause(() => ({ scanned: 0, total: plan.known }));
      continue;
    }
    for (const { record } of reader.read('statistic', [row], false)) {
      if (record.kind !== 'statistic' || record.at === null) continue;
      const name = JSON.stringify([
        record.platform,
        record.account?.id,
        record.category,
        record.name,
        record.unit,
      ]);
      const series = groups.get(name) ?? [];
      if (series.length < SERIES) series.push(record);
      groups.set(name, series);
    }
  }
  return [...groups.values()].flatMap(figureOf);
}

/** `newestFirst` are the kept snapshots of one figure. */
function figureOf(newestFirst: readonly Statistic[]): readonly Figure[] {
  const [newest] = newestFirst;
  if (newest?.at == null) return [];
  const { platform, category, name, unit, at, value } = newest;
  const series = newestFirst.map((each) => ({ at: each.at ?? 0, value: each.value })).reverse();
  // A snapshot is replaced through its day, so "a day ago" is the last one of an earlier UTC day.
  const before = (days: number): number | null => {
    const day = Math.floor(at / DAY) - days;
    const found = newestFirst.find((each) => Math.floor((each.at ?? 0) / DAY) <= day);
    const distance = found === undefined ? 0 : day - Math.floor((found.at ?? 0) / DAY);
    return found === undefined || distance > days * 2 ? null : found.value;
  };
  return [
    {
      platform,
      category,
      name,
      unit,
      at,
      value,
      dayAgo: before(1),
      weekAgo: before(7),
      series,
      ref: refOf(newest),
    },
  ];
}
