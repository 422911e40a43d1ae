/**
 * Rows as delivered into records. A row is `unknown` until a reader has checked each field; one that does
 * not fit is set aside with its reason, and its page goes on.
 */
import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '../domain/json.ts';
import type { AnyRecord } from '../domain/record.ts';
import { jsonText, safeLine } from '../domain/text.ts';
import { cut } from './body.ts';
import { instantOf } from './instant.ts';
import type { Incoming, Rejected } from './port.ts';

const SAMPLE = 2_000;
/** Deeper rows are refused: whoever walks a record later would run out of stack. */
const DEEPEST = 100;

/** A field that is not what it should be; caught by `mapRow`, whose row it sets aside. */
class Unfit extends Error {}

/** Typed reading of one row by JSON pointer (RFC 6901). Absent and null are null; a wrong type is unfit. */
export class RowReader {
  readonly #row: JsonObject;
  constructor(row: JsonObject) {
    this.#row = row;
  }

  /** An id that must be there: text or a whole number, as text. */
  id(pointer: string): string {
    return this.ref(pointer) ?? wanted(pointer, 'an id', this.json(pointer));
  }

  /** An id that may be absent; empty counts as absent. */
  ref(pointer: string): string | null {
    const value = this.json(pointer);
    if (value === null || value === '') return null;
    if (typeof value === 'string') return value;
    return Number.isSafeInteger(value) ? String(value) : wanted(pointer, 'text or a whole number', value);
  }

  text(pointer: string): string | null {
    const value = this.json(pointer);
    return value === null || typeof value === 'string' ? value : wanted(pointer, 'text', value);
  }

  /** UTC milliseconds. */
  instant(pointer: string): number | null {
    const value = this.json(pointer);
    return value === null ? null : (instantOf(value) ?? wanted(pointer, 'a date and time', value));
  }

  flag(pointer: string): boolean | null {
    const value = this.json(pointer);
    return value === null || typeof value === 'boolean' ? value : wanted(pointer, 'true or false', value);
  }

  /** Whatever is there; unfit when the way leads through a scalar. */
  json(pointer: string): Json {
    let value: Json = this.#row;
    let depth = 1;
    for (const step of stepsOf(pointer)) {
      if (value === null) return null;
      if (typeof value !== 'object') {
        return wanted(pointer.split('/', depth).join('/'), 'an object', value);
      }
      depth += 1;
      value = ownOf(value as JsonObject, step);
    }
    return value;
  }

  /** Sets the row aside with a reason of the mapper's own. */
  unfit(reason: string): never {
    throw new Unfit(reason);
  }
}

/** What is there by that name. A field called `constructor` is not what every object inherits, which is never JSON. */
function ownOf(row: JsonObject, name: string): Json {
  const found: unknown = row[name];
  if (found === undefined || found === null) return null;
  const inherited = typeof found === 'function' || found === Object.prototype || found === Array.prototype;
  return inherited ? null : (found as Json);
}

function wanted(pointer: string, expected: string, came: Json): never {
  throw new Unfit(`${fieldName(pointer)}: expected ${expected}, got ${describe(came)}`);
}

/** Pointers come from mappers and the configuration: few, and each is read for every row. */
const steps = new Map<string, readonly string[]>();

function stepsOf(pointer: string): readonly string[] {
  let found = steps.get(pointer);
  if (found === undefined) {
    found = pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    steps.set(pointer, found);
  }
  return found;
}

const fieldName = (pointer: string): string => pointer.slice(1).replaceAll('/', '.') || 'row';

function describe(value: Json): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `the text “${cut(safeLine(value.slice(0, 200)), 60)}”`;
  return `${typeof value === 'number' ? 'the number ' : ''}${value}`;
}

export interface MappedRow {
  /** Null when the row was set aside. */
  readonly incoming: Incoming | null;
  readonly rejected: Rejected | null;
}

/** One row through a platform's mapper; `idPointer` names its id, for counting a bad row only once. */
export function mapRow(row: unknown, idPointer: string, map: (read: RowReader) => AnyRecord): MappedRow {
  try {
    if (!isObject(row)) throw new Unfit(`row: expected an object, got ${describe(row as Json)}`);
    if (isDeep(row, DEEPEST)) throw new Unfit(`row: nested more than ${DEEPEST} levels deep`);
    return { incoming: incomingOf(map(new RowReader(row)), row), rejected: null };
  } catch (thrown) {
    if (!(thrown instanceof Unfit)) throw thrown;
    return { incoming: null, rejected: setAside(row, idPointer, thrown.message) };
  }
}

function incomingOf(record: AnyRecord, row: JsonObject): Incoming {
  const raw = JSON.stringify(row);
  const bodies: Bodies = record as object;
  const wholeIn = BODIES.find((name) => bodies[name] === row);
  return wholeIn === undefined ? { record, raw } : { record, raw, wholeIn };
}

const BODIES = ['details', 'payload', 'output'] as const;
type Bodies = { readonly [Name in (typeof BODIES)[number]]?: unknown };

function setAside(row: unknown, idPointer: string, reason: string): Rejected {
  const text = isDeep(row, DEEPEST) ? `(nested more than ${DEEPEST} levels deep)` : jsonText(row);
  let key: string | null = null;
  try {
    key = isObject(row) ? new RowReader(row).ref(idPointer) : null;
  } catch {
    // The id itself is what does not fit: the row is known by its content.
  }
  key ??= createHash('sha256').update(text).digest('hex').slice(0, 32);
  return { key, reason, sample: cut(text, SAMPLE) };
}

/** Whether a value nests deeper than `levels`; never recurses further than that itself. */
function isDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((inner) => isDeep(inner, levels - 1));
  // What came out of JSON inherits nothing that is listed; a list of its values would be made for every row.
  for (const name in value) if (isDeep((value as JsonObject)[name], levels - 1)) return true;
  return false;
}
