/** Windows of several kinds as one list in the order of time, as far as it is known without a gap. Pure. */
import type { Row } from '../../src/cache/ask.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import { LIST_PANE_IDS, type ListPaneId } from '../panes.ts';
import type { RowWindow } from '../window.ts';
import type { ByPane } from './state.ts';

/** What is loaded of each kind; all of them without a gap up to `upTo` (UTC ms) where that is later than their rows. */
export interface Loaded {
  readonly windows: ByPane<RowWindow>;
  readonly upTo: number | null;
}

/** Sorting asks for the time of a row again and again, and a record works it out from its fields. */
const TIMES = new WeakMap<Row, number>();

/** When a row happened; what has no time is older than everything. */
export function whenOf(row: Row): number {
  const known = TIMES.get(row);
  if (known !== undefined) return known;
  const at = timeOf(row.record) ?? Number.NEGATIVE_INFINITY;
  TIMES.set(row, at);
  return at;
}

/** Rows of all kinds, newest first, between the instants up to which each kind is loaded. */
export function mergedRows({ windows, upTo }: Loaded): readonly Row[] {
  const { from, to } = reachOf({ windows, upTo });
  return LIST_PANE_IDS.flatMap((pane) => windows[pane].rows)
    .filter((row) => whenOf(row) >= from && whenOf(row) <= to)
    .sort(newestFirst);
}

/** At one instant the job goes first, then what it raised, then the log: the cause before its echoes. */
const RANK = { audit: 0, alert: 1, job: 2, statistic: 3 } as const;

function newestFirst(a: Row, b: Row): number {
  return whenOf(b) - whenOf(a) || RANK[a.record.kind] - RANK[b.record.kind] || (a.ref < b.ref ? -1 : 1);
}

interface Reach {
  readonly from: number;
  readonly to: number;
}

/** Beyond these instants some kind has rows that are not loaded. */
function reachOf({ windows, upTo }: Loaded): Reach {
  let from = Number.NEGATIVE_INFINITY;
  let to = Number.POSITIVE_INFINITY;
  for (const pane of LIST_PANE_IDS) {
    const { rows, atStart, atEnd } = windows[pane];
    const last = rows.at(-1);
    if (!atEnd) from = Math.max(from, last === undefined ? Number.POSITIVE_INFINITY : whenOf(last));
    if (!atStart) to = Math.min(to, newestOf(rows, upTo));
  }
  return { from, to };
}

/** Up to when a kind that is not read before is known. */
function newestOf([first]: readonly Row[], upTo: number | null): number {
  return Math.max(
    upTo ?? Number.NEGATIVE_INFINITY,
    first === undefined ? Number.NEGATIVE_INFINITY : whenOf(first),
  );
}

/** The kinds that end the list on a side, and so must be read on to make it longer. */
export function endingIt({ windows, upTo }: Loaded, side: 'after' | 'before'): readonly ListPaneId[] {
  const { from, to } = reachOf({ windows, upTo });
  return LIST_PANE_IDS.filter((pane) => {
    const { rows, atStart, atEnd } = windows[pane];
    if (side === 'after' ? atEnd : atStart) return false;
    if (side === 'before') return newestOf(rows, upTo) <= to;
    const last = rows.at(-1);
    return last === undefined || whenOf(last) >= from;
  });
}
