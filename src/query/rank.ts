/** Which class of an order a record is in. */
import { KIND_TABLES } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { parseQuery } from './parse.ts';
import { predicate } from './predicate.ts';
import type { QueryContext } from './tree.ts';

/** Position of the record's class among the classes of the named order; null where the kind has no such order. */
export function rankOf(
  kind: Kind,
  order: string,
  context: QueryContext,
): ((record: AnyRecord) => number | null) | null {
  const classes = classesOf(kind, order);
  if (classes === null) return null;
  const tests = classes.map((query) => {
    const { tree } = parseQuery(query, kind, context);
    return tree === null ? () => false : predicate(tree, context);
  });
  return (record) => {
    const at = tests.findIndex((test) => test(record));
    return at < 0 ? null : at;
  };
}

/** The queries of a named order; null where the kind has none of that name. */
export function classesOf(kind: Kind, order: string): readonly string[] | null {
  return KIND_TABLES[kind].orders?.find(({ name }) => name === order)?.classes ?? null;
}
