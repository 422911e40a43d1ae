/** Lists that narrow as one types: palette, views. The cursor moves and Enter runs what it is on. */
import { parseRef } from '../../src/domain/record.ts';
import { quoteText } from '../../src/query/print.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { foundFacetLines } from '../finding/facets.ts';
import { paletteEntries } from '../finding/palette.ts';
import { editLine, insert, lineOf } from '../line-editor.ts';
import type { Overlay } from '../overlay.ts';
import { LIST_PANE_IDS, PANES } from '../panes.ts';
import { openDetail } from './details.ts';
import { openNamed } from './opening-lanes.ts';
import { foundViews, openView } from './saved-views.ts';
import { jumpTo } from './views.ts';

type Searched = Extract<Overlay, { kind: 'palette' | 'views' | 'facets' }>;

export const isSearched = (overlay: Overlay | null): overlay is Searched =>
  overlay !== null && (overlay.kind === 'palette' || overlay.kind === 'views' || overlay.kind === 'facets');

export function openPalette(console: Console): void {
  console.set((state) => ({ ...state, overlay: { kind: 'palette', line: lineOf(''), cursor: 0 } }));
}

/** How many lines the open list has. */
function countOf(console: Console, overlay: Searched): number {
  const state = console.store.getState();
  const typed = overlay.line.text;
  switch (overlay.kind) {
    case 'palette':
      return paletteEntries(state, typed).length;
    case 'views':
      return foundViews(state, typed).length;
    case 'facets':
      return foundFacetLines(state, overlay).length;
  }
}

function change(console: Console, next: (overlay: Searched) => Searched): void {
  console.set((state) => (isSearched(state.overlay) ? { ...state, overlay: next(state.overlay) } : state));
}

export function movePicker(console: Console, step: number): void {
  const { overlay } = console.store.getState();
  if (!isSearched(overlay)) return;
  const last = Math.max(0, countOf(console, overlay) - 1);
  change(console, (now) => ({ ...now, cursor: Math.max(0, Math.min(last, now.cursor + step)) }));
}

/** A key that is bound to nothing there edits what is sought. */
export function typePicker(console: Console, key: string, text: string | null): void {
  change(console, (now) => {
    const line = editLine(now.line, key) ?? (text === null ? null : insert(now.line, text));
    return line === null ? now : { ...now, line, cursor: 0 };
  });
}

/** Closes the list and does what the line under the cursor says. */
export async function runPicked(console: Console): Promise<void> {
  const state = console.store.getState();
  const { overlay } = state;
  if (!isSearched(overlay)) return;
  console.requests.cancel('views:count');
  if (overlay.kind === 'views') {
    const view = foundViews(state, overlay.line.text)[overlay.cursor];
    if (view === undefined) return;
    console.set((now) => ({ ...now, overlay: null }));
    openView(console, view);
    return;
  }
  if (overlay.kind !== 'palette') return;
  const entry = paletteEntries(state, overlay.line.text)[overlay.cursor];
  if (entry === undefined) return;
  console.set((now) => ({ ...now, overlay: null }));
  switch (entry.kind) {
    case 'action':
      await console.run(entry.binding);
      return;
    case 'view':
      openView(console, entry.view);
      return;
    case 'lane':
      openNamed(console, entry.name);
      return;
    case 'search':
      jumpTo(console, entry.pane, quoteText(entry.text));
      return;
    case 'record':
      await openRef(console, entry.ref);
      return;
    default:
      entry satisfies never;
  }
}

/** Opens the record of a reference over its own pane. */
export async function openRef(console: Console, ref: string): Promise<void> {
  const kind = parseRef(ref)?.kind;
  const pane = LIST_PANE_IDS.find((id) => PANES[id].kind === kind);
  if (pane === undefined || kind === undefined) {
    say(console, 'Only alerts, jobs and audit entries can be opened', 'warning');
    return;
  }
  const { cache, clock, longRunningAfter } = console.services;
  const query = `ref=${quoteText(ref)}`;
  const selection = { kind, query, now: clock(), longRunningAfter };
  const answer = await console.requests.ask('open:ref', (signal) =>
    cache.rows({ selection, limit: 1 }, { signal }),
  );
  if (answer.kind === 'late') return;
  const row = answer.kind === 'value' ? answer.value.rows[0] : undefined;
  if (row === undefined) {
    say(
      console,
      answer.kind === 'failed' ? answer.failure.what : `No record ${ref} is in the cache`,
      'warning',
    );
    return;
  }
  jumpTo(console, pane, query);
  openDetail(console, row);
}
