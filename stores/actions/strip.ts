/** The histogram as a scope: a window of time that is moved, made wider, and put into the filter. */
import { boundTerms, withBounds } from '../../src/query/bounds.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { layoutOfState, resettled } from '../derive.ts';
import { PANES } from '../panes.ts';
import type { ConsoleState } from '../state.ts';
import { type Axis, endOf, type Stretch } from '../strip/axis.ts';
import { oldestOf, type StripState, stripAsk } from '../strip/strip.ts';
import { applyQuery, listInFront } from './lists.ts';

/** The window begins as this part of what is shown. */
const PART = 8;

function axisNow({ services }: Console, state: ConsoleState): Axis | null {
  return stripAsk(state, services.longRunningAfter, oldestOf(services.platforms, state.now))?.axis ?? null;
}

/** Gives the histogram the keys, with a window at its end. */
export function openStrip(console: Console): void {
  const before = console.store.getState();
  const focused: ConsoleState = { ...before, focus: 'strip', strip: { ...before.strip, shown: null } };
  const axis = axisNow(console, focused);
  if (layoutOfState(focused).strip === null || axis === null) {
    say(console, 'No room for the histogram: make the terminal higher, or close the detail', 'warning');
    return;
  }
  const window = newestPart(axis);
  console.set((state) =>
    resettled({ ...state, focus: 'strip', strip: { ...state.strip, shown: null, window } }),
  );
}

function newestPart(axis: Axis): Stretch {
  const to = endOf(axis);
  return { from: to - Math.max(1, Math.round(axis.buckets / PART)) * axis.width, to };
}

/** Shows or hides what has been fetched of each stream, in every list. */
export function toggleCoverage(console: Console): void {
  const before = console.store.getState();
  const coverage = !before.strip.coverage;
  const after = resettled({ ...before, strip: { ...before.strip, coverage } });
  if (coverage && layoutOfState(after).coverage === null) {
    say(console, 'No room for the coverage: make the terminal higher, or close the detail', 'warning');
    return;
  }
  console.set((state) => resettled({ ...state, strip: { ...state.strip, coverage } }));
  const pane = listInFront(console);
  if (pane !== null) console.rows[pane].check();
}

export function leaveStrip(console: Console): void {
  console.set((state) =>
    resettled({ ...state, focus: 'list', strip: { ...state.strip, shown: null, window: null } }),
  );
  const pane = listInFront(console);
  if (pane !== null) console.rows[pane].check();
}

function change(console: Console, next: (window: Stretch, axis: Axis) => Partial<StripState>): void {
  const state = console.store.getState();
  const axis = axisNow(console, state);
  const { window } = state.strip;
  if (axis === null || window === null) return;
  // Another query may have taken what is shown away from under the window.
  const inSight = window.from < endOf(axis) && window.to > axis.from;
  const changed = next(inSight ? window : newestPart(axis), axis);
  console.set((now) => ({ ...now, strip: { ...now.strip, ...changed } }));
}

/** Moves the window by buckets, or by its own width; what is shown goes along at its edges. */
export function moveWindow(console: Console, step: 1 | -1, by: 'bucket' | 'window'): void {
  const now = console.services.clock();
  change(console, (window, axis) => {
    const length = window.to - window.from;
    const shown = { from: axis.from, to: endOf(axis) };
    const latest = Math.max(shown.to, (Math.floor(now / axis.width) + 1) * axis.width);
    const wanted = window.from + step * (by === 'window' ? length : axis.width);
    const from = Math.max(0, Math.min(wanted, latest - length));
    const moved = { from, to: from + length };
    if (moved.from >= shown.from && moved.to <= shown.to) return { window: moved };
    const half = Math.ceil(axis.buckets / 2) * axis.width;
    const most = Math.max(half, length);
    const far = moved.from < shown.from ? -most : most;
    const start = Math.max(0, Math.min(shown.from + far, latest - (shown.to - shown.from)));
    return { window: moved, shown: { from: start, to: start + (shown.to - shown.from) } };
  });
}

/** Twice or half as wide round its middle; a window as wide as all that is shown shows more. */
export function scaleWindow(console: Console, factor: 2 | 0.5): void {
  const now = console.services.clock();
  change(console, (window, axis) => {
    const shown = { from: axis.from, to: endOf(axis) };
    const buckets = Math.round((window.to - window.from) / axis.width);
    const length = Math.max(1, Math.round(buckets * factor)) * axis.width;
    const middle = window.from + (window.to - window.from - length) / 2;
    const latest = Math.max(shown.to, (Math.floor(now / axis.width) + 1) * axis.width);
    if (length > shown.to - shown.from) {
      const to = Math.min(latest, shown.to + (shown.to - shown.from));
      const from = Math.max(0, to - 2 * (shown.to - shown.from));
      return { window: { from, to }, shown: { from, to } };
    }
    const snapped = Math.round(middle / axis.width) * axis.width;
    const from = Math.max(shown.from, Math.min(snapped, shown.to - length));
    return { window: { from, to: from + length } };
  });
}

/** The window in place of the filter's time bounds. A window that reaches the present stays open to what comes. */
export function applyWindow(console: Console): void {
  const pane = listInFront(console);
  const { strip, lists } = console.store.getState();
  if (pane === null || strip.window === null) return;
  const { from, to } = strip.window;
  const terms = boundTerms(from, to > console.services.clock() ? null : to);
  leaveStrip(console);
  applyQuery(console, pane, withBounds(lists[pane].query, PANES[pane].kind, terms));
}
