/** One query, two ways to look at its answer: alone, or marked among everything else. */
import type { Console } from '../console.ts';
import { say, withList } from '../context.ts';
import { withKeys } from '../derive.ts';
import { listInFront } from './lists.ts';

/** Hides what does not match, or shows it and marks what does; the cursor stays on its record. */
export function toggleMarking(console: Console): void {
  const pane = listInFront(console);
  if (pane === null) return;
  const { marking, query, place } = console.store.getState().lists[pane];
  if (!marking && query.trim() === '') {
    say(
      console,
      withKeys(console.store.getState(), 'Nothing is hidden: {filter.open} filters first'),
      'warning',
    );
    return;
  }
  console.set((state) =>
    withList(state, pane, (list) => ({
      ...list,
      marking: !marking,
      matches: [],
      pending: true,
      // What came above is counted anew: these are other rows.
      head: { ref: null, matched: null },
      arrived: 0,
    })),
  );
  console.rows[pane].open(place.selected === null ? 'start' : { around: place.selected });
  say(
    console,
    marking
      ? 'Only what matches'
      : withKeys(
          console.store.getState(),
          'Everything, matches marked »: {match.next} and {match.previous} go to them, {marking.toggle} hides the rest',
        ),
  );
}
