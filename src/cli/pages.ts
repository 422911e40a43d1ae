import type { Cursor, Row, RowsRequest } from '../cache/ask.ts';
import type { CacheReader } from '../cache/port.ts';

/** Rows asked of the cache at a time: enough to be quick, few enough to hold. */
export const PAGE = 500;

/** The rows of a request page by page, so that no result, however large, is ever held whole. */
export async function* pagesOf(
  cache: Pick<CacheReader, 'rows'>,
  request: Omit<RowsRequest, 'limit' | 'at'>,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  let left = limit;
  let after: Cursor | undefined;
  while (left > 0) {
    const at = after === undefined ? {} : { at: { after } };
    const answer = await cache.rows({ ...request, ...at, limit: Math.min(PAGE, left) }, { signal });
    if (answer.rows.length > 0) yield answer.rows;
    left -= answer.rows.length;
    after = answer.rows.at(-1)?.cursor;
    if (answer.atEnd || after === undefined) return;
  }
}
