/**
 * The text of a record that a bare word is looked for in. The index and the predicate both read this, so
 * that they cannot disagree about what is searchable.
 */

import type { Json } from '../domain/json.ts';
import { KIND_TABLES, valueAt } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import { parseInstant } from '../domain/time.ts';

/** The record's bodies: whole structures of the platform's own. */
export const BODY_PATHS = ['payload', 'output', 'details'] as const;

/** Every distinct searchable text: the scalar text columns, then the leaves of the bodies not among them. */
export function searchText(record: AnyRecord): readonly string[] {
  const texts = new Set<string>();
  for (const { path, type } of KIND_TABLES[record.kind].columns) {
    if (path === 'kind' || path === 'ref' || type === 'time' || type === 'duration' || type === 'boolean')
      continue;
    const value = valueAt(record, path);
    if (typeof value === 'string' && value !== '') texts.add(value);
  }
  for (const leaf of bodyTexts(record)) texts.add(leaf);
  return [...texts];
}

/** The leaves of the bodies, but for the record's own instants: those are asked for by time, not as text. */
export function* bodyTexts(record: AnyRecord): Generator<string> {
  let own: ReadonlySet<number> | null = null;
  for (const path of BODY_PATHS) {
    for (const leaf of leaves(valueAt(record, path))) {
      if (INSTANT.test(leaf)) {
        own ??= instantsOf(record);
        if (own.has(parseInstant(leaf) ?? Number.NaN)) continue;
      }
      yield leaf;
    }
  }
}

const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:/i;

function instantsOf(record: AnyRecord): ReadonlySet<number> {
  const times = KIND_TABLES[record.kind].columns.filter(({ type }) => type === 'time');
  return new Set(
    times.flatMap(({ path }) => {
      const at = valueAt(record, path);
      return typeof at === 'number' ? [at] : [];
    }),
  );
}

/** Every string and number inside a JSON value, as text, depth first. */
export function* leaves(value: Json): Generator<string> {
  for (const scalar of scalars(value)) {
    if (typeof scalar === 'number' || (typeof scalar === 'string' && scalar !== '')) yield String(scalar);
  }
}

/** The scalars inside a JSON value, depth first, nulls left out; without recursion, as deep as one may go. */
export function* scalars(value: Json): Generator<string | number | boolean> {
  const left: Json[] = [value];
  while (left.length > 0) {
    const next = left.pop() ?? null;
    if (typeof next !== 'object') yield next;
    else if (next !== null) for (const inner of Object.values(next).reverse()) left.push(inner);
  }
}
