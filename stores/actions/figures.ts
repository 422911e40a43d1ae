/** Moving between figures and opening the records behind them. */
import type { Console } from '../console.ts';
import { currentItem } from '../derive.ts';
import type { ConsoleState } from '../state.ts';
import { linesInSight, topOfGroup, topShowing } from '../statistics/sight.ts';
import { jumpTo } from './views.ts';

/** The selected item, moved among the items, with the view scrolled to it. */
function withSelected(
  state: ConsoleState,
  pick: (keys: readonly string[], at: number) => number,
): ConsoleState {
  const { statistics } = state;
  const keys = statistics.sections.flatMap(({ items }) => items.map((item) => item.key));
  const at = Math.max(0, keys.indexOf(statistics.selected ?? ''));
  const selected = keys[Math.max(0, Math.min(keys.length - 1, pick(keys, at)))] ?? null;
  return { ...state, statistics: { ...statistics, selected, top: topShowing(state, selected) } };
}

export function stepFigure(console: Console, by: number): void {
  console.set((state) => withSelected(state, (_, at) => at + by));
}

/** Puts the cursor on a figure. */
export function selectFigure(console: Console, key: string): void {
  console.set((state) => withSelected(state, (keys, at) => (keys.includes(key) ? keys.indexOf(key) : at)));
}

export function pageFigures(console: Console, pages: number): void {
  console.set((state) => withSelected(state, (_, at) => at + Math.round(pages * linesInSight(state))));
}

export function jumpFigure(console: Console, to: 'start' | 'end'): void {
  console.set((state) => withSelected(state, (keys) => (to === 'start' ? 0 : keys.length - 1)));
}

/** The first item of the next or previous section that has any. */
export function stepGroup(console: Console, step: 1 | -1): void {
  console.set((state) => {
    const groups = state.statistics.sections.filter(({ items }) => items.length > 0);
    const at = groups.findIndex(({ items }) => items.some((item) => item.key === state.statistics.selected));
    const first = groups[(at + step + groups.length) % Math.max(1, groups.length)]?.items[0]?.key;
    if (first === undefined) return state;
    const next = withSelected(state, (keys) => keys.indexOf(first));
    return { ...next, statistics: { ...next.statistics, top: topOfGroup(state, first) } };
  });
}

/** Goes to the pane with the records behind the figure. */
export function openFigure(console: Console): void {
  const opens = currentItem(console.store.getState())?.opens;
  if (opens === null || opens === undefined) return;
  jumpTo(console, opens.pane, opens.query);
}
