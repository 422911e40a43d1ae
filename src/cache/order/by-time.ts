/** Rows in the order of their keys: newest (or oldest) first, then id. */
import { FIRST_ROW, LAST_ROW, regionAround } from '../row-key.ts';
import type { Reading } from '../rows.ts';
import type { Plan } from '../select/plan.ts';
import { walk } from '../select/walk.ts';
import type { Slices } from '../slices.ts';
import {
  byPosition,
  type Collected,
  isBeyond,
  type Position,
  positionsOf,
  type Stretch,
} from './position.ts';

/** Up to `most` places of the stretch, in display order. `preview` is called when the thread may pause. */
export async function collectByTime(
  { db, reader }: Reading,
  plan: Plan,
  { from, side, most }: Stretch,
  newest: boolean,
  slices: Slices,
  preview: (found: readonly Position[], scanned: number) => void,
): Promise<Collected> {
  const forward = side !== 'before';
  const older = forward === newest;
  // The stretch of the place itself is read again as a whole: within it the order is by time and id.
  const region = from === null ? null : regionAround(from.row);
  const within = older
    ? { first: FIRST_ROW, last: region?.last ?? LAST_ROW }
    : { first: region?.first ?? FIRST_ROW, last: LAST_ROW };
  const done: Position[] = [];
  let open: number[] = [];
  const ordered = () => {
    const positions = positionsOf(db, plan.kind, open, newest).filter(
      (position) => from === null || isBeyond(byPosition(position, from, newest), side),
    );
    return forward ? positions : positions.toReversed();
  };
  let at = older ? within.last : within.first;
  const direction = older ? 'older' : 'newer';
  for (const row of walk(db, reader, plan, { direction, within, expect: most + 1 })) {
    if (row === null) {
      if (!slices.due) continue;
      if (forward) preview([...done, ...ordered()].slice(0, most), howFar(plan, at));
      await slices.pause();
      continue;
    }
    at = row;
    const last = open.at(-1);
    if (last !== undefined && regionAround(last).first !== regionAround(row).first) {
      done.push(...ordered());
      open = [];
      if (done.length > most) break;
    }
    open.push(row);
  }
  done.push(...ordered());
  const shown = done.slice(0, most);
  return { positions: forward ? shown : shown.reverse(), more: done.length > most };
}

/** How many records lie behind, guessed from how much of the keys' range does. */
export function howFar({ extent, known }: Plan, at: number): number {
  if (extent === null || extent.last === extent.first) return known;
  const part = (extent.last - Math.min(at, extent.last)) / (extent.last - extent.first);
  return Math.round(known * Math.min(1, part));
}
