/** Lays out an event by a table: a row a field, its dotted path and where its value comes from. */
import type { Json, JsonObject } from '../../domain/json.ts';

export type FieldRow<From> = readonly [path: string, read: (from: From) => Json];

type Draft = { [key: string]: Json | Draft };

/** The rows with a value, nested by their paths; what is null, empty text or an empty list is left out. */
export function fill<From>(rows: readonly FieldRow<From>[], from: From): JsonObject {
  const out: Draft = {};
  for (const [path, read] of rows) {
    const value = read(from);
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    const steps = path.split('.');
    const last = steps.pop() ?? path;
    let group = out;
    for (const step of steps) {
      group[step] ??= {};
      group = group[step] as Draft;
    }
    group[last] = value;
  }
  return out as JsonObject;
}

/** Each value once, in order; nothing for what is absent. */
export const listOf = (...values: readonly (string | null | undefined)[]): readonly string[] =>
  [
    ...new Set(values.filter((value) => value !== null && value !== undefined && value !== '')),
  ] as readonly string[];
