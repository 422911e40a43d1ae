/** Pins: rows that stay on top of their list and through its filters. */

import type { Row } from '../../src/cache/ask.ts';
import { failureOf } from '../../src/domain/failure.ts';
import { grouped } from '../../src/domain/grouped.ts';
import type { Ref } from '../../src/domain/record.ts';
import type { Console } from '../console.ts';
import { say, withList } from '../context.ts';
import { resettled, withKeys } from '../derive.ts';
import { titleOf } from '../detail/fields.ts';
import { MOST_PINS } from '../loading/own.ts';
import { isPinned, PINNED, withOwn } from '../own.ts';
import type { ListPaneId } from '../panes.ts';
import { applyQuery, listInFront } from './lists.ts';
import { rowsOf } from './marked-rows.ts';
import { targetOf } from './marks.ts';

/** b: pins the marked rows, or the one under the cursor; takes the pins off where all of them have one. */
export async function togglePin(console: Console): Promise<void> {
  const pane = listInFront(console);
  if (pane === null) return;
  const { refs } = await targetOf(console);
  if (refs.length === 0) return;
  const state = console.store.getState();
  const pinned = refs.some((ref) => !isPinned(state, pane, ref));
  const changing = refs.filter((ref) => isPinned(state, pane, ref) !== pinned);
  if (pinned && state.own.pins[pane].length + changing.length > MOST_PINS) {
    say(
      console,
      withKeys(
        console.store.getState(),
        `At most ${MOST_PINS} rows of a list are pinned: {pin.only} shows those that are`,
      ),
      'warning',
    );
    return;
  }
  const rows = await rowsOf(console, pane, changing);
  await setPinned(console, pane, rows, pinned);
  const undo = { kind: 'pin', pane, rows, pinned: !pinned } as const;
  console.set((now) => ({ ...now, undo: [undo, ...now.undo].slice(0, 50) }));
}

/** Shown at once, before the cache has it. */
export async function setPinned(
  console: Console,
  pane: ListPaneId,
  rows: readonly Row[],
  pinned: boolean,
): Promise<void> {
  const { cache } = console.services;
  const refs = rows.map(({ ref }) => ref);
  show(console, pane, rows, pinned);
  try {
    await cache.pin(refs, pinned);
    const [first] = rows;
    const what =
      rows.length === 1 && first !== undefined ? titleOf(first.record) : `${grouped(rows.length)} rows`;
    say(
      console,
      pinned
        ? `Pinned on top: ${what} ${withKeys(console.store.getState(), '({undo} undoes, {pin.only} shows only pinned)')}`
        : `No longer pinned: ${what}`,
      'ok',
    );
  } catch (thrown) {
    show(console, pane, rows, !pinned);
    say(console, `Not kept: ${failureOf(thrown).what}`, 'error');
  }
}

function show(console: Console, pane: ListPaneId, rows: readonly Row[], pinned: boolean): void {
  const refs = new Set<Ref>(rows.map(({ ref }) => ref));
  console.set((state) => {
    const others = state.own.pins[pane].filter(({ ref }) => !refs.has(ref));
    const pins = { ...state.own.pins, [pane]: pinned ? [...rows, ...others] : others };
    return resettled(withOwn(state, { pins }));
  });
}

/** B: nothing but what is pinned, and back to what was asked before. */
export function pinnedOnly(console: Console): void {
  const pane = listInFront(console);
  if (pane === null) return;
  const { query, allOf } = console.store.getState().lists[pane];
  if (query === PINNED) {
    applyQuery(console, pane, allOf ?? '');
    return;
  }
  applyQuery(console, pane, PINNED);
  console.set((state) => withList(state, pane, (list) => ({ ...list, allOf: query })));
}
