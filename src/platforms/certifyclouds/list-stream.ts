/** One list of CertifyClouds, page by page with `limit` and `offset`, newest first as far as it comes so. */
import { type Failure, fail, ok, type Result } from '../../domain/failure.ts';
import type { AnyRecord } from '../../domain/record.ts';
import { DAY, utcDate } from '../../domain/time.ts';
import type { Http } from '../http.ts';
import { ifOffered } from '../if-offered.ts';
import { nextOffset, offsetCursor } from '../offset-paging.ts';
import { endsBefore, type Mark } from '../paging.ts';
import type { Page, PageAsk } from '../port.ts';
import { type MappedRow, mapRow, type RowReader } from '../rows.ts';
import { type Listing, readListing } from './envelope.ts';

/** The documentation's own example; neither default nor largest are published. */
export const LIMIT = 100;

export interface List {
  readonly path: string;
  /** In a failure's words: `the audit log`. */
  readonly asked: string;
  readonly ifMissing?: string;
  /** Whether a licence or a role may be without it. */
  readonly optional: boolean;
  /** Whether it takes `start_date` and `end_date`. */
  readonly dated: boolean;
  /** JSON pointer of its ids, for rows that are set aside. */
  readonly id: string;
  readonly map: (read: RowReader) => AnyRecord;
  /** The instant it is likely sorted by. */
  readonly at: (record: AnyRecord) => number | null;
}

export function pager(platform: string, ask: Http['ask'], list: List) {
  return async (page: PageAsk): Promise<Result<Page>> => {
    const cursor = offsetCursor(page.cursor);
    const { offset } = cursor;
    const query = { limit: LIMIT, offset, ...(list.dated ? datesOf(page) : {}) };
    const got = await readList(platform, ask, list, query, page.signal);
    if (!got.ok) return got;
    const { rows, total } = got.value;
    if (rows.length === 0 && total !== null && total > offset) {
      return fail(noList(platform, list, `It says there are ${total}, but gave none from ${offset} on.`));
    }
    const mapped = rows.map((row) => mapRow(row, list.id, list.map));
    const marks = mapped.map((row) => markOf(row, list));
    const step = nextOffset(cursor, marks, total);
    const fresh = mapped.slice(step.freshFrom);
    return ok({
      rows: fresh.map(({ incoming }) => incoming).filter((row) => row !== null),
      rejected: fresh.map(({ rejected }) => rejected).filter((row) => row !== null),
      next: list.dated && endsBefore(marks, page.from) ? null : step.next,
      total,
    });
  };
}

/** Whether dates include their day, and in which zone, is not published: a day is added on both sides. */
function datesOf({ from, to }: PageAsk) {
  return {
    start_date: from === null ? null : utcDate(Math.max(0, from - DAY)),
    end_date: to === null ? null : utcDate(to + DAY),
  };
}

function markOf({ incoming, rejected }: MappedRow, list: List): Mark {
  if (incoming === null) return { id: rejected?.key ?? null, at: null };
  return { id: incoming.record.id, at: list.at(incoming.record) };
}

/** One page as it comes. */
export async function readList(
  platform: string,
  ask: Http['ask'],
  list: Pick<List, 'path' | 'asked' | 'ifMissing' | 'optional'>,
  query: Readonly<Record<string, string | number | null>>,
  signal: AbortSignal,
): Promise<Result<Listing>> {
  const { path, asked, ifMissing, optional } = list;
  const answered = await ask({
    path,
    query,
    signal,
    asked,
    ...(ifMissing === undefined ? {} : { ifMissing }),
  });
  if (!answered.ok) return optional ? ifOffered(answered) : answered;
  const listing = readListing(answered.value);
  return listing === null
    ? fail(noList(platform, list, 'It answered with JSON that has no list.'))
    : ok(listing);
}

function noList(platform: string, { asked }: Pick<List, 'asked'>, cause: string): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: ${asked} was not answered as documented`,
    cause,
    next: 'Check that base_url and api_prefix are those of a CertifyClouds, and what stands between.',
    where: platform,
  };
}
