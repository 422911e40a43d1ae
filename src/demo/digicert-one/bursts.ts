/** A timeline into which a test can push entries that happen at once, now. */
import { searchTimes, type Timeline } from './timeline.ts';

export interface Bursts extends Timeline {
  add(count: number, now: number): void;
}

export function withBursts(base: Timeline): Bursts {
  /** In order of time; `first` is an index with the earlier bursts counted in. */
  const bursts: { readonly first: number; readonly count: number; readonly at: number }[] = [];
  const timeOf = (index: number) => {
    let shift = 0;
    for (const { first, count, at } of bursts) {
      if (index < first) break;
      if (index < first + count) return at;
      shift += count;
    }
    return base.timeOf(index - shift);
  };
  const extra = (now: number) => bursts.reduce((sum, { at, count }) => (at <= now ? sum + count : sum), 0);
  const countAt = (now: number) => base.countAt(now) + extra(now);
  return {
    ...base,
    timeOf,
    countAt,
    countBefore: (at, total) => searchTimes(timeOf, at, total),
    add(count, now) {
      bursts.push({ first: countAt(now), count, at: Math.floor(now / 1000) * 1000 });
    },
  };
}
