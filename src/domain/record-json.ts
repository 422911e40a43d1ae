import type { Json } from './json.ts';
import { KIND_TABLES, valueAt } from './kinds.ts';
import { maskJson } from './masked-json.ts';
import type { AnyRecord } from './record.ts';
import { jsonText } from './text.ts';
import { toIso } from './time.ts';

type Draft = { [key: string]: Json | Draft };

/**
 * A record as scripts see it: the columns of its kind in their order, dotted paths nested, instants as
 * ISO 8601 UTC, absent values (and wholly absent groups such as `entity`) null.
 */
export function recordJson(record: AnyRecord): Json {
  const out: Draft = {};
  for (const { path, type } of KIND_TABLES[record.kind].columns) {
    const raw = valueAt(record, path);
    const value = type === 'time' ? toIso(typeof raw === 'number' ? raw : null) : raw;
    const dot = path.indexOf('.');
    if (dot < 0) {
      out[path] = value;
      continue;
    }
    const group = path.slice(0, dot);
    if (valueAt(record, group) === null) {
      out[group] = null;
      continue;
    }
    const inner = (out[group] ?? {}) as Draft;
    inner[path.slice(dot + 1)] = value;
    out[group] = inner;
  }
  return out as Json;
}

/** A record as JSON text for people, its secrets masked and counted; null of none. */
export function recordText(record: AnyRecord): { readonly text: string; readonly masked: number };
export function recordText(
  record: AnyRecord | null,
): { readonly text: string; readonly masked: number } | null;
export function recordText(
  record: AnyRecord | null,
): { readonly text: string; readonly masked: number } | null {
  if (record === null) return null;
  const { value, masked } = maskJson(recordJson(record));
  return { text: jsonText(value, 2), masked };
}
