/** Opening the lane: on a record, on another thing it names, or by a name. */
import type { Row } from '../../src/cache/ask.ts';
import { normalised } from '../../src/domain/entity/identity.ts';
import { type Known, labelOf, namesOf, thingsOf } from '../../src/domain/entity/known.ts';
import { safeLine } from '../../src/domain/text.ts';
import { formsOf } from '../../src/query/entity-query.ts';
import { quoteText } from '../../src/query/print.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { currentRow } from '../derive.ts';
import { type LaneState, laneOf, thingOf } from '../lane/state.ts';
import { selectionFor } from '../loading/into-lane.ts';
import { LIST_PANE_IDS } from '../panes.ts';
import { withJump } from '../views.ts';
import { enterLine, leaveLane, lineUnderCursor } from './details.ts';
import { jumpBack } from './views.ts';

const laneIn = (console: Console): LaneState | null => console.store.getState().lane;

/**
 * Opens the lane of the record under the cursor, or goes on to that of another thing where the menu or the
 * detail has the cursor on its name.
 */
export async function openLane(console: Console): Promise<void> {
  const state = console.store.getState();
  const { overlay } = state;
  const row = currentRow(state);
  if (row === null) return;
  const value =
    overlay?.kind === 'pivots'
      ? overlay.items[overlay.cursor]?.value
      : state.focus === 'detail'
        ? lineUnderCursor(console)?.value
        : undefined;
  if (overlay !== null) console.set((now) => ({ ...now, overlay: null }));
  const answer = await console.requests.ask('lane:names', () => console.services.cache.record(row.ref));
  if (answer.kind === 'late') return;
  // The row of a list comes without its payload, where most names stand.
  const record = (answer.kind === 'value' ? answer.value?.record : null) ?? row.record;
  const things = thingsOf(record);
  if (things.length === 0) {
    say(console, 'This record names no certificate, host, user or CA', 'warning');
    return;
  }
  const named = value === undefined ? -1 : things.findIndex((known) => bears(known, value));
  enter(console, { ...row, record }, things, named);
}

function enter(console: Console, from: Row, things: readonly Known[], at: number): void {
  const before = laneIn(console);
  if (before !== null) console.set(withJump);
  const next = laneOf({
    from,
    things,
    at: Math.max(0, at),
    followed: before !== null,
    ...(before !== null && { lookBack: before.lookBack }),
  });
  console.set((now) => ({ ...now, lane: next }));
  void console.lane.open();
}

/** Opens the lane of whatever bears a name, serial, fingerprint or e-mail address, as the newest records have it. */
export function openNamed(console: Console, typed: string): void {
  const name = typed.trim().replace(/^"(.*)"$/, '$1');
  if (name === '') {
    say(console, 'Which one? :lane www.example.com, :lane 09:A9:11:F6, :lane ada@example.com', 'warning');
    return;
  }
  void console.requests
    .ask('lane:names', (signal) => bearing(console, name, signal))
    .then((answer) => {
      if (answer.kind === 'late') return;
      if (answer.kind === 'failed') say(console, answer.failure.what, 'error');
      else if (answer.value === null) say(console, `No record names ${safeLine(name)}`, 'warning');
      else enter(console, answer.value.row, answer.value.things, answer.value.at);
    });
}

/** Records looked at for a name, of each kind. */
const LOOKED_AT = 20;

async function bearing(console: Console, name: string, signal: AbortSignal) {
  for (const pane of LIST_PANE_IDS) {
    const selection = selectionFor(console, pane, writtenAs(name));
    const request = { selection, limit: LOOKED_AT, whole: true };
    const { rows } = await console.services.cache.rows(request, { signal });
    for (const row of rows) {
      const things = thingsOf(row.record);
      const at = things.findIndex((known) => bears(known, name));
      if (at >= 0) return { row, things, at };
    }
  }
  return null;
}

const bears = (known: Known, name: string): boolean =>
  namesOf(known).some(({ by, key }) => normalised(by, name) === key);

/** The query for a name as it is, and for a serial or fingerprint in all ways of writing it. */
function writtenAs(name: string): string {
  const digits = (normalised('fingerprint', name) ?? normalised('serial', name))?.replace(/^0x/, '');
  const ways = digits === undefined ? [name] : [name, ...formsOf(digits)];
  return [...new Set(ways)].map(quoteText).join(' OR ');
}

/** Enter in a text: opens the lane where the line leads to it, else follows or folds. */
export function enterText(console: Console): Promise<void> | undefined {
  if (lineUnderCursor(console)?.lane === true) return openLane(console);
  return enterLine(console);
}

export function closeLane(console: Console): void {
  const { lane, jumps } = console.store.getState();
  if (lane?.followed && jumps.length > 0) {
    jumpBack(console);
    return;
  }
  leaveLane(console);
  // What came while it was hidden.
  console.refreshPane();
}

/** The lane of another thing the same record names. */
export function stepThing(console: Console, step: 1 | -1): void {
  const lane = laneIn(console);
  if (lane === null) return;
  const { things, at } = lane;
  const known = thingOf(lane);
  if (things.length < 2) {
    const label = known === null ? '' : safeLine(labelOf(known));
    say(console, `The record it was opened on names nothing but ${label}`);
    return;
  }
  const next = laneOf({ ...lane, at: (at + step + things.length) % things.length });
  console.set((state) => ({ ...state, lane: next }));
  void console.lane.open();
}
