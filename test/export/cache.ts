import type { CacheReader } from '../../src/cache/port.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import { type AnyRecord, refOf } from '../../src/domain/record.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { predicate } from '../../src/query/predicate.ts';

/** Records in memory behind the reading half of the cache's port: newest first, then id. */
export function cacheOf(
  records: readonly AnyRecord[],
  onPage: (page: number) => void = () => {},
): Pick<CacheReader, 'rows' | 'count'> {
  const select = ({ kind, query, now, longRunningAfter }: Parameters<CacheReader['count']>[0]) => {
    const { tree } = parseQuery(query, kind, { now, longRunningAfter });
    if (tree === null) throw new Error(query);
    const test = predicate(tree, { now, longRunningAfter });
    return records
      .filter((record) => record.kind === kind && test(record))
      .sort((a, b) => (timeOf(b) ?? 0) - (timeOf(a) ?? 0) || (a.id < b.id ? -1 : 1));
  };
  let pages = 0;
  return {
    async rows({ selection, limit, at }, asking) {
      onPage(pages++);
      if (asking?.signal?.aborted) {
        throw new FailureError({ code: 'CANCELLED', what: 'cancelled', next: '' });
      }
      const all = select(selection);
      const start = typeof at === 'object' && 'after' in at ? Number(at.after) + 1 : 0;
      const rows = all
        .slice(start, start + limit)
        .map((record, index) => ({ ref: refOf(record), record, cursor: start + index }));
      return { rows, atStart: start === 0, atEnd: start + rows.length >= all.length };
    },
    async count(selection) {
      return { matched: select(selection).length, exact: true };
    },
  };
}
