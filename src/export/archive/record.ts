/** A record of our own exports back: JSON as `record-json` writes it, or the cells of a csv line. */
import type { Column } from '../../domain/field.ts';
import { isObject, type Json, type JsonObject } from '../../domain/json.ts';
import { KIND_TABLES } from '../../domain/kinds.ts';
import { type AnyRecord, isKind, type Kind } from '../../domain/record.ts';
import { jsonText, safeLine } from '../../domain/text.ts';
import { parseInstant } from '../../domain/time.ts';

/** What the command line says where the file does not. */
export interface Given {
  readonly kind: Kind | null;
  readonly platform: string | null;
}

export type Restored =
  | { readonly ok: true; readonly record: AnyRecord }
  | { readonly ok: false; readonly reason: string };

class Unfit extends Error {}

/** Computed, or read apart from the others. */
const APART: ReadonlySet<string> = new Set(['kind', 'platform', 'id', 'ref', 'durationMs', 'origin']);
const NEEDED: Readonly<Record<Kind, readonly string[]>> = {
  alert: [],
  job: ['status'],
  audit: [],
  statistic: ['category', 'name', 'value'],
};
const DEFAULTS: Readonly<Record<Kind, Readonly<Record<string, Json>>>> = {
  alert: { severity: 'info', read: false },
  job: {},
  audit: { severity: 'info' },
  statistic: {},
};

/** The record of a line, or why it is none. `at` gives the value at a dotted path; absent is null. */
export function restore(at: (path: string) => Json, given: Given): Restored {
  try {
    return { ok: true, record: recordOf(at, given) };
  } catch (thrown) {
    if (!(thrown instanceof Unfit)) throw thrown;
    return { ok: false, reason: thrown.message };
  }
}

/** Paths of a nested object: a group that is null has null parts. */
export function pathsOf(line: JsonObject): (path: string) => Json {
  return (path) => {
    let value: Json = line;
    for (const step of path.split('.')) {
      if (!isObject(value)) return null;
      value = Object.hasOwn(value, step) ? (value[step] ?? null) : null;
    }
    return value;
  };
}

function recordOf(at: (path: string) => Json, given: Given): AnyRecord {
  const named = at('kind');
  const kind = typeof named === 'string' && isKind(named) ? named : given.kind;
  if (kind === null) throw new Unfit('kind: expected alert, job, audit or statistic');
  const platform = at('platform') ?? given.platform;
  // As the configuration has it: a name is part of every ref.
  if (typeof platform !== 'string' || !/^[^/\p{Cc}]{1,64}$/u.test(platform)) {
    throw new Unfit('platform: expected the name of a platform');
  }
  const id = at('id');
  if (typeof id !== 'string' || id === '') throw new Unfit('id: expected text');
  const origin = at('origin');
  const isRule = typeof origin === 'string' && /^rule:./.test(origin);
  const draft: Record<string, Json> = { kind, platform, id, origin: isRule ? origin : 'platform' };
  for (const column of KIND_TABLES[kind].columns) {
    if (!APART.has(column.path)) put(draft, column.path, checked(at(column.path), column, kind));
  }
  for (const [name, value] of Object.entries(draft)) {
    if (isObject(value) && isGroup(kind, name)) draft[name] = groupOf(name, value);
  }
  // Every column was checked against its type, and these are all there are.
  return draft as unknown as AnyRecord;
}

function put(draft: Record<string, Json>, path: string, value: Json): void {
  const [group = '', step] = path.split('.');
  if (step === undefined) draft[group] = value;
  else draft[group] = { ...(isObject(draft[group]) ? draft[group] : {}), [step]: value };
}

const isGroup = (kind: Kind, name: string) =>
  KIND_TABLES[kind].columns.some(({ path }) => path.startsWith(`${name}.`));

function groupOf(name: string, group: JsonObject): Json {
  if (Object.values(group).every((value) => value === null)) return null;
  return name === 'actor' && group.type === null ? { ...group, type: 'user' } : group;
}

function checked(value: Json, { path, type }: Column, kind: Kind): Json {
  const wanted = (what: string): never => {
    throw new Unfit(`${path}: expected ${what}, got ${safeLine(jsonText(value).slice(0, 60))}`);
  };
  if (value === null) {
    if (NEEDED[kind].includes(path)) return wanted('a value');
    return DEFAULTS[kind][path] ?? null;
  }
  switch (type) {
    case 'time':
      return (typeof value === 'string' ? instantOf(value) : null) ?? wanted('a date and time');
    case 'number':
    case 'duration': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : wanted('a number');
    }
    case 'boolean':
      if (value === true || value === 'true') return true;
      return value === false || value === 'false' ? false : wanted('true or false');
    case 'json':
      return value;
    case 'text':
    case 'enum': {
      if (typeof value !== 'string') return wanted('text');
      const closed = KIND_TABLES[kind].fields.find(({ paths, values }) => values && paths.includes(path));
      if (closed?.values?.includes(value) === false) return wanted(closed.values.join(', '));
      return value;
    }
    default:
      return type satisfies never;
  }
}

/** Years before 0 and after 9999 have a sign and six digits, where a platform told such an instant. */
const FAR = /^[+-]\d{6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function instantOf(text: string): number | null {
  if (!FAR.test(text)) return parseInstant(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
