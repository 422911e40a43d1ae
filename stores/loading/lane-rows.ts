/** The rows of the lane: a window of each kind, read on at either end, and read again. */
import type { Row, RowsAnswer, RowsRequest } from '../../src/cache/ask.ts';
import { narrowed } from '../../src/query/print.ts';
import type { Context } from '../context.ts';
import { kept, standing } from '../lane/layout.ts';
import { cursorIndex, laneLinesOf } from '../lane/lines.ts';
import { endingIt } from '../lane/merged.ts';
import { type ByPane, type LaneState, none } from '../lane/state.ts';
import { LIST_PANE_IDS, PANES } from '../panes.ts';
import { EMPTY_WINDOW, extended, type RowWindow, windowOf } from '../window.ts';
import { put, selectionFor } from './into-lane.ts';

const AHEAD_SCREENS = 3;
/** The least that is read at once: most things have no more records, and then everything is known. */
const LEAST_PAGE = 150;
/** Rows of a kind kept in memory. */
const KEPT = 800;

/** How much is read at once. */
export const pageOf = (height: number): number => Math.max(LEAST_PAGE, AHEAD_SCREENS * height);

interface PageAsk {
  readonly at: RowsRequest['at'];
  /** Nothing later than this (UTC ms). */
  readonly upTo: number | null;
  readonly limit: number;
}

/** A page of each kind. */
export async function pages(
  context: Context,
  queries: ByPane<string | null>,
  { at = 'start', upTo, limit }: PageAsk,
  signal: AbortSignal,
): Promise<ByPane<RowWindow>> {
  const found = await Promise.all(
    LIST_PANE_IDS.map(async (pane) => {
      const query = queries[pane];
      if (query === null) return [pane, EMPTY_WINDOW] as const;
      const bound = upTo === null ? '' : `until:${new Date(upTo).toISOString()}`;
      const text = upTo === null ? query : narrowed(query, PANES[pane].kind, bound);
      const answer = await context.services.cache.rows(
        { selection: selectionFor(context, pane, text), limit, at },
        { signal },
      );
      // What is newer than the bound was not asked for.
      return [pane, windowOf(upTo === null ? answer : { ...answer, atStart: false }, null)] as const;
    }),
  );
  return { ...none(EMPTY_WINDOW), ...Object.fromEntries(found) };
}

/** Whether the cursor has come so near an edge that the next page should be read. */
export function needsMore(lane: LaneState, height: number): 'after' | 'before' | null {
  const lines = laneLinesOf(lane);
  const index = cursorIndex(lines, lane.cursor.key);
  if (lines.length - index < 2 * height && endingIt(lane, 'after').length > 0) return 'after';
  return index < height && endingIt(lane, 'before').length > 0 ? 'before' : null;
}

/** Reads the next page of the kinds that end the list there. True when it got longer or knows its end. */
export async function further(context: Context, side: 'after' | 'before', height: number): Promise<boolean> {
  const asked = context.store.getState().lane;
  if (asked === null) return false;
  const answer = await context.requests.ask('lane:more', async (signal) => {
    const found = await Promise.all(
      endingIt(asked, side).map(async (pane) => {
        const edge = side === 'after' ? asked.windows[pane].rows.at(-1) : asked.windows[pane].rows[0];
        const answer = await context.services.cache.rows(
          {
            selection: selectionFor(context, pane, asked.queries[pane] ?? ''),
            limit: pageOf(height),
            // Of a kind that has nothing so old, all there is comes before.
            at:
              edge === undefined
                ? 'end'
                : side === 'after'
                  ? { after: edge.cursor }
                  : { before: edge.cursor },
          },
          { signal },
        );
        return [pane, answer] as const;
      }),
    );
    return found;
  });
  if (answer.kind !== 'value') return false;
  await put(context, asked, (lane) => {
    let { windows } = lane;
    for (const [pane, page] of answer.value)
      windows = { ...windows, [pane]: joined(windows[pane], page, side) };
    return kept(lane, { ...lane, windows }, height);
  });
  return true;
}

function joined(window: RowWindow, page: RowsAnswer, side: 'after' | 'before'): RowWindow {
  return window.rows.length === 0 ? windowOf(page, null) : extended(window, page, side, KEPT);
}

/**
 * The same stretch again, with what came and what changed. The cursor keeps its record and its line; `top`: one
 * that has not left the newest row stays on the newest row.
 */
export async function renew(context: Context, height: number, keep: 'row' | 'top'): Promise<void> {
  const asked = context.store.getState().lane;
  if (asked === null) return;
  const atStart = LIST_PANE_IDS.every((pane) => asked.windows[pane].atStart);
  if (!atStart) return;
  const whole = LIST_PANE_IDS.every((pane) => asked.windows[pane].atEnd);
  const loaded = Math.max(...LIST_PANE_IDS.map((pane) => asked.windows[pane].rows.length));
  // What lies far beyond the cursor is read again when it goes there.
  const most = whole ? loaded : cursorIndex(laneLinesOf(asked), asked.cursor.key) + height;
  const answer = await context.requests.ask('lane:rows', (signal) =>
    pages(
      context,
      asked.queries,
      { at: 'start', upTo: null, limit: Math.min(KEPT, most + pageOf(height)) },
      signal,
    ),
  );
  if (answer.kind !== 'value') return;
  await put(context, asked, (lane) => {
    const next = { ...lane, windows: answer.value };
    const atFirst = cursorIndex(laneLinesOf(lane), lane.cursor.key) === cursorIndex(laneLinesOf(lane), null);
    return keep === 'top' && atFirst ? { ...next, cursor: atTop(next, height) } : kept(lane, next, height);
  });
}

export function atTop(lane: LaneState, height: number): LaneState['cursor'] {
  const lines = laneLinesOf(lane);
  return standing(lines, cursorIndex(lines, null), 0, height);
}

export function atBottom(lane: LaneState, height: number): LaneState['cursor'] {
  const lines = laneLinesOf(lane);
  const last = lines.findLastIndex((line): line is Extract<typeof line, { row: Row }> => 'row' in line);
  return last < 0 ? lane.cursor : standing(lines, last, height - 1, height);
}
