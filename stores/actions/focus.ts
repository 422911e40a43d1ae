/** Between a list and the detail beside it. */
import type { Console } from '../console.ts';
import { layoutOfState } from '../derive.ts';
import * as details from './details.ts';
import * as lists from './lists.ts';

/** J and K: the other side moves. From the list the detail scrolls, from the detail the list goes on. */
export function otherSide(console: Console, step: 1 | -1): void {
  const { focus, detail } = console.store.getState();
  if (focus === 'list' && detail !== null) {
    details.stepText(console, { lines: step });
    return;
  }
  lists.stepList(console, step === 1 ? lists.STEPS.down : lists.STEPS.up);
  details.followCursor(console);
}

export function switchFocus(console: Console): void {
  // Where the detail covers the list there is nowhere else to go.
  if (layoutOfState(console.store.getState()).list === null) return;
  console.set((state) => ({ ...state, focus: state.focus === 'list' ? 'detail' : 'list' }));
}

export function preview(console: Console): void {
  if (console.store.getState().detail !== null) {
    details.closeDetail(console);
    return;
  }
  const row = details.selectedInList(console);
  if (row === null) return;
  details.openDetail(console, row);
  if (layoutOfState(console.store.getState()).list !== null) {
    console.set((state) => ({ ...state, focus: 'list' }));
  }
}
