/** The mouse: a click goes where it points, a second one opens, the wheel scrolls what is under it. */
import type { Ref } from '../../src/domain/record.ts';
import type { Console } from '../console.ts';
import { message } from '../context.ts';
import { bindingOf, keyOf } from '../derive.ts';
import { withOwn } from '../own.ts';
import type { ListPaneId, PaneId } from '../panes.ts';
import { paged } from '../window.ts';
import * as details from './details.ts';
import * as figures from './figures.ts';
import * as lane from './lane.ts';
import * as lists from './lists.ts';

/** What lies under the pointer. */
export type Target =
  | { readonly kind: 'pane'; readonly pane: PaneId }
  | { readonly kind: 'list'; readonly pane: ListPaneId; readonly ref: Ref | null }
  /** A row pinned on top of the list. */
  | { readonly kind: 'pinned'; readonly pane: ListPaneId; readonly ref: Ref | null }
  | { readonly kind: 'text'; readonly line: number | null }
  | { readonly kind: 'figures'; readonly key: string | null }
  /** A row of the lane by its key; null where there is none. */
  | { readonly kind: 'lane'; readonly key: string | null }
  | { readonly kind: 'overlay' };

/** Lines a notch of the wheel moves. */
const NOTCH = 3;

export function toggleMouse(console: Console): void {
  console.set((state) => ({
    ...state,
    mouse: !state.mouse,
    message: message(
      state.mouse
        ? 'Mouse off: the terminal selects text again'
        : `Mouse on: click selects and opens, the wheel scrolls; ${keyOf(state, 'mouse.toggle')} turns it off`,
      'info',
      console.services.clock(),
    ),
  }));
}

export function point(console: Console, button: 'left' | 'up' | 'down', target: Target | null): void {
  if (target === null || !console.store.getState().mouse) return;
  if (button === 'left') click(console, target);
  else turn(console, target, button === 'down' ? 1 : -1);
}

function click(console: Console, target: Target): void {
  const state = console.store.getState();
  switch (target.kind) {
    case 'pane':
      console.goTo(target.pane);
      return;
    case 'list': {
      const { pane, ref } = target;
      const isSecond =
        ref !== null &&
        ref === state.lists[pane].place.selected &&
        state.own.onPin === null &&
        state.focus === 'list';
      console.set((now) => ({ ...now, focus: 'list' }));
      if (isSecond) details.openSelected(console);
      else if (ref !== null) {
        lists.goToRef(console, pane, ref);
        details.followCursor(console);
      }
      return;
    }
    case 'pinned': {
      const { ref } = target;
      const isSecond = ref !== null && ref === state.own.onPin && state.focus === 'list';
      console.set((now) => ({ ...now, focus: 'list' }));
      if (isSecond) details.openSelected(console);
      else if (ref !== null) {
        console.set((now) => withOwn(now, { onPin: ref }));
        details.followCursor(console);
      }
      return;
    }
    case 'text': {
      const { line } = target;
      console.set((now) => (now.detail === null ? now : { ...now, focus: 'detail' }));
      const { detail } = console.store.getState();
      if (line !== null && detail !== null) details.stepText(console, { lines: line - detail.cursor });
      return;
    }
    case 'figures':
      if (target.key === null) return;
      if (target.key === state.statistics.selected) figures.openFigure(console);
      else figures.selectFigure(console, target.key);
      return;
    case 'lane':
      if (target.key === null) return;
      if (target.key === state.lane?.cursor.key) lane.enterLane(console);
      else lane.standOn(console, target.key);
      return;
    case 'overlay':
      return;
  }
}

function turn(console: Console, target: Target, step: 1 | -1): void {
  switch (target.kind) {
    case 'list':
    case 'pinned':
      lists.stepList(console, (window, place, height) => paged(window, place, step * NOTCH, height));
      details.followCursor(console);
      return;
    case 'text':
      details.stepText(console, { lines: step * NOTCH });
      return;
    case 'figures':
      figures.stepFigure(console, step);
      return;
    case 'lane':
      void lane.stepLane(console, { rows: step * NOTCH });
      return;
    case 'overlay':
      turnOverlay(console, step);
      return;
    case 'pane':
      return;
  }
}

/** What an overlay has the arrows for is what the wheel does there. */
function turnOverlay(console: Console, step: 1 | -1): void {
  const found = bindingOf(console.store.getState(), step === 1 ? 'Down' : 'Up');
  if (found !== null) void console.run(found);
}
