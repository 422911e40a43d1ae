/** Asks how often a failure has happened, since when, and over which CAs. */
import type { Selection } from '../../src/cache/ask.ts';
import { causeOf } from '../../src/domain/cause.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import type { Context } from '../context.ts';
import type { FailureGroup } from '../detail/failure-group.ts';
import { causeTerm } from '../statistics/causes.ts';

const MOST_CAS = 20;

/** Null for what has no cause. */
export async function askGroup(
  { services }: Context,
  record: AnyRecord,
  signal: AbortSignal,
): Promise<FailureGroup | null> {
  const cause = record.kind === 'job' || record.kind === 'alert' ? causeOf(record) : null;
  if (cause === null) return null;
  const { cache, clock, longRunningAfter } = services;
  const selection: Selection = { kind: record.kind, query: causeTerm(cause), now: clock(), longRunningAfter };
  const end = async (descending: boolean): Promise<number | null> => {
    const sort = [{ field: 'time', descending }];
    const { rows } = await cache.rows({ selection, sort, limit: 1 }, { signal });
    return rows[0] === undefined ? null : timeOf(rows[0].record);
  };
  const cas =
    record.kind === 'job'
      ? await cache.groups({ selection, field: 'caId', limit: MOST_CAS }, { signal })
      : [];
  return {
    cause,
    count: (await cache.count(selection, { signal })).matched,
    first: await end(false),
    last: await end(true),
    cas: cas.flatMap(({ value }) => (value === null ? [] : [value])),
  };
}
