/** A list that comes in pages of Spring Data, page by page into records, newest first whenever its order allows. */
import { ok, type Result } from '../domain/failure.ts';
import type { AnyRecord } from '../domain/record.ts';
import { orderOf } from './paging.ts';
import type { Page, PageAsk } from './port.ts';
import { type MappedRow, mapRow, type RowReader } from './rows.ts';
import { lastPage, nextSpring, type SpringCursor, type SpringPage, springCursor } from './spring-paging.ts';

export interface SpringList {
  /** One page as the platform answers it. */
  readonly read: (cursor: SpringCursor, signal: AbortSignal) => Promise<Result<SpringPage>>;
  /** JSON pointer to a row's id; '' for rows that have none. */
  readonly idPointer: string;
  /** The mapper of one page's rows; a new one a page, so that it may count what it has met. */
  readonly mapper: () => (read: RowReader) => AnyRecord;
  /** The record's times the list may be sorted by, likeliest first. */
  readonly times: readonly string[];
}

interface Got {
  readonly cursor: SpringCursor;
  readonly page: SpringPage;
  readonly rows: readonly MappedRow[];
  readonly times: { readonly order: ReturnType<typeof orderOf>; readonly oldest: number | null };
}

export function springPager(list: SpringList): (ask: PageAsk) => Promise<Result<Page>> {
  async function read(cursor: SpringCursor, signal: AbortSignal): Promise<Result<Got>> {
    const page = await list.read(cursor, signal);
    if (!page.ok) return page;
    const map = list.mapper();
    const rows = page.value.content.map((row) => mapRow(row, list.idPointer, map));
    return ok({ cursor, page: page.value, rows, times: timesOf(list.times, rows) });
  }

  return async (ask) => {
    const first = await read(springCursor(ask.cursor), ask.signal);
    if (!first.ok) return first;
    const begin =
      ask.cursor === null && first.value.times.order === 'oldest' ? lastPage(first.value.page) : null;
    const got = begin === null ? first : await read(begin, ask.signal);
    return got.ok ? ok(toPage(got.value, ask.from)) : got;
  };
}

/** The first time by which the rows are in order tells how the list is sorted. */
function timesOf(times: readonly string[], rows: readonly MappedRow[]): Got['times'] {
  for (const field of times) {
    const instants = rows.map(({ incoming }) => timeAt(incoming?.record, field));
    const order = orderOf(instants);
    const known = instants.filter((at) => at !== null);
    if (order !== 'mixed' && order !== null) return { order, oldest: Math.min(...known) };
  }
  return { order: null, oldest: null };
}

function timeAt(record: AnyRecord | undefined, field: string): number | null {
  const value = record === undefined ? null : (record as unknown as Record<string, unknown>)[field];
  return typeof value === 'number' ? value : null;
}

function toPage({ cursor, page, rows, times }: Got, from: number | null): Page {
  const ordered = times.order === 'oldest' ? rows.toReversed() : rows;
  const next = nextSpring(cursor, page);
  const along = cursor.walk === 'up' ? 'oldest' : 'newest';
  // In a sorted list nothing newer follows a page that reached below `from`.
  const reached = from !== null && times.order === along && times.oldest !== null && times.oldest < from;
  return {
    rows: ordered.map(({ incoming }) => incoming).filter((row) => row !== null),
    rejected: ordered.map(({ rejected }) => rejected).filter((row) => row !== null),
    next: reached ? null : next,
    total: page.total,
  };
}
