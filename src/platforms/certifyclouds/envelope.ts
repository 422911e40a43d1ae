/** The forms a CertifyClouds list comes in: `{data, meta: {total}}`, a bare array, or rows under a name. */
import { isObject, type Json } from '../../domain/json.ts';

export interface Listing {
  readonly rows: readonly Json[];
  /** How many rows match in all; null when it does not say. */
  readonly total: number | null;
}

/** Null when the JSON is no list of any form. */
export function readListing(body: unknown): Listing | null {
  if (Array.isArray(body)) return { rows: body, total: null };
  if (!isObject(body)) return null;
  const inner = isObject(body.data) ? body.data : body;
  const rows = listIn(inner);
  if (rows === null) return null;
  const figures = [body.meta, inner.meta, body.pagination, inner, body].filter(isObject);
  const totals = figures.flatMap(({ total, totalCount, total_count }) => [total, totalCount, total_count]);
  return { rows, total: totals.map(countOf).find((count) => count !== null) ?? null };
}

/** `data` or `items` where there is one, else the only array there is, whatever it is called. */
function listIn(body: Readonly<Record<string, Json>>): readonly Json[] | null {
  for (const name of ['data', 'items']) if (Array.isArray(body[name])) return body[name];
  const arrays = Object.values(body).filter((value) => Array.isArray(value));
  return arrays.length === 1 && arrays[0] !== undefined ? arrays[0] : null;
}

const countOf = (value: Json | undefined): number | null =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null;

/** One object, whether it comes in an envelope or bare; null when it is none. */
export function readObject(body: unknown): Readonly<Record<string, Json>> | null {
  if (!isObject(body)) return null;
  return isObject(body.data) ? body.data : body;
}
