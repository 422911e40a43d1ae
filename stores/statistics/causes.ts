/** Error texts gathered by what is the same in them: hosts, ids and numbers make every text its own. Pure. */
import type { Group } from '../../src/cache/port.ts';
import { PLACE, stemOf } from '../../src/domain/stem.ts';
import { quoteText } from '../../src/query/print.ts';

export interface Cause {
  /** The text with `…` for what only one job has; null stands for jobs without an error text. */
  readonly stem: string | null;
  readonly count: number;
}

/** The jobs of a cause, as a term of a query. */
export function causeTerm(stem: string | null): string {
  if (stem === null) return 'no:error';
  const pieces = stem.replace(/ …$/, PLACE).split(PLACE);
  return `error=${pieces.map((piece) => (piece === '' ? '' : quoteText(piece))).join('*')}`;
}

/** The causes with the most jobs, most first. */
export function causesOf(groups: readonly Group[], most: number): readonly Cause[] {
  const counts = new Map<string | null, number>();
  for (const { value, count } of groups) {
    const stem = value === null ? null : stemOf(value);
    counts.set(stem, (counts.get(stem) ?? 0) + count);
  }
  return [...counts]
    .map(([stem, count]) => ({ stem, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}
