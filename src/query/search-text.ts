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
export function bodyTexts(record: AnyRecord): readonly string[] {
  const texts: string[] = [];
  eachBodyText(record, (text) => {
    texts.push(text);
    return true;
  });
  return texts;
}

/** As `bodyTexts`, one after the other until `visit` says no: a body may be as long as it likes. */
export function eachBodyText(record: AnyRecord, visit: (text: string) => boolean): void {
  let own: ReadonlySet<number> | null = null;
  for (const path of BODY_PATHS) {
    const body = valueAt(record, path);
    if (body === null) continue;
    const going = eachScalar(body, (scalar) => {
      if (typeof scalar === 'boolean' || scalar === '') return true;
      const leaf = String(scalar);
      if (INSTANT.test(leaf)) {
        own ??= instantsOf(record);
        if (own.has(parseInstant(leaf) ?? Number.NaN)) return true;
      }
      return visit(leaf);
    });
    if (!going) return;
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
export function leaves(value: Json): readonly string[] {
  return scalars(value)
    .filter((scalar) => typeof scalar !== 'boolean' && scalar !== '')
    .map(String);
}

/** The scalars inside a JSON value, depth first, nulls left out; without recursion, as deep as one may go. */
export function scalars(value: Json): readonly (string | number | boolean)[] {
  const found: (string | number | boolean)[] = [];
  eachScalar(value, (scalar) => {
    found.push(scalar);
    return true;
  });
  return found;
}

/** False when `visit` said no. */
function eachScalar(value: Json, visit: (scalar: string | number | boolean) => boolean): boolean {
  const left: Json[] = [value];
  while (left.length > 0) {
    const next = left.pop() ?? null;
    if (typeof next !== 'object') {
      if (!visit(next)) return false;
    } else if (next !== null) {
      const inner = Object.values(next);
      for (let at = inner.length - 1; at >= 0; at--) left.push(inner[at] ?? null);
    }
  }
  return true;
}
