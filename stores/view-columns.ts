/** The columns a list shows, as the fields of the records behind them. */
import type { Column } from '../src/domain/field.ts';
import { exportColumns, shownColumns } from './columns/chosen.ts';
import { isListPane, type PaneId } from './panes.ts';
import type { ConsoleState } from './state.ts';

/** Null where a pane has no columns of its own: then an export has every field. */
export function viewColumnsOf({ lists }: ConsoleState, pane: PaneId): readonly Column[] | null {
  return isListPane(pane) ? exportColumns(pane, shownColumns(pane, lists[pane].columns)) : null;
}
