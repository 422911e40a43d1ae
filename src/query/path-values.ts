/** `@path` as something to show: what it leads to in a record, as one text. */
import type { Json } from '../domain/json.ts';
import { valueAt } from '../domain/kinds.ts';
import { maskJson } from '../domain/masked-json.ts';
import type { AnyRecord } from '../domain/record.ts';
import { valuesAtPath } from './document-path.ts';
import { scanPath } from './path-text.ts';
import type { PathStep } from './tree.ts';

/** Paths are the few of a view, but they are read for every record. */
const PARSED = new Map<string, readonly PathStep[] | null>();
const MOST_PARSED = 1_000;

/** The steps of `@details.vaults[*].name`; null where the whole text is no path. */
export function pathSteps(text: string): readonly PathStep[] | null {
  const known = PARSED.get(text);
  if (known !== undefined) return known;
  const found = text.startsWith('@') ? scanPath(text, 0) : null;
  const steps = found !== null && 'path' in found && found.end === text.length ? found.path : null;
  if (PARSED.size < MOST_PARSED) PARSED.set(text, steps);
  return steps;
}

/** What a path leads to: nothing is null, one value itself, several a list. */
export function pathValue(record: AnyRecord, path: string): Json {
  const steps = pathSteps(path);
  const found = steps === null ? [] : valuesAtPath(record, steps);
  return found.length > 1 ? found : (found[0] ?? null);
}

/** The value at a dotted path of a record, or at a `@path` into its documents. */
export const fieldValue = (record: AnyRecord, path: string): Json =>
  path.startsWith('@') ? pathValue(record, path) : valueAt(record, path);

/** The same as it may be seen, its secrets masked, as text: a string as it is, several values with commas between, structures as JSON. */
export function pathText(record: AnyRecord, path: string): string | null {
  const last = pathSteps(path)?.findLast((step) => 'key' in step);
  const found = pathValue(record, path);
  if (found === null) return null;
  const { value } = maskJson(found, last !== undefined && 'key' in last ? last.key : null);
  const text = (one: Json): string => (typeof one === 'string' ? one : JSON.stringify(one));
  return Array.isArray(value) ? value.map(text).join(', ') : text(value);
}
