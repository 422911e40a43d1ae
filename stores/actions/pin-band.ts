/** The cursor among the rows pinned on top of a list. */
import type { Ref } from '../../src/domain/record.ts';
import type { Console } from '../console.ts';
import { bandInFront } from '../derive.ts';
import { withOwn } from '../own.ts';
import type { ListPaneId } from '../panes.ts';

/**
 * A step up from the first row goes among them, one down from the last back into the list; any other move leaves
 * them. True when the step was one of theirs.
 */
export function stepBand(console: Console, pane: ListPaneId, by: 1 | -1 | 0): boolean {
  const state = console.store.getState();
  const { rows } = bandInFront(state, pane);
  const at = rows.findIndex(({ ref }) => ref === state.own.onPin);
  const { window, place } = state.lists[pane];
  const to = (onPin: Ref | null): boolean => {
    console.set((now) => withOwn(now, { onPin }));
    return true;
  };
  if (at < 0) {
    const first = window.atStart && place.owed === 0 && (window.rows[0]?.ref ?? null) === place.selected;
    return by === -1 && first && rows.length > 0 ? to(rows.at(-1)?.ref ?? null) : false;
  }
  if (by === 0) {
    to(null);
    return false;
  }
  // Below the last one the list goes on, with the row the cursor has been on.
  const next = at + by;
  if (next < 0 || (next >= rows.length && window.rows.length === 0)) return true;
  return to(rows[next]?.ref ?? null);
}
