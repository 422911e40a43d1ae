/** The lines of the open detail, made once for a state of it and shared by keys and views. */

import { detailWidth } from '../derive.ts';
import type { ConsoleState, DetailState } from '../state.ts';
import { type DocumentLine, plainOf } from './document.ts';
import { isMuted } from './failure-group.ts';
import { tabOf } from './tabs.ts';

interface Made {
  readonly inputs: readonly unknown[];
  readonly lines: readonly DocumentLine[];
}
let made: Made | null = null;

export function detailLinesOf(state: ConsoleState, longRunningAfter: number): readonly DocumentLine[] {
  const { detail, now, timeMode } = state;
  if (detail === null) return [];
  const width = detailWidth(state);
  const record =
    detail.whole.kind === 'ready' && detail.whole.value !== null
      ? detail.whole.value.record
      : detail.row.record;
  const inputs = [
    record,
    detail.whole,
    detail.related,
    detail.success,
    detail.group,
    state.muted,
    detail.folded,
    detail.tab,
    now,
    timeMode,
    width,
  ];
  if (made !== null && inputs.every((input, index) => made?.inputs[index] === input)) return made.lines;
  const tab = tabOf(record, detail.tab);
  const lines =
    tab?.lines({
      record,
      whole: detail.whole,
      related: detail.related,
      success: detail.success,
      group: detail.group,
      muted: isMuted(state.muted, record),
      folded: new Set(detail.folded),
      now,
      timeMode,
      longRunningAfter,
      width,
    }) ?? [];
  made = { inputs, lines };
  return lines;
}

/** Indices of the lines that contain the text of the search, whatever its case. */
export function foundLines(lines: readonly DocumentLine[], search: string): readonly number[] {
  if (search === '') return [];
  const wanted = search.toLowerCase();
  return lines.flatMap((line, index) => (plainOf(line).toLowerCase().includes(wanted) ? [index] : []));
}

/** The detail with its cursor on a line, scrolled as little as needed. */
export function cursorAt(detail: DetailState, cursor: number, count: number, height: number): DetailState {
  const at = Math.max(0, Math.min(cursor, count - 1));
  const highest = Math.max(0, count - height);
  const top = at < detail.top ? at : at >= detail.top + height ? at - height + 1 : detail.top;
  return { ...detail, cursor: at, top: Math.max(0, Math.min(top, highest)) };
}
