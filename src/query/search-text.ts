/**
 * The text of a record that a bare word is looked for in. The index and the predicate both read this, so
 * that they cannot disagree about what is searchable.
 */

import type { Json } from '../domain/json.ts';
import { isObject } from '../domain/json.ts';
import { KIND_TABLES, valueAt } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';

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
  for (const path of BODY_PATHS) {
    for (const leaf of leaves(valueAt(record, path))) texts.add(leaf);
  }
  return [...texts];
}

/** Every string and number inside a JSON value, as text, depth first. */
export function* leaves(value: Json): Generator<string> {
  if (typeof value === 'string') {
    if (value !== '') yield value;
  } else if (typeof value === 'number') yield String(value);
  else if (Array.isArray(value)) for (const item of value) yield* leaves(item);
  else if (isObject(value)) for (const item of Object.values(value)) yield* leaves(item);
}
