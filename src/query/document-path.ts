/** `@path` over the documents of a record: its details, payload and output. */
import { isObject, type Json } from '../domain/json.ts';
import { valueAt } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import { parseInstant } from '../domain/time.ts';
import { matchContains, matchEqual, matchRange, type Scalar } from './match-value.ts';
import { BODY_PATHS } from './search-text.ts';
import type { Operator, PathStep, Value } from './tree.ts';
import { wildcardTester } from './wildcard.ts';

/**
 * What a path leads to, nulls left out. It may begin inside a document or with its name (`@details.x`); a
 * key meets every element of a list (`@errors.code` is `@errors[*].code`); case of keys matters only
 * where it has to tell two apart.
 */
export function valuesAtPath(record: AnyRecord, path: readonly PathStep[]): readonly Json[] {
  const bodies = Object.fromEntries(BODY_PATHS.map((body) => [body, valueAt(record, body)]));
  let found: Json[] = [bodies, ...Object.values(bodies)];
  for (const step of path) found = found.flatMap((value) => stepInto(value, step));
  return found.filter((value) => value !== null);
}

function stepInto(value: Json, step: PathStep): readonly Json[] {
  if ('every' in step) return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  if ('index' in step) {
    const item: Json | undefined = Array.isArray(value) ? value[step.index] : undefined;
    return item === undefined ? [] : [item];
  }
  const objects = Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
  return objects.flatMap((object) => {
    if (Object.hasOwn(object, step.key)) return [object[step.key] ?? null];
    const wanted = fold(step.key);
    return Object.keys(object)
      .filter((key) => fold(key) === wanted)
      .map((key) => object[key] ?? null);
  });
}

/**
 * The test of one scalar of a document. Text is "contains"; numbers and booleans are equal or not; ranges
 * and ordering read numbers, digits in quotes and ISO times.
 */
export function matchLoose(op: Exclude<Operator, '!='>, value: Value): (actual: Scalar) => boolean {
  if (value.kind === 'range') {
    const test = matchRange(op, value.from, value.to);
    return (actual) => {
      const number = numberIn(actual);
      return number !== null && test(number);
    };
  }
  if (value.kind === 'pattern') {
    const exact = op === '=';
    const anywhere = wildcardTester(value.parts, { anchored: exact, exact });
    const whole = wildcardTester(value.parts, { anchored: true, exact });
    return (actual) => {
      const text = exact ? String(actual) : fold(String(actual));
      return typeof actual === 'string' ? anywhere(text) : whole(text);
    };
  }
  const text = value.kind === 'text' ? value.text : value.from;
  const inText = op === ':' ? matchContains(text) : matchEqual(op, text);
  const equal = matchEqual(':', text);
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return (actual) => {
    if (typeof actual === 'string') return inText(actual);
    return actual === number || equal(actual);
  };
}

function numberIn(actual: Scalar): number | null {
  if (typeof actual === 'number') return actual;
  if (typeof actual !== 'string' || actual.trim() === '') return null;
  const number = Number(actual);
  return Number.isFinite(number) ? number : parseInstant(actual);
}
