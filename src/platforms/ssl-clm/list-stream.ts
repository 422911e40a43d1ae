/** One list of an SSL CLM, page by page, newest first whenever its order allows. */
import { type Failure, fail, ok, type Result } from '../../domain/failure.ts';
import type { AnyRecord } from '../../domain/record.ts';
import type { Http } from '../http.ts';
import { orderOf } from '../paging.ts';
import type { Page, PageAsk } from '../port.ts';
import { type MappedRow, mapRow } from '../rows.ts';
import {
  lastPage,
  nextSpring,
  readSpringPage,
  type SpringCursor,
  type SpringPage,
  springCursor,
} from '../spring-paging.ts';
import type { ListName, Profile } from './profile.ts';
import { mapperOf } from './records.ts';

/** Small enough that a poll, which mostly needs one page, stays cheap; large enough for a first sync. */
const SIZE = 200;

/** The times a list may be sorted by, likeliest first. */
const TIMES: Readonly<Record<ListName, readonly string[]>> = {
  alerts: ['createdAt'],
  jobs: ['scheduledAt', 'startedAt', 'completedAt'],
  audit: ['timestamp'],
};

export interface List {
  readonly name: ListName;
  /** In a failure's words: `the audit log`. */
  readonly asked: string;
}

export function pager(platform: string, http: Http, profile: Profile, list: List) {
  const map = mapperOf(platform, list.name, profile);
  const idPointer = profile.pointer(list.name, 'id');

  async function read(cursor: SpringCursor, signal: AbortSignal): Promise<Result<Read>> {
    const { method, path } = profile.endpoint(list.name);
    const answered = await http.ask({
      method,
      path,
      query: { page: cursor.page, size: SIZE },
      signal,
      asked: list.asked,
      ifMissing: `Set paths.${list.name} to where this deployment answers with ${list.asked}.`,
    });
    if (!answered.ok) return answered;
    const page = readSpringPage(answered.value);
    if (page === null) return fail(noPage(platform, list));
    const rows = page.content.map((row) => mapRow(row, idPointer, map));
    return ok({ cursor, page, rows, times: timesOf(list.name, rows) });
  }

  return async (ask: PageAsk): Promise<Result<Page>> => {
    const first = await read(springCursor(ask.cursor), ask.signal);
    if (!first.ok) return first;
    const begin =
      ask.cursor === null && first.value.times.order === 'oldest' ? lastPage(first.value.page) : null;
    const got = begin === null ? first : await read(begin, ask.signal);
    return got.ok ? ok(toPage(got.value, ask.from)) : got;
  };
}

interface Read {
  readonly cursor: SpringCursor;
  readonly page: SpringPage;
  readonly rows: readonly MappedRow[];
  readonly times: { readonly order: ReturnType<typeof orderOf>; readonly oldest: number | null };
}

/** The first time by which the rows are in order tells how the list is sorted. */
function timesOf(list: ListName, rows: readonly MappedRow[]): Read['times'] {
  for (const field of TIMES[list]) {
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

function toPage({ cursor, page, rows, times }: Read, from: number | null): Page {
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
    mentions: [],
  };
}

function noPage(platform: string, { name, asked }: List): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: ${asked} came as JSON that is no page`,
    cause: 'Expected is a page of Spring Data (content, totalElements, totalPages) or a plain list.',
    next: `Check paths.${name}.`,
    where: platform,
  };
}

/** One row proves address and token; gives how many alerts there are. */
export async function probeAlerts(
  http: Http,
  profile: Profile,
  platform: string,
  signal: AbortSignal,
): Promise<Result<string>> {
  const { method, path } = profile.endpoint('alerts');
  const list: List = { name: 'alerts', asked: 'the list of alerts' };
  const ifMissing = 'Set paths.alerts to where this deployment answers with its alerts.';
  const answered = await http.ask({
    method,
    path,
    query: { page: 0, size: 1 },
    signal,
    asked: list.asked,
    ifMissing,
  });
  if (!answered.ok) return answered;
  const page = readSpringPage(answered.value);
  if (page === null) return fail(noPage(platform, list));
  return ok(`SSL CLM answered: it holds ${page.total ?? 'an unknown number of'} alerts.`);
}
