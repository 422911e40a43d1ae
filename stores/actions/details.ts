/** Opening a record and moving in its text. */
import type { Row } from '../../src/cache/ask.ts';
import type { Ref } from '../../src/domain/record.ts';
import { parseRef } from '../../src/domain/record.ts';
import { narrowed } from '../../src/query/print.ts';
import type { Console } from '../console.ts';
import { message, say } from '../context.ts';
import { currentRow, detailHeight, withKeys } from '../derive.ts';
import type { DocumentLine } from '../detail/document.ts';
import { countLines, cursorAt, findLine } from '../detail/lines.ts';
import { FRESH_READING } from '../detail/reading.ts';
import { firstTab, tabsOf } from '../detail/tabs.ts';
import type { DetailMode } from '../layout.ts';
import { loadDetail, loadTab } from '../loading/detail.ts';
import { shownSelection } from '../loading/rows.ts';
import { LIST_PANE_IDS, type ListPaneId, PANES } from '../panes.ts';
import type { DetailState } from '../state.ts';
import { withJump } from '../views.ts';
import { fold } from './folding.ts';
import { goToRef } from './lists.ts';
import { changeDetail, linesOf } from './open-detail.ts';

export function openDetail(console: Console, row: Row, mode: DetailMode = 'split'): void {
  const detail: DetailState = {
    ref: row.ref,
    row,
    tab: firstTab(row.record),
    whole: { kind: 'loading' },
    related: { kind: 'loading' },
    success: { kind: 'loading' },
    group: { kind: 'loading' },
    top: 0,
    cursor: 0,
    search: '',
    followed: false,
    ...FRESH_READING,
  };
  console.set((state) => ({
    ...state,
    detail,
    detailMode: state.detail === null ? mode : state.detailMode,
    focus: 'detail',
  }));
  loadDetail(console);
}

export function openSelected(console: Console): void {
  const state = console.store.getState();
  if (state.detail !== null && state.focus === 'list') {
    const row = selectedInList(console);
    if (row !== null && row.ref !== state.detail.ref) {
      openDetail(console, row);
      return;
    }
    console.set((now) => ({ ...now, focus: 'detail' }));
    return;
  }
  const row = currentRow(state);
  if (row !== null) openDetail(console, row);
}

/** The row under the list's cursor, whatever the detail shows. */
export function selectedInList(console: Console): Row | null {
  const state = console.store.getState();
  return currentRow({ ...state, detail: null });
}

/** Shows the record under the list's cursor in the detail that is open. */
export function followCursor(console: Console): void {
  const { detail, focus } = console.store.getState();
  const row = selectedInList(console);
  if (detail === null || row === null || row.ref === detail.ref) return;
  const { tab } = detail;
  openDetail(console, row);
  console.set((state) => (state.detail === null ? state : { ...state, focus }));
  // The tab stays while going through records, where the next one has it.
  if (tabsOf(row.record).some(({ id }) => id === tab)) setTab(console, tab);
}

export function closeDetail(console: Console): void {
  for (const key of ['detail', 'related', 'success', 'follow']) console.requests.cancel(key);
  console.set((state) => ({ ...state, detail: null, detailMode: 'closed', focus: 'list' }));
}

export function setTab(console: Console, tab: string): void {
  changeDetail(console, (detail) =>
    detail.tab === tab ? detail : { ...detail, tab, top: 0, left: 0, cursor: 0, search: '' },
  );
  loadTab(console);
}

export function stepTab(console: Console, step: 1 | -1): void {
  const { detail } = console.store.getState();
  if (detail === null) return;
  const tabs = tabsOf(detail.row.record);
  const at = tabs.findIndex(({ id }) => id === detail.tab);
  const next = tabs[(at + step + tabs.length) % tabs.length];
  if (next !== undefined) setTab(console, next.id);
}

/** Moves the cursor of the text by a count of lines or of pages. */
export function stepText(
  console: Console,
  delta: { readonly lines?: number; readonly pages?: number },
): void {
  changeDetail(console, (detail, state) => {
    const height = detailHeight(state);
    const by = (delta.lines ?? 0) + Math.round((delta.pages ?? 0) * height);
    return cursorAt(detail, detail.cursor + by, linesOf(console, state).length, height);
  });
}

export function jumpText(console: Console, to: 'start' | 'end'): void {
  stepText(console, { lines: to === 'start' ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER });
}

/** Goes to the next line the search finds, round the end. */
export function nextMatch(console: Console, step: 1 | -1, search?: string): void {
  const { clock } = console.services;
  console.set((state) => {
    if (state.detail === null) return state;
    const detail = search === undefined ? state.detail : { ...state.detail, search };
    const lines = linesOf(console, state);
    const from = search === undefined ? detail.cursor + step : detail.cursor;
    const next = findLine(lines, detail.search, from, step);
    if (next < 0) {
      const text =
        detail.search === ''
          ? withKeys(state, 'Nothing searched yet: {search.open} searches')
          : `Not found: ${detail.search}`;
      return { ...state, detail, message: message(text, 'warning', clock()) };
    }
    const found = { ...state, detail: cursorAt(detail, next, lines.length, detailHeight(state)) };
    if (search === undefined) return found;
    const count = countLines(lines, search);
    const keys = withKeys(state, '{search.next} next, {search.previous} previous');
    const text =
      count === 1
        ? 'The only line that matches'
        : `${count === null ? 'Found' : `${count} lines match`}: ${keys}`;
    return { ...found, message: message(text, 'info', clock()) };
  });
}

export function lineUnderCursor(console: Console): DocumentLine | null {
  const state = console.store.getState();
  // A detail under the lane is not what anybody looks at.
  return state.detail === null || state.lane !== null
    ? null
    : (linesOf(console, state).at(state.detail.cursor) ?? null);
}

/** Enter in the text: follows a record, folds or unfolds a node. */
export function enterLine(console: Console): Promise<void> | undefined {
  const line = lineUnderCursor(console);
  if (line?.opens !== undefined) {
    goToRecord(console, line.opens);
    return undefined;
  }
  const isValue = line?.node?.folded === null && line.node.secret === null;
  if (isValue && NAMES_ONE.test(line?.value ?? '')) return followId(console, line?.value ?? '');
  fold(console, 'toggle');
  return undefined;
}

/** What may be the id of a record, or a reference to one. */
const NAMES_ONE = /^[^\s"\\]{1,300}$/;

/** To the record of an id, or says that there is none. */
async function followId(console: Console, id: string): Promise<void> {
  const { cache, clock, longRunningAfter } = console.services;
  const own = console.store.getState().detail?.ref;
  const term = JSON.stringify(id);
  const answer = await console.requests.ask('follow', async (signal) => {
    const pages = await Promise.all(
      LIST_PANE_IDS.map((pane) => {
        const selection = {
          kind: PANES[pane].kind,
          query: `id=${term} OR ref=${term}`,
          now: clock(),
          longRunningAfter,
        };
        return cache.rows({ selection, limit: 2 }, { signal });
      }),
    );
    return pages.flatMap(({ rows }) => rows).find(({ ref }) => ref !== own) ?? null;
  });
  if (answer.kind === 'late' || console.store.getState().detail?.ref !== own) return;
  if (answer.kind === 'value' && answer.value !== null) goToRecord(console, answer.value);
  else say(console, 'No other record has this id; * asks what else names it');
}

/** Closes the lane and whatever it is asking. */
export function leaveLane(console: Console): void {
  console.lane.close();
  console.set((state) => (state.lane === null ? state : { ...state, lane: null }));
}

/** Opens a record in its own pane, as a step that can be taken back. */
export function goToRecord(console: Console, row: Row): void {
  const kind = parseRef(row.ref)?.kind;
  const pane = LIST_PANE_IDS.find((id) => PANES[id].kind === kind);
  const { pane: before, detailMode } = console.store.getState();
  console.set(withJump);
  leaveLane(console);
  if (pane !== undefined && pane !== before) console.goTo(pane);
  openDetail(console, row, detailMode === 'closed' ? 'split' : detailMode);
  changeDetail(console, (detail) => ({ ...detail, followed: true }));
  if (pane !== undefined) void standOn(console, pane, row.ref);
}

/** Puts the cursor of the list on the record; where the filter hides it, the record takes the whole screen. */
async function standOn(console: Console, pane: ListPaneId, ref: Ref): Promise<void> {
  const selection = shownSelection(console, pane, console.store.getState().lists[pane]);
  const query = narrowed(selection.query, selection.kind, `ref=${JSON.stringify(ref)}`);
  const answer = await console.requests.ask('follow', (signal) =>
    console.services.cache.count({ ...selection, query }, { signal }),
  );
  const { detail, pane: front } = console.store.getState();
  if (answer.kind === 'late' || detail?.ref !== ref || front !== pane) return;
  if (answer.kind === 'value' && answer.value.matched > 0) goToRef(console, pane, ref);
  else console.set((state) => ({ ...state, detailMode: 'full' }));
}

/** Hidden, split, full: one step bigger or smaller. */
export function resizeDetail(console: Console, step: 1 | -1): void {
  const { detail, detailMode } = console.store.getState();
  if (detail === null) {
    const row = currentRow(console.store.getState());
    if (step === 1 && row !== null) openDetail(console, row);
    return;
  }
  if (step === -1 && detailMode === 'split') {
    closeDetail(console);
    return;
  }
  console.set((state) => ({ ...state, detailMode: step === 1 ? 'full' : 'split' }));
}
