/**
 * The reports of CERTInext's API v2 as pages. They count from 1; past the end the last page repeats; `size`
 * answers with the rows of the page rather than with what was asked for, so `totalPages` alone tells the end.
 * Observed by the client at github.com/tod-uma/certinext (tests/fixtures/corpus).
 */
import { type Failure, fail, ok, type Result } from '../../domain/failure.ts';
import { isObject } from '../../domain/json.ts';
import type { Http } from '../http.ts';
import { ifOffered } from '../if-offered.ts';
import { readSpringPage, type SpringCursor, type SpringPage } from '../spring-paging.ts';

export const API = '/api/certinext/v2';
/** The most rows a report gives at once. */
export const PAGE_SIZE = 100;

export interface Report {
  /** Below `/reports`. */
  readonly name: 'orders' | 'ledger';
  /** In a failure's words: `the list of orders`. */
  readonly asked: string;
  /** Whether it may be missing. */
  readonly optional: boolean;
}
export const ORDERS: Report = { name: 'orders', asked: 'the list of orders', optional: false };
export const LEDGER: Report = { name: 'ledger', asked: 'the ledger', optional: true };

export interface ReportAsk {
  readonly report: Report;
  readonly cursor: SpringCursor;
  readonly size?: number;
  readonly signal: AbortSignal;
}

/** Reads one page of a report; the cursor's pages count from 0, as everywhere else in here. */
export type ReadReport = (ask: ReportAsk) => Promise<Result<SpringPage>>;

export function reportReader(platform: string, http: Pick<Http, 'ask'>): ReadReport {
  return async ({ report, cursor, size = PAGE_SIZE, signal }) => {
    const answered = await http.ask({
      path: `${API}/reports/${report.name}`,
      query: { page: cursor.page + 1, size },
      asked: report.asked,
      signal,
    });
    if (!answered.ok) return report.optional ? ifOffered(answered) : answered;
    const page = readReport(answered.value, cursor.page, size);
    return page === null ? fail(noPage(platform, report.asked)) : ok(page);
  };
}

/** A page that is not the one asked for is the last one repeated: it holds nothing beyond the end. */
function readReport(body: unknown, asked: number, size: number): SpringPage | null {
  if (!isObject(body)) return readSpringPage(body);
  const number = typeof body.page === 'number' ? body.page - 1 : null;
  const page = readSpringPage({ ...body, number, size });
  return page === null || number === null || number === asked ? page : { ...page, content: [], last: true };
}

/** An answer that is JSON, but no list. */
export function noPage(platform: string, asked: string): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: ${asked} came as JSON that is no page`,
    cause: 'Expected is an object with content, totalElements and totalPages.',
    next: 'Check that base_url is the address of the API, such as https://us-api.certinext.io.',
    where: platform,
  };
}
