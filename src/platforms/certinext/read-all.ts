/** A report read from its first to its last row, for figures and judgements that need all of it. */
import { type Failure, fail, ok, type Result } from '../../domain/failure.ts';
import type { Json } from '../../domain/json.ts';
import { FIRST_PAGE, nextSpring, type SpringCursor, type SpringPage } from '../spring-paging.ts';
import type { ReadReport, Report } from './report.ts';

/** Readings when rows were missed because the list moved meanwhile. */
const TRIES = 3;

export interface ReadAll {
  readonly read: ReadReport;
  readonly report: Report;
  readonly platform: string;
  readonly signal: AbortSignal;
  readonly onStep?: (done: number, total: number) => void;
}

/**
 * What `factsOf` finds in every row, once by `keyOf`. A list that grows while it is read repeats rows, which is
 * harmless; one that gives fewer than it names is read again, and then failed: half a list would retire alerts
 * that stand. A row without facts counts as delivered, a page with no other ends the list.
 */
export async function readAll<Facts>(
  how: ReadAll,
  factsOf: (row: Json) => Facts | null,
  keyOf: (facts: Facts) => string,
): Promise<Result<readonly Facts[]>> {
  let [got, named] = [0, 0];
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const found = new Map<string, Facts>();
    let [unreadable, total]: [number, number | null] = [0, null];
    for (let cursor: SpringCursor | null = FIRST_PAGE; cursor !== null; ) {
      const page: Result<SpringPage> = await how.read({ report: how.report, cursor, signal: how.signal });
      if (!page.ok) return page;
      const before = found.size;
      for (const row of page.value.content) {
        const facts = factsOf(row);
        if (facts === null) unreadable += 1;
        else found.set(keyOf(facts), facts);
      }
      // Rows that came while it was read push others on and hide none.
      total ??= page.value.total;
      how.onStep?.(found.size, total ?? found.size);
      // A report that does not say where it ends repeats its last page for ever.
      cursor = found.size === before ? null : nextSpring(cursor, page.value);
    }
    got = found.size;
    named = total ?? got + unreadable;
    if (got + unreadable >= named && (got > 0 || unreadable === 0)) return ok([...found.values()]);
  }
  return fail(short(how, got, named));
}

function short({ platform, report }: ReadAll, got: number, named: number): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: ${report.asked} names ${named} rows, of which ${got} could be read`,
    cause: 'It moved while it was read, ends its pages early, or has rows of another form than observed.',
    next: 'Nothing was changed by it; the list is read again later.',
    where: platform,
  };
}
