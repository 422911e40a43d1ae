import type { TimeMode } from '../../stores/age.ts';
import type { ListColumn } from '../table/layout.ts';

const CELLS: Readonly<Record<TimeMode, number>> = { relative: 7, utc: 20, local: 25 };

/** The column of the time a list is sorted by: how long ago it was, or when. */
export function timeColumn(id: string, mode: TimeMode): ListColumn {
  const cells = CELLS[mode];
  return {
    id,
    title: mode === 'relative' ? 'Age' : 'Time',
    min: cells,
    ideal: cells,
    priority: 2,
    align: 'right',
  };
}
