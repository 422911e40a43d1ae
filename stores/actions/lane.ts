/** Moving in the lane, and going on from it. */
import type { Row } from '../../src/cache/ask.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import { narrowed } from '../../src/query/print.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { keyOf } from '../derive.ts';
import { changeQuery } from '../lane/changes.ts';
import { laneLayout, laneTop, placedAt, standing, stepped } from '../lane/layout.ts';
import { cursorIndex, isRow, laneLinesOf, rowUnderCursor } from '../lane/lines.ts';
import { whenOf } from '../lane/merged.ts';
import { type LaneState, LOOK_BACKS } from '../lane/state.ts';
import { failed } from '../lane/trouble.ts';
import { selectionFor } from '../loading/into-lane.ts';
import { tellChanges } from '../loading/lane-telling.ts';
import { LIST_PANE_IDS, type ListPaneId, PANES } from '../panes.ts';
import { goToRecord } from './details.ts';
import { jumpTo } from './views.ts';

const laneIn = (console: Console): LaneState | null => console.store.getState().lane;
const heightIn = (console: Console): number => laneLayout(console.store.getState().size).list;

function change(console: Console, with_: (lane: LaneState) => LaneState): void {
  console.set((state) => (state.lane === null ? state : { ...state, lane: with_(state.lane) }));
}

export function stepLane(console: Console, delta: { readonly rows?: number; readonly pages?: number }): void {
  const height = heightIn(console);
  const { rows = 0, pages = 0 } = delta;
  change(console, (lane) => ({
    ...lane,
    cursor: stepped(lane, rows + Math.round(pages * height), height, pages !== 0),
  }));
  console.lane.check();
}

/** Puts the cursor on a line in sight, where it stands. */
export function standOn(console: Console, key: string): void {
  const height = heightIn(console);
  change(console, (lane) => {
    const lines = laneLinesOf(lane);
    const index = lines.findIndex((line) => line.key === key);
    const at = index - laneTop(lines, lane.cursor, height);
    return index < 0 ? lane : { ...lane, cursor: standing(lines, index, at, height) };
  });
  console.lane.check();
}

export function jumpLane(console: Console, to: 'start' | 'end'): Promise<void> | undefined {
  const lane = laneIn(console);
  if (lane === null) return undefined;
  const whole = LIST_PANE_IDS.every((pane) => lane.windows[pane][to === 'start' ? 'atStart' : 'atEnd']);
  if (!whole) return console.lane.jump(to);
  stepLane(console, { rows: to === 'start' ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER });
  return undefined;
}

/** Opens the record under the cursor in its own pane; Esc there comes back. */
export function enterLane(console: Console): void {
  const lane = laneIn(console);
  const row = lane === null ? null : rowUnderCursor(lane);
  if (row !== null) goToRecord(console, row);
}

/** The next failure further back (1), or nearer to now (-1), wherever it is. */
export async function nextFailure(console: Console, step: 1 | -1): Promise<void> {
  const lane = laneIn(console);
  if (lane === null) return;
  const lines = laneLinesOf(lane);
  const here = cursorIndex(lines, lane.cursor.key);
  const ahead = lines.flatMap((line, index) =>
    line.kind === 'record' && failed(line.row.record) && (step === 1 ? index > here : index < here)
      ? [line]
      : [],
  );
  const found = step === 1 ? ahead[0] : ahead.at(-1);
  if (found !== undefined) {
    change(console, (now) => ({ ...now, cursor: placedAt(now, found.key, heightIn(console)) }));
    console.lane.check();
    return;
  }
  const edge = lines.filter(({ kind }) => kind === 'record').at(step === 1 ? -1 : 0);
  const beyond =
    edge !== undefined && isRow(edge) ? await failureBeyond(console, lane, edge.row, step) : null;
  if (beyond === null) say(console, step === 1 ? 'No failure further back' : 'No failure nearer to now');
  else await goToRow(console, beyond);
}

/** The nearest failure that is not loaded yet. */
async function failureBeyond(
  console: Console,
  lane: LaneState,
  edge: Row,
  step: 1 | -1,
): Promise<Row | null> {
  const at = new Date(Math.max(0, whenOf(edge))).toISOString();
  const answer = await console.requests.ask('lane:more', (signal) =>
    Promise.all(
      LIST_PANE_IDS.map(async (pane) => {
        const query = lane.queries[pane];
        const { failing, kind } = PANES[pane];
        if (query === null || failing === null) return [];
        const term = `${failing.field}:${failing.value} ${step === 1 ? 'until' : 'since'}:${at}`;
        const request = { selection: selectionFor(console, pane, narrowed(query, kind, term)), limit: 40 };
        const { rows } = await console.services.cache.rows(
          { ...request, at: step === 1 ? 'start' : 'end' },
          { signal },
        );
        return rows;
      }),
    ),
  );
  if (answer.kind !== 'value') return null;
  const loaded = new Set(laneLinesOf(lane).map(({ key }) => key));
  const rows = answer.value.flat().filter(({ ref }) => !loaded.has(ref));
  const sorted = rows.sort((a, b) => whenOf(b) - whenOf(a));
  return (step === 1 ? sorted[0] : sorted.at(-1)) ?? null;
}

/** Puts the cursor on a row of the lane, wherever in it that is. */
async function goToRow(console: Console, row: Row): Promise<void> {
  const lane = laneIn(console);
  if (lane === null) return;
  if (laneLinesOf(lane).some(({ key }) => key === row.ref)) {
    change(console, (now) => ({ ...now, cursor: placedAt(now, row.ref, heightIn(console)) }));
    console.lane.check();
  } else await console.lane.goTo(Math.max(0, timeOf(row.record) ?? 0), row.ref);
}

/** The trouble of the lane, once it was looked for. */
async function troubleIn(console: Console): Promise<LaneState['trouble']> {
  if (laneIn(console)?.told === false) await console.lane.tell();
  return laneIn(console)?.trouble ?? null;
}

export async function goToFirst(console: Console): Promise<void> {
  const trouble = await troubleIn(console);
  if (trouble === null) say(console, 'Nothing of it failed, as far as the cache knows');
  else await goToRow(console, trouble.first);
}

/** Asks what changed before the row under the cursor; on that row again, before the first failure. */
export function changesBefore(console: Console): Promise<void> | undefined {
  const lane = laneIn(console);
  const row = lane === null ? null : rowUnderCursor(lane);
  if (lane === null || row === null) return undefined;
  const own = row.ref === lane.anchor?.ref || row.ref === lane.trouble?.first.ref;
  change(console, (now) => ({ ...now, anchor: own ? null : row }));
  return tellChanges(console);
}

export function lookBack(console: Console, step: 1 | -1): Promise<void> | undefined {
  const lane = laneIn(console);
  if (lane === null) return undefined;
  const at = LOOK_BACKS.indexOf(lane.lookBack) + step;
  const next = LOOK_BACKS[Math.max(0, Math.min(LOOK_BACKS.length - 1, at))] ?? lane.lookBack;
  change(console, (now) => ({ ...now, lookBack: next }));
  return tellChanges(console);
}

/** The lane's own query in a pane, to be narrowed, sorted and exported there. */
export function laneTo(console: Console, pane: ListPaneId): void {
  const query = laneIn(console)?.queries[pane] ?? null;
  if (query === null) {
    say(console, `${PANES[pane].title} cannot be asked for it`);
    return;
  }
  jumpTo(console, pane, query);
  say(console, `${keyOf(console.store.getState(), 'view.back')} goes back to the lane`);
}

export async function changesInAudit(console: Console): Promise<void> {
  const trouble = await troubleIn(console);
  const lane = laneIn(console);
  const before = lane?.anchor ?? trouble?.first ?? null;
  if (lane === null || before === null) {
    say(
      console,
      `Nothing of it failed: ${keyOf(console.store.getState(), 'lane.before')} asks what changed before the row under the cursor`,
    );
    return;
  }
  jumpTo(console, 'audit', changeQuery(whenOf(before) - lane.lookBack, whenOf(before)));
  say(console, `${keyOf(console.store.getState(), 'view.back')} goes back to the lane`);
}
