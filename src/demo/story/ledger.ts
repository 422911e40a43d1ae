/**
 * All events in order of time, as far as the clock has come. Only an instant and a reference is kept of each;
 * the event itself is told again when asked for. Activities are told a while ahead of the clock, because the
 * first sign of a story may lie before its begin.
 */
import type { World } from '../world.ts';
import { type AccountEvent, type Activity, LISTS, type ListItem, type ListName } from './events.ts';
import { createPlan, LONGEST_LEAD } from './plan.ts';
import { eventId, type Reference, referenceOf, tell } from './script.ts';

/** Activities kept as told; a page asks for neighbours. */
const TOLD = 512;

interface Line {
  readonly times: number[];
  readonly activities: number[];
  readonly ordinals: number[];
}

interface Pending extends Reference {
  readonly at: number;
}

export interface Ledger {
  /** Tells every activity whose first sign can lie before an instant. */
  advance(now: number): void;
  /** How many events of a list have begun at an instant. */
  count(list: ListName, now: number): number;
  /** Event `place`, oldest first. */
  item<L extends ListName>(list: L, place: number): ListItem[L];
  /** The event with this id, if it has begun. */
  find<L extends ListName>(list: L, id: string, now: number): ListItem[L] | null;
}

const earlier = (a: Pending, b: Pending) => a.at - b.at || a.activity - b.activity || a.ordinal - b.ordinal;

export function createLedger(world: World, onAccount: (event: AccountEvent) => void): Ledger {
  const plan = createPlan(world);
  const lines = Object.fromEntries(
    LISTS.map((list) => [list, { times: [], activities: [], ordinals: [] }]),
  ) as unknown as Record<ListName, Line>;
  const pending: Record<ListName, Pending[]> = { job: [], alert: [], audit: [], discovery: [] };
  const told = new Map<number, Activity>();
  let next = 0;

  function tellAgain(number: number): Activity {
    const { at, teller } = plan.beginning(number);
    return tell(world, number, at, teller);
  }
  function activityOf(number: number): Activity {
    const known = told.get(number);
    if (known !== undefined) return known;
    const activity = tellAgain(number);
    told.set(number, activity);
    if (told.size > TOLD) told.delete(told.keys().next().value ?? -1);
    return activity;
  }
  function takeIn(number: number): void {
    const activity = tellAgain(number);
    for (const list of LISTS) {
      for (const [ordinal, { at }] of activity[list].entries())
        pending[list].push({ at, activity: number, ordinal });
    }
    for (const event of activity.account) onAccount(event);
  }
  /** Moves what can no longer be overtaken into the lines. */
  function settle(frontier: number): void {
    for (const list of LISTS) {
      const waiting = pending[list].sort(earlier);
      const later = waiting.findIndex(({ at }) => at > frontier);
      const ready = waiting.splice(0, later === -1 ? waiting.length : later);
      for (const { at, activity, ordinal } of ready) {
        lines[list].times.push(at);
        lines[list].activities.push(activity);
        lines[list].ordinals.push(ordinal);
      }
    }
  }
  function advance(now: number): void {
    if (next === 0) while (next < plan.past) takeIn(next++);
    let frontier = plan.beginning(next).at - LONGEST_LEAD;
    for (let batch = 0; frontier <= now; batch += 1) {
      takeIn(next++);
      frontier = plan.beginning(next).at - LONGEST_LEAD;
      // A world that was left alone for weeks catches up here; sorting now and then keeps that linear.
      if (batch % 500 === 499) settle(frontier);
    }
    settle(frontier);
  }
  function count(list: ListName, now: number): number {
    // History is there from the start, even for a clock that was set back.
    const at = Math.max(now, world.start);
    advance(at);
    const { times } = lines[list];
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  function item<L extends ListName>(list: L, place: number): ListItem[L] {
    const line = lines[list];
    const [activity, ordinal] = [line.activities[place], line.ordinals[place]];
    const found = activity === undefined ? undefined : activityOf(activity)[list][ordinal ?? 0];
    if (found === undefined) throw new RangeError(`no ${list} at ${place}`);
    return found as ListItem[L];
  }
  return {
    advance: (now) => advance(Math.max(now, world.start)),
    count,
    item,
    find(list, id, now) {
      const reference = referenceOf(world, list, id);
      if (reference === null) return null;
      advance(Math.max(now, world.start));
      if (reference.activity >= next) return null;
      const found = activityOf(reference.activity)[list][reference.ordinal];
      if (found === undefined || found.at > now || eventId(world, list, found.at, reference) !== id)
        return null;
      return found as ListItem[typeof list];
    },
  };
}
