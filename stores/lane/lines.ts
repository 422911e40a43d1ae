/** The lane as lines: records newest first, silence between them, and below the first failure what changed before. */
import type { Row } from '../../src/cache/ask.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import type { Tally } from '../list-state.ts';
import { LIST_PANE_IDS } from '../panes.ts';
import type { Change } from './changes.ts';
import { endingIt, mergedRows, whenOf } from './merged.ts';
import type { LaneState } from './state.ts';

export type LaneLine =
  | {
      readonly kind: 'record';
      readonly key: string;
      readonly row: Row;
      readonly mark: 'first' | 'ended' | null;
    }
  /** Nothing between two instants (UTC ms). */
  | { readonly kind: 'gap'; readonly key: string; readonly from: number; readonly to: number }
  | {
      readonly kind: 'changes';
      readonly key: string;
      readonly lookBack: number;
      readonly count: Tally | null;
      readonly shown: number;
    }
  | { readonly kind: 'change'; readonly key: string; readonly row: Row; readonly change: Change }
  /** The list goes on, and what follows is being read. */
  | { readonly kind: 'more'; readonly key: string }
  /** Nothing older is in the cache. */
  | { readonly kind: 'end'; readonly key: string };

/** Changes told at once; the rest is one key away. */
const MOST_CHANGES = 12;
/** Silence is worth a line from here on, and where it is unlike the rest. */
const LEAST_GAP = HOUR / 2;
const UNLIKE = 4;
/** Days without a word are told whatever is usual. */
const ALWAYS = 2 * DAY;

interface Made {
  readonly inputs: readonly unknown[];
  readonly lines: readonly LaneLine[];
}
let made: Made | null = null;

/** Made once for a state of the lane; moving in it makes nothing anew. */
export function laneLinesOf(lane: LaneState): readonly LaneLine[] {
  const { windows, upTo, trouble, anchor, changes, lookBack } = lane;
  const inputs = [windows, upTo, trouble, anchor, changes, lookBack];
  if (made !== null && inputs.every((input, index) => made?.inputs[index] === input)) return made.lines;
  const lines = linesOf(lane);
  made = { inputs, lines };
  return lines;
}

function linesOf({ windows, upTo, trouble, anchor, changes, lookBack }: LaneState): readonly LaneLine[] {
  const rows = mergedRows({ windows, upTo });
  const gap = gapOf(rows);
  const before = (anchor ?? trouble?.first)?.ref;
  const lines: LaneLine[] = [];
  if (rows.length > 0 && endingIt({ windows, upTo }, 'before').length > 0)
    lines.push({ kind: 'more', key: 'newer' });
  for (const [index, row] of rows.entries()) {
    const mark = row.ref === trouble?.first.ref ? 'first' : row.ref === trouble?.ended?.ref ? 'ended' : null;
    lines.push({ kind: 'record', key: row.ref, row, mark });
    if (row.ref === before) {
      const told = changes?.before.ref === before ? changes : null;
      const list = told?.list.slice(0, MOST_CHANGES) ?? [];
      lines.push({
        kind: 'changes',
        key: 'changes',
        lookBack,
        count: told?.count ?? null,
        shown: list.length,
      });
      for (const change of list) {
        lines.push({ kind: 'change', key: `change ${change.row.ref}`, row: change.row, change });
      }
    }
    const next = rows[index + 1];
    const ms = next === undefined ? 0 : whenOf(row) - whenOf(next);
    if (next !== undefined && ms >= gap && Number.isFinite(ms)) {
      lines.push({ kind: 'gap', key: `gap ${row.ref}`, from: whenOf(next), to: whenOf(row) });
    }
  }
  const open = LIST_PANE_IDS.some((pane) => !windows[pane].atEnd);
  if (open) lines.push({ kind: 'more', key: 'older' });
  else if (rows.length > 0) lines.push({ kind: 'end', key: 'end' });
  return lines;
}

/** How long a silence must be to be told: longer than is usual here. */
function gapOf(rows: readonly Row[]): number {
  const gaps = rows.slice(1).map((row, index) => whenOf(rows[index] as Row) - whenOf(row));
  const usual = gaps.filter((ms) => ms > MINUTE).sort((a, b) => a - b);
  const median = usual[Math.floor(usual.length / 2)] ?? 0;
  // Of a few gaps each is told: there is nothing usual about them.
  return usual.length <= 8 ? LEAST_GAP : Math.max(LEAST_GAP, Math.min(ALWAYS, UNLIKE * median));
}

/** Whether the cursor can stand on a line. */
export const isRow = (line: LaneLine): line is Extract<LaneLine, { readonly row: Row }> =>
  line.kind === 'record' || line.kind === 'change';

/** Index of the line under the cursor; the nearest it can stand on where that is gone; -1 when there is none. */
export function cursorIndex(lines: readonly LaneLine[], key: string | null): number {
  const at = lines.findIndex((line) => line.key === key);
  return at >= 0 ? at : lines.findIndex(isRow);
}

export function rowUnderCursor(lane: LaneState): Row | null {
  const lines = laneLinesOf(lane);
  const line = lines[cursorIndex(lines, lane.cursor.key)];
  return line !== undefined && isRow(line) ? line.row : null;
}
