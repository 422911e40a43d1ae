/** A JSON value as it came from a platform; every byte from outside is `unknown` until it is one of these. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON that stays text: as `JSON.stringify` writes it. */
export interface JsonText {
  readonly json: string;
}

/** One value of a record, with what is structured left as the text it is kept as. */
export type Value = string | number | boolean | null | JsonText;

/** A value out of a record as a `Value`. */
export function asValue(json: Json): Value {
  return typeof json === 'object' && json !== null ? { json: JSON.stringify(json) } : json;
}
