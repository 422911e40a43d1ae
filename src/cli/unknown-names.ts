/** Names a report is narrowed to that nothing bears: a slip of the keys would look like evidence that nothing happened. */
import type { Moment } from '../cache/moment.ts';
import { pivotTerm } from '../query/print.ts';
import type { Scope } from '../report/job.ts';

/** A line for each; platforms are known from the configuration. */
export async function unknownNames(
  { resourceTypes, actions }: Scope,
  { reads }: Pick<Moment, 'reads'>,
  now: number,
): Promise<readonly string[]> {
  const asked = [
    ...resourceTypes.map((name) => ({ field: 'resource_type', what: 'resource type', name })),
    ...actions.map((name) => ({ field: 'action', what: 'action', name })),
  ];
  const lines: string[] = [];
  for (const { field, what, name } of asked) {
    const query = pivotTerm(field, name);
    const { matched } = await reads.count({ kind: 'audit', query, now, longRunningAfter: 0 });
    if (matched === 0) lines.push(`No audit entry in the cache has the ${what} ${JSON.stringify(name)}.`);
  }
  return lines;
}
