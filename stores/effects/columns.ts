/** What the keys of columns do. */
import * as columns from '../actions/columns.ts';
import type { Effect } from '../actions/moving.ts';
import type { ActionId } from '../keys.ts';

export const COLUMNS = {
  'columns.down': (console) => columns.moveChooser(console, 1),
  'columns.up': (console) => columns.moveChooser(console, -1),
  'columns.toggle': columns.toggleColumn,
  'columns.later': (console) => columns.shiftColumn(console, 1),
  'columns.earlier': (console) => columns.shiftColumn(console, -1),
  'columns.wider': (console) => columns.widenColumn(console, 1),
  'columns.narrower': (console) => columns.widenColumn(console, -1),
  'columns.reset': columns.resetColumns,
  'columns.path': columns.askPath,
  'columns.add': columns.addPath,
  'columns.leavePath': columns.leavePath,
  'columns.keep': columns.keepColumns,
} as const satisfies Partial<Record<ActionId, Effect>>;
