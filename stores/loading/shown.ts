/** What a list shows after an answer: the cursor keeps its record, what came above is counted. Pure. */
import type { Row, RowsAnswer } from '../../src/cache/ask.ts';
import type { Ref } from '../../src/domain/record.ts';
import type { ListState } from '../list-state.ts';
import { around, atFirst, atLast, atRef, indexOf, settled, topOf, windowOf } from '../window.ts';

/** Where a new question begins: at an end of the list, or around a record. */
export type OpenAt = 'start' | 'end' | { readonly around: Ref };

/** The state with the first rows of a new question. */
export function shown(list: ListState, answer: RowsAnswer, at: OpenAt, height: number): ListState {
  const window = windowOf(answer, typeof at === 'object' ? null : (list.tally?.matched ?? null));
  // While rows of one search trickle in, a cursor that was moved among them stays.
  const kept = list.progress !== null && indexOf(window, list.place.selected) >= 0;
  const place = kept
    ? settled(window, list.place, height)
    : at === 'end'
      ? atLast(window, height)
      : at === 'start'
        ? atFirst(window)
        : atRef(window, at.around, height);
  const head =
    at === 'start' ? { ref: window.rows[0]?.ref ?? null, matched: list.tally?.matched ?? null } : list.head;
  return { ...list, window, place, head, arrived: 0, pending: false, freshness: 'fresh', failure: null };
}

/** The list after a refresh around an anchor; the cursor keeps its record and its line. */
export function merged(
  list: ListState,
  before: RowsAnswer,
  anchor: Row,
  after: RowsAnswer,
  height: number,
): ListState {
  const wasAt = indexOf(list.window, anchor.ref);
  const position = list.window.offset === null || wasAt < 0 ? null : list.window.offset + wasAt;
  const window = around(before, anchor, after, position);
  // The cursor went on while the answer was under way, further than it reaches: keep what there was.
  if (indexOf(window, list.place.selected) < 0) return list;
  const wasFirst = list.window.atStart && wasAt === 0;
  const index = indexOf(window, list.place.selected);
  const line = wasFirst ? index : list.place.line;
  const place = settled(window, { ...list.place, line }, height);
  return withArrivals({ ...list, window, place, freshness: 'fresh', failure: null });
}

/** Counts what came above the screen since its top was last in sight. */
export function withArrivals(list: ListState): ListState {
  const { window, place, head, tally } = list;
  const first = window.rows[0]?.ref ?? null;
  if (window.atStart && topOf(window, place) === 0) {
    const same = head.ref === first && head.matched === (tally?.matched ?? null) && list.arrived === 0;
    return same ? list : { ...list, head: { ref: first, matched: tally?.matched ?? null }, arrived: 0 };
  }
  const at = indexOf(window, head.ref);
  // Where everything is shown the tally is not that of the rows.
  const unknown = list.marking || tally === null || head.matched === null;
  const grown = unknown ? list.arrived : tally.matched - head.matched;
  const arrived = window.atStart && at >= 0 ? at : Math.max(0, grown);
  return arrived === list.arrived ? list : { ...list, arrived };
}
