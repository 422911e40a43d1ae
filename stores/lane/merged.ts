/** Windows of several kinds as one list in the order of time, as far as it is known without a gap. Pure. */
import type { Row } from '../../src/cache/port.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import { LIST_PANE_IDS, type ListPaneId } from '../panes.ts';
import type { RowWindow } from '../window.ts';
import type { ByPane } from './state.ts';

/** When a row happened; what has no time is older than everything. */
export const whenOf = ({ record }: Row): number => timeOf(record) ?? Number.NEGATIVE_INFINITY;

/** Rows of all kinds, newest first, between the instants up to which each kind is loaded. */
export function mergedRows(windows: ByPane<RowWindow>): readonly Row[] {
  const { from, to } = reachOf(windows);
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
function reachOf(windows: ByPane<RowWindow>): Reach {
  let from = Number.NEGATIVE_INFINITY;
  let to = Number.POSITIVE_INFINITY;
  for (const pane of LIST_PANE_IDS) {
    const { rows, atStart, atEnd } = windows[pane];
    const [first] = rows;
    const last = rows.at(-1);
    if (!atEnd) from = Math.max(from, last === undefined ? Number.POSITIVE_INFINITY : whenOf(last));
    if (!atStart) to = Math.min(to, first === undefined ? Number.NEGATIVE_INFINITY : whenOf(first));
  }
  return { from, to };
}

/** The kinds that end the list on a side, and so must be read on to make it longer. */
export function endingIt(windows: ByPane<RowWindow>, side: 'after' | 'before'): readonly ListPaneId[] {
  const { from, to } = reachOf(windows);
  return LIST_PANE_IDS.filter((pane) => {
    const { rows, atStart, atEnd } = windows[pane];
    if (side === 'after' ? atEnd : atStart) return false;
    const edge = side === 'after' ? rows.at(-1) : rows[0];
    return edge === undefined || (side === 'after' ? whenOf(edge) >= from : whenOf(edge) <= to);
  });
}
