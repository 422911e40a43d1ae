/**
 * What differs between two JSON values, leaf by leaf. Pure. A list of single values is compared as what it holds,
 * not where it stands; JSON that is the text of a member is compared as what it says.
 */
import { isObject, type Json, type JsonObject } from '../../src/domain/json.ts';

export interface Difference {
  /** jq expression: `.payload.sans[]`. */
  readonly path: string;
  /** Undefined where it is not there. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

export interface Comparison {
  /** On both sides, and not the same. */
  readonly changed: readonly Difference[];
  /** Only after, and only before. */
  readonly added: readonly Difference[];
  readonly removed: readonly Difference[];
  readonly equal: readonly Difference[];
  /** True where there was too much to compare all of it. */
  readonly cut: boolean;
}

/** More places are not looked at: two payloads of megabytes must not hold up a key. */
const MOST_PLACES = 2_000;
const DEEPEST = 30;
/** What two records never share says least: it comes last. */
const OWN = /^\.(?:id|ref|timestamp|at|durationMs|\w+At)$/;

export function compare(before: Json, after: Json): Comparison {
  const changed: Difference[] = [];
  const added: Difference[] = [];
  const removed: Difference[] = [];
  const equal: Difference[] = [];
  let places = 0;
  const put = (path: string, a: Json | undefined, b: Json | undefined): void => {
    const kind = a === undefined ? added : b === undefined ? removed : same(a, b) ? equal : changed;
    kind.push({ path, before: a, after: b });
  };
  const visit = (a: Json | undefined, b: Json | undefined, path: string, depth: number): void => {
    places += 1;
    if (places > MOST_PLACES) return;
    const [left, right] = [opened(a), opened(b)];
    if (depth < DEEPEST && isObject(left) && isObject(right)) {
      for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
        visit(memberOf(left, key), memberOf(right, key), memberPath(path, key), depth + 1);
      }
    } else if (depth < DEEPEST && Array.isArray(left) && Array.isArray(right)) {
      if ([...left.slice(0, MOST_PLACES), ...right.slice(0, MOST_PLACES)].every(isSingle)) {
        lists(left, right, path);
        return;
      }
      const count = Math.max(left.length, right.length);
      for (let at = 0; at < count && places <= MOST_PLACES; at += 1) {
        visit(left[at], right[at], memberPath(path, at), depth + 1);
      }
    } else put(path, a, b);
  };
  /** Values in another order are the same list to whoever looks for a name that is missing. */
  const lists = (a: readonly Json[], b: readonly Json[], path: string): void => {
    const left = countsOf(b);
    const gone = a.filter((value) => !taken(left, value));
    const right = countsOf(a);
    const come = b.filter((value) => !taken(right, value));
    places += a.length + b.length;
    if (gone.length === 0 && come.length === 0) put(path, [...a], [...a]);
    else if (gone.length === 1 && come.length === 1) put(`${path}[]`, gone[0], come[0]);
    else {
      for (const value of gone) put(`${path}[]`, value, undefined);
      for (const value of come) put(`${path}[]`, undefined, value);
    }
  };
  visit(before, after, '.', 0);
  return { changed: ownLast(changed), added, removed, equal, cut: places > MOST_PLACES };
}

const ownLast = (found: readonly Difference[]): readonly Difference[] => [
  ...found.filter(({ path }) => !OWN.test(path)),
  ...found.filter(({ path }) => OWN.test(path)),
];

const opened = (value: Json | undefined): Json | undefined =>
  value === undefined ? undefined : unfoldText(value);

const isSingle = (value: Json): boolean => value === null || typeof value !== 'object';

const memberOf = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

const same = (a: Json, b: Json): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function countsOf(values: readonly Json[]): Map<Json, number> {
  const counts = new Map<Json, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function taken(counts: Map<Json, number>, value: Json): boolean {
  const left = counts.get(value) ?? 0;
  if (left > 0) counts.set(value, left - 1);
  return left > 0;
}

/** The jq expression of a member: `.key`, `."odd key"`, `[3]`. */
function memberPath(parent: string, key: string | number): string {
  const base = parent === '.' ? '' : parent;
  if (typeof key === 'number') return `${base === '' ? '.' : base}[${key}]`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `${base}.${key}` : `${base}.${JSON.stringify(key)}`;
}

/** Longer texts are compared as texts (characters). */
const LONGEST_JSON = 200_000;

/** Payloads are often JSON inside JSON. */
function unfoldText(value: Json): Json {
  if (typeof value !== 'string' || value.length > LONGEST_JSON || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
