/** The detail that is open: its lines, and changing it. */
import type { Console } from '../console.ts';
import type { Lines } from '../detail/document-lines.ts';
import { detailLinesOf } from '../detail/lines.ts';
import type { ConsoleState, DetailState } from '../state.ts';

/** Nothing where none is open. */
export function changeDetail(
  console: Console,
  with_: (detail: DetailState, state: ConsoleState) => DetailState,
): void {
  console.set((state) => (state.detail === null ? state : { ...state, detail: with_(state.detail, state) }));
}

export const linesOf = (console: Console, state: ConsoleState): Lines =>
  detailLinesOf(state, console.services.longRunningAfter);
