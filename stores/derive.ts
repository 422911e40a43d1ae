/** What follows from the state: areas, the record under the cursor, scopes and facts. Pure. */
import type { Row } from '../src/cache/ask.ts';
import { causeOf } from '../src/domain/cause.ts';
import { withList } from './context.ts';
import { tabOf } from './detail/tabs.ts';
import type { Facts } from './facts.ts';
import { keysOf, labelOf, type Rebound } from './keys/rebound.ts';
import { scopeName } from './keys/scope-name.ts';
import { KEYS, type KeyRow, keyLabel, resolve, type Scope } from './keys.ts';
import { rowUnderCursor } from './lane/lines.ts';
import {
  type CoverageWish,
  detailLines,
  type Layout,
  layoutOf,
  listLines,
  type StripWish,
} from './layout.ts';
import { type Band, bandOf, marksInFront, NO_BAND } from './own.ts';
import { isListPane, LIST_PANE_IDS, PANES, type PaneId } from './panes.ts';
import type { ConsoleState, DetailState } from './state.ts';
import type { Item } from './statistics/sections.ts';
import { streamsOfKind } from './strip/coverage.ts';
import { selectedRow, settled } from './window.ts';

export function layoutOfState(state: ConsoleState, pane = state.pane): Layout {
  const mode = state.detail === null ? 'closed' : state.detailMode;
  return layoutOf(state.size, mode, stripWish(state, pane), coverageWish(state, pane));
}

/** A line for each stream below one that explains the signs. */
function coverageWish(state: ConsoleState, pane: PaneId): CoverageWish {
  if (!isListPane(pane)) return 'none';
  return state.strip.coverage ? streamsOfKind(state, PANES[pane].kind).length + 1 : 'auto';
}

function stripWish({ pane: front, focus }: ConsoleState, pane: PaneId): StripWish {
  if (pane === front && focus === 'strip') return 'focused';
  return PANES[pane].strip === 'always' ? 'shown' : 'none';
}

/** Whether the list in front and the platforms are known; counts may take longer, and say so where they stand. */
export function answered({ pane, lists, platforms }: ConsoleState): boolean {
  const known = isListPane(pane) ? lists[pane].freshness !== 'none' || lists[pane].failure !== null : true;
  return known && platforms.length > 0;
}

/** Records that fit in the list, below those pinned on top of it. */
export function listHeight(state: ConsoleState, pane = state.pane): number {
  return Math.max(1, listLines(layoutOfState(state, pane)) - bandInFront(state, pane).lines);
}

/** The pinned rows on top of the list of a pane. */
export function bandInFront(state: ConsoleState, pane = state.pane): Band {
  if (!isListPane(pane) || state.own.pins[pane].length === 0) return NO_BAND;
  return bandOf(state.own.pins[pane], state.lists[pane].query, listLines(layoutOfState(state, pane)));
}

/** The pinned row under the cursor; null while the cursor is in the list itself. */
export function pinUnderCursor(state: ConsoleState): Row | null {
  const { onPin } = state.own;
  return onPin === null ? null : (bandInFront(state).rows.find(({ ref }) => ref === onPin) ?? null);
}

/** The state with every cursor in sight, after the room for the lists has changed. */
export function resettled(state: ConsoleState): ConsoleState {
  return LIST_PANE_IDS.reduce(
    (now, id) =>
      withList(now, id, (list) => ({
        ...list,
        place: settled(list.window, list.place, listHeight(state, id)),
      })),
    state,
  );
}

/** Lines of text that fit in the detail. */
export function detailHeight(state: ConsoleState): number {
  return detailLines(layoutOfState(state));
}

/** Cells a line of the detail has: the scroll bar takes two. */
export function detailWidth(state: ConsoleState): number {
  const layout = layoutOfState(state);
  return Math.max(
    10,
    (layout.detail?.width ?? layout.body.width) - (layout.detail?.side === 'beside' ? 4 : 2),
  );
}

/** The record the keys act on: that of the lane, else that of the detail when one is open, else the row under the cursor. */
export function currentRow(state: ConsoleState): Row | null {
  if (state.lane !== null) return rowUnderCursor(state.lane);
  if (state.detail !== null) return state.detail.row;
  if (!isListPane(state.pane)) return null;
  const list = state.lists[state.pane];
  return pinUnderCursor(state) ?? selectedRow(list.window, list.place);
}

/** The figure under the cursor of the statistics. */
export function currentItem(state: ConsoleState): Item | null {
  for (const { items } of state.statistics.sections) {
    const found = items.find((item) => item.key === state.statistics.selected);
    if (found !== undefined) return found;
  }
  return null;
}

/** The layers of keys that hold now, the most particular first. */
export function scopesOf(state: ConsoleState): readonly Scope[] {
  switch (state.overlay?.kind) {
    case 'prompt':
      return ['prompt'];
    case 'help':
      return ['help'];
    case 'confirm':
      return ['confirm'];
    case 'export':
    case 'line':
    case 'sheet':
      return [state.overlay.kind];
    case 'platforms':
      return ['panel'];
    case 'ranges':
      return ['ranges'];
    case 'columns':
      return [state.overlay.typing === null ? 'columns' : 'columnPath'];
    case 'menu':
      return ['menu'];
    case 'pivots':
      return ['pivots'];
    case 'palette':
    case 'views':
    case 'facets':
    case 'sql':
      return [state.overlay.kind];
    case undefined:
      break;
  }
  if (state.lane !== null) return ['lane', 'global'];
  if (state.focus === 'strip') return ['strip', 'global'];
  if (state.focus === 'detail' && state.detail !== null) return ['text', 'global'];
  return state.pane === 'statistics' ? ['figures', 'global'] : ['list', 'global'];
}

/** What a key does now. */
export function bindingOf(state: ConsoleState, key: string): KeyRow | null {
  return resolve(scopesOf(state), key, keysOf(state.keys));
}

/** What stands before the name of a pane: its key, nothing where it has none. */
export function paneKey(rebound: Rebound, pane: PaneId): string {
  const key = keysOf(rebound).find(({ id }) => id === `pane.${pane}`)?.keys[0];
  return key === undefined ? '' : keyLabel(key);
}

/** What acts without the dialog its key belongs to. */
const WITHOUT_DIALOG = /^(?:range\.\d|cause\.mute)$/;

/** Why an action does nothing now; null when it does. */
export function whyNot(state: ConsoleState, row: KeyRow, facts: Facts = factsOf(state)): string | null {
  const said = row.when?.(facts) ?? null;
  if (said !== null) return said;
  const within = (scope: Scope): boolean => scopesOf(state).includes(scope) || holdsBelow(state, scope);
  const holds =
    within(row.scope) ||
    WITHOUT_DIALOG.test(row.id) ||
    KEYS.some(({ id, scope }) => id === row.id && within(scope));
  return holds ? null : `Only ${scopeName(row.scope).replace(/^./, (first) => first.toLowerCase())}`;
}

/** Whether there is what a layer is about, though something else has the keys. */
function holdsBelow({ lane, detail, pane }: ConsoleState, scope: Scope): boolean {
  if (scope === 'global') return true;
  if (lane !== null) return false;
  return scope === 'list'
    ? isListPane(pane)
    : scope === 'text'
      ? detail !== null
      : scope === 'figures' && pane === 'statistics';
}

/** How a text calls the key an action has now. */
export function keyOf({ keys }: Pick<ConsoleState, 'keys'>, id: string, scope?: Scope): string {
  return labelOf(keysOf(keys), id, scope);
}

/** A sentence with the keys in force where it names actions: `{mark.range} ends it`. Of our own words only. */
export function withKeys(state: Pick<ConsoleState, 'keys'>, text: string, scope?: Scope): string {
  return text.replace(/\{([A-Za-z.]+)\}/g, (_, id: string) => keyOf(state, id, scope));
}

function hasCause(state: ConsoleState): boolean {
  const record = currentRow(state)?.record;
  return (
    record !== undefined && (record.kind === 'job' || record.kind === 'alert') && causeOf(record) !== null
  );
}

/** A tree that is shown as its text has nothing to fold. */
function enters({ row, tab, asText }: DetailState): boolean {
  const open = tabOf(row.record, tab);
  return open?.enters === true && !(asText && open.tree === true);
}

/** What somebody has to know whose cache is gone, in one line of a narrow screen. */
export const goneWords = (state: ConsoleState): string =>
  withKeys(state, 'The cache was deleted: no mark or note is kept. {quit} quits; start again');

export function factsOf(state: ConsoleState): Facts {
  const item = currentItem(state);
  const { detail, overlay } = state;
  return {
    key: (id) => keyOf(state, id),
    pane: state.pane,
    hasRecord: currentRow(state) !== null,
    hasCause: hasCause(state),
    detailOpen: state.detail !== null,
    lane: state.lane !== null,
    readOnly: state.readOnly,
    unkept: state.cacheGone ? goneWords(state) : null,
    exporting: state.exporting !== null,
    undoable: state.undo.length > 0,
    marking: isListPane(state.pane) && state.lists[state.pane].marking,
    marked: marksInFront(state).count,
    enters: detail !== null && enters(detail),
    comparing: overlay?.kind === 'sheet' && overlay.content.kind === 'diff',
    prompt: overlay?.kind === 'prompt' ? overlay.purpose : null,
    ...(state.overlay?.kind === 'sql'
      ? { answered: state.overlay.answer.kind === 'ready' && state.overlay.answer.value.rows.length > 0 }
      : {}),
    figure: item === null ? 'No figure under the cursor' : item.opens === null ? item.why : null,
  };
}
