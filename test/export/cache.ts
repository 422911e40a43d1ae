import type { Asking, Figure, Selection } from '../../src/cache/ask.ts';
import type { ScanAsk, ScanReader } from '../../src/cache/scan.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { asValue } from '../../src/domain/json.ts';
import { timeOf, valueAt } from '../../src/domain/kinds.ts';
import { type AnyRecord, refOf } from '../../src/domain/record.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { predicate } from '../../src/query/predicate.ts';

const BATCH = 500;

/** Records in memory behind what an export reads: newest first, then id. */
export function cacheOf(
  records: readonly AnyRecord[],
  onPage: (page: number) => void = () => {},
  figures: readonly Figure[] = [],
): ScanReader {
  const select = ({ kind, query, now, longRunningAfter, only }: Selection) => {
    const { tree } = parseQuery(query, kind, { now, longRunningAfter });
    if (tree === null) throw new Error(query);
    const test = predicate(tree, { now, longRunningAfter });
    return records
      .filter((record) => record.kind === kind && test(record) && (only?.includes(refOf(record)) ?? true))
      .sort((a, b) => (timeOf(b) ?? 0) - (timeOf(a) ?? 0) || (a.id < b.id ? -1 : 1));
  };
  async function* batches(ask: ScanAsk, asking: Asking | undefined) {
    const all = select(ask.selection);
    for (let page = 0, start = 0; start < all.length || page === 0; start += BATCH) {
      onPage(page++);
      if (asking?.signal?.aborted) {
        throw new FailureError({ code: 'CANCELLED', what: 'cancelled', next: '' });
      }
      yield all.slice(start, start + BATCH);
    }
  }
  return {
    records: (ask, asking) => batches(ask, asking),
    async *values(ask, paths, asking) {
      for await (const some of batches(ask, asking)) {
        yield some.map((record) => paths.map((path) => asValue(valueAt(record, path))));
      }
    },
    async figures() {
      return figures;
    },
    async count(selection) {
      return { matched: select(selection).length, exact: true };
    },
  };
}
