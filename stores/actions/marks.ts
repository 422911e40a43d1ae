/** Marks: one row, a range, all that match. What acts on records acts on the marked ones while there are any. */
import { setImmediate } from 'node:timers/promises';
import type { Row, Selection } from '../../src/cache/ask.ts';
import { grouped } from '../../src/domain/grouped.ts';
import type { Ref } from '../../src/domain/record.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { currentRow, withKeys } from '../derive.ts';
import { selectionOf, shownSelection } from '../loading/rows.ts';
import {
  type Marks,
  markedRefs,
  NO_MARKS,
  prepared,
  rangeIn,
  withAdded,
  withListed,
  withToggled,
} from '../marks.ts';
import { marksInFront, withMarks } from '../own.ts';
import { isListPane, type ListPaneId } from '../panes.ts';
import { listInFront } from './lists.ts';

/** More are not marked in one go, and it says so. */
export const MOST_MARKS = 100_000;
/** Rows of a range that are asked for in one go, and at most. */
const RANGE_PAGE = 500;
const LONGEST_RANGE = 20_000;
const MARK_ALL = 'mark-all';

/** Space: marks the row under the cursor, or takes its mark off; ends a range where one is begun. */
export function toggleMark(console: Console): Promise<void> | undefined {
  const pane = listInFront(console);
  if (pane === null) return undefined;
  const state = console.store.getState();
  if (state.own.marks[pane].range !== null) return endRange(console, pane);
  const row = currentRow(state);
  if (row !== null) console.set((now) => withMarks(now, pane, (marks) => withToggled(marks, row.ref)));
  return undefined;
}

/** v: begins a range at the row under the cursor, and ends it there. */
export function toggleRange(console: Console): Promise<void> | undefined {
  const pane = listInFront(console);
  if (pane === null) return undefined;
  const state = console.store.getState();
  if (state.own.marks[pane].range !== null) return endRange(console, pane);
  const row = currentRow({ ...state, own: { ...state.own, onPin: null } });
  if (row === null) return undefined;
  console.set((now) => withMarks(now, pane, (marks) => ({ ...marks, range: row })));
  const text =
    'A range from here: move, then {mark.range} or any key that acts ends it; {step.back} drops it';
  say(console, withKeys(console.store.getState(), text));
  return undefined;
}

/** Marks the rows between where the range began and the cursor; a promise where they are not all loaded. */
function endRange(console: Console, pane: ListPaneId): Promise<void> | undefined {
  const state = console.store.getState();
  const marks = state.own.marks[pane];
  const { window, place } = state.lists[pane];
  const here = rangeIn(marks, window, place);
  if (here === null) {
    const asked = refsBetween(console, pane, marks.range, place.selected);
    return asked.then((refs) => addRange(console, pane, refs));
  }
  const refs = window.rows.slice(here[0], here[1] + 1).map(({ ref }) => ref);
  addRange(console, pane, refs);
  return undefined;
}

function addRange(console: Console, pane: ListPaneId, refs: readonly Ref[] | null): void {
  const before = console.store.getState().own.marks[pane];
  console.set((now) =>
    withMarks(now, pane, (old) => ({ ...(refs === null ? old : withAdded(old, refs)), range: null })),
  );
  if (refs === null) {
    say(
      console,
      `The range is longer than ${grouped(LONGEST_RANGE)} rows, or the list has changed: mark it again`,
      'warning',
    );
    return;
  }
  remember(console, pane, before);
  say(console, `${grouped(console.store.getState().own.marks[pane].count)} marked`, 'ok');
}

/** The records from one row to another that is not loaded beside it, in whichever direction; null where it is not found. */
async function refsBetween(
  console: Console,
  pane: ListPaneId,
  from: Row | null,
  to: Ref | null,
): Promise<readonly Ref[] | null> {
  if (from === null || to === null) return null;
  const list = console.store.getState().lists[pane];
  const base = { selection: shownSelection(console, pane, list), sort: list.sort, limit: RANGE_PAGE };
  const answer = await console.requests.ask('range', async (signal) => {
    for (const side of ['after', 'before'] as const) {
      const found: Ref[] = [from.ref];
      for (let cursor = from.cursor; found.length < LONGEST_RANGE; ) {
        const at = side === 'after' ? { after: cursor } : { before: cursor };
        const page = await console.services.cache.rows({ ...base, at }, { signal });
        const rows = side === 'after' ? page.rows : page.rows.toReversed();
        const end = rows.findIndex(({ ref }) => ref === to);
        found.push(...rows.slice(0, end < 0 ? rows.length : end + 1).map(({ ref }) => ref));
        if (end >= 0) return found;
        const last = rows.at(-1);
        if (last === undefined || (side === 'after' ? page.atEnd : page.atStart)) break;
        cursor = last.cursor;
      }
    }
    return null;
  });
  return answer.kind === 'value' ? answer.value : null;
}

/** A: all that match now, as a list that is frozen: what comes later is not marked by it. */
export async function markAll(console: Console): Promise<void> {
  const pane = listInFront(console);
  if (pane === null) return;
  const { services } = console;
  const list = console.store.getState().lists[pane];
  const selection: Selection = { ...selectionOf(console, pane, list), now: services.clock() };
  say(console, withKeys(console.store.getState(), 'Marking all that match; {cancel} stops'));
  const answer = await console.requests.ask(MARK_ALL, async (signal) => {
    const refs = await services.cache.refs(selection, MOST_MARKS + 1, { signal });
    const more = refs.length > MOST_MARKS;
    const kept = more ? refs.slice(0, MOST_MARKS) : refs;
    for (const _ of prepared(kept)) await setImmediate();
    return { kept, matched: more ? await services.cache.count(selection, { signal }) : null };
  });
  if (answer.kind === 'late') return;
  if (answer.kind === 'failed') return say(console, answer.failure.what, 'error');
  const { kept, matched } = answer.value;
  if (kept.length === 0) return say(console, 'Nothing matches: nothing to mark');
  const before = console.store.getState().own.marks[pane];
  console.set((state) => withMarks(state, pane, (marks) => withListed(marks, kept, list.query)));
  remember(console, pane, before);
  if (matched !== null) {
    const all = `${matched.exact ? '' : 'at least '}${grouped(matched.matched)}`;
    return say(
      console,
      `Marked the newest ${grouped(kept.length)} of ${all} that match: narrow the filter for the rest`,
      'warning',
    );
  }
  const { count } = console.store.getState().own.marks[pane];
  const others = count > kept.length ? `, ${grouped(count)} in all` : '';
  const way = withKeys(console.store.getState(), '({step.back} clears them, {undo} brings back what was)');
  say(console, `Marked all ${grouped(kept.length)} that match now${others} ${way}`, 'ok');
}

/** Ctrl-C while all that match are being asked for. */
export const cancelMarking = (console: Console): boolean => console.requests.cancel(MARK_ALL);

/** Esc: drops a range that is begun, else clears the marks of the list; false where there is neither. */
export function clearMarks(console: Console): boolean {
  const pane = listInFront(console);
  if (pane === null) return false;
  const marks = console.store.getState().own.marks[pane];
  if (marks.range !== null) {
    console.set((state) => withMarks(state, pane, (old) => ({ ...old, range: null })));
    return true;
  }
  if (marks.count === 0) return false;
  console.set((state) => withMarks(state, pane, () => NO_MARKS));
  remember(console, pane, marks);
  say(
    console,
    withKeys(
      console.store.getState(),
      `${grouped(marks.count)} ${marks.count === 1 ? 'mark' : 'marks'} cleared ({undo} brings them back)`,
    ),
  );
  return true;
}

/** Drops the marks once what they were for is done. */
export function dropMarks(console: Console): void {
  const pane = listInFront(console);
  if (pane !== null) console.set((state) => withMarks(state, pane, () => NO_MARKS));
}

function remember(console: Console, pane: ListPaneId, marks: Marks): void {
  const undo = { kind: 'marks', pane, marks: { ...marks, range: null } } as const;
  console.set((state) => ({ ...state, undo: [undo, ...state.undo].slice(0, 50) }));
}

/** What a key that acts on records is about. */
export interface Target {
  /** The marked ones, or the one in front; none where there is nothing. */
  readonly refs: readonly Ref[];
  readonly marked: boolean;
  /** Whether they come of a list that nobody has seen row by row. */
  readonly listed: boolean;
  /** What that list was asked for. */
  readonly query: string | null;
}

/**
 * The marked records of the list that has the keys, a range that is begun among them; else the record in front. At
 * once, as what is typed next may be text for a prompt; a promise only where a range has to be asked for.
 */
export function targetOf(console: Console): Target | Promise<Target> {
  const { pane } = console.store.getState();
  const marks = marksInFront(console.store.getState());
  const ending = marks.range !== null && isListPane(pane) ? endRange(console, pane) : undefined;
  return ending === undefined ? targetNow(console) : ending.then(() => targetNow(console));
}

function targetNow(console: Console): Target {
  const state = console.store.getState();
  const now = marksInFront(state);
  if (now.count > 0) {
    return { refs: markedRefs(now), marked: true, listed: now.listed.length > 0, query: now.query };
  }
  const row = currentRow(state);
  return { refs: row === null ? [] : [row.ref], marked: false, listed: false, query: null };
}

/** Does something with what the keys act on, at once where that is known. */
export function withTarget(console: Console, act: (target: Target) => void): Promise<void> | undefined {
  const target = targetOf(console);
  if (target instanceof Promise) return target.then(act);
  act(target);
  return undefined;
}

/** Whether the keys have to wait for what they are to act on. */
export const actsOnMarks = (console: Console): boolean => {
  const { count, range } = marksInFront(console.store.getState());
  return count > 0 || range !== null;
};
