/** Checks `retention`: a bound for everything of a platform, or a table of bounds by what is kept. */
import { parseBytes } from '../domain/bytes.ts';
import { isObject } from '../domain/json.ts';
import { nearest } from '../domain/nearest.ts';
import { type BoundedKind, type Bounds, LEAST_AGE, NO_BOUNDS, type Retention } from '../domain/retention.ts';
import { formatDuration, parseDuration } from '../domain/time.ts';
import type { Path } from './problem.ts';
import { LONGEST_DURATION } from './schema.ts';

type Wrong = (what: string, fix: string, below?: Path) => undefined;

/** The words of the commands that list them. */
const KINDS: Readonly<Record<string, BoundedKind>> = { alerts: 'alert', jobs: 'job', audit: 'audit' };
const BOUNDS = ['max_age', 'max_records', 'max_size'] as const;

const WRITE = 'Write an age such as "365d" or a size such as "2GiB".';

/** The bounds a value means; undefined when something of it was reported as wrong. */
export function checkRetention(value: unknown, wrong: Wrong): Retention | undefined {
  if (!isTable(value)) {
    const all = boundOf(value, wrong, []);
    return all === undefined ? undefined : { all, kinds: {} };
  }
  let whole = true;
  const kinds: Partial<Record<BoundedKind, Bounds>> = {};
  for (const [key, inner] of Object.entries(value)) {
    const kind = Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
    if (kind === undefined) continue;
    const bounds = isTable(inner) ? tableOf(inner, BOUNDS, wrong, [key]) : boundOf(inner, wrong, [key]);
    if (bounds === undefined) whole = false;
    else kinds[kind] = bounds;
  }
  const all = tableOf(value, [...BOUNDS, ...Object.keys(KINDS)], wrong, []);
  return all === undefined || !whole ? undefined : { all, kinds };
}

/** One text: an age or a size, told apart by the unit. */
function boundOf(value: unknown, wrong: Wrong, below: Path): Bounds | undefined {
  if (typeof value !== 'string') return wrong('has to be a text or a table', WRITE, below);
  const age = parseDuration(value);
  if (age !== null) return aged(age, value, wrong, below);
  const bytes = parseBytes(value);
  if (bytes === null)
    return wrong(`has to be an age or a size (${JSON.stringify(value)} is none)`, WRITE, below);
  return sized(bytes, value, wrong, below);
}

function tableOf(
  table: Readonly<Record<string, unknown>>,
  known: readonly string[],
  wrong: Wrong,
  below: Path,
): Bounds | undefined {
  let bounds: Bounds | undefined = NO_BOUNDS;
  for (const [key, value] of Object.entries(table)) {
    const at = [...below, key];
    if (!known.includes(key)) {
      const near = nearest(key, known);
      const fix =
        near === null ? `Known here: ${known.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
      wrong('is no setting', fix, at);
      bounds = undefined;
      continue;
    }
    const bound = READ[key]?.(value, wrong, at);
    if (key in READ) bounds = bound && bounds && { ...bounds, ...bound };
  }
  return bounds;
}

type Read = (value: unknown, wrong: Wrong, below: Path) => Partial<Bounds> | undefined;

const READ: Readonly<Record<string, Read>> = {
  max_age(value, wrong, below) {
    const age = typeof value === 'string' ? parseDuration(value) : null;
    if (age === null) return wrong('has to be a duration', 'Write max_age = "365d".', below);
    const bounds = aged(age, String(value), wrong, below);
    return bounds && { age: bounds.age };
  },
  max_records(value, wrong, below) {
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return { records: value };
    return wrong('has to be a whole number above 0', 'Write max_records = 1_000_000.', below);
  },
  max_size(value, wrong, below) {
    const bytes = typeof value === 'string' ? parseBytes(value) : null;
    if (bytes === null) return wrong('has to be a size', 'Write max_size = "2GiB".', below);
    const bounds = sized(bytes, String(value), wrong, below);
    return bounds && { bytes: bounds.bytes };
  },
};

function aged(age: number, shown: string, wrong: Wrong, below: Path): Bounds | undefined {
  if (age < LEAST_AGE) return wrong(`is out of range (${shown})`, 'Write at least 1d.', below);
  if (age > LONGEST_DURATION) {
    return wrong(`is out of range (${shown})`, `Write at most ${formatDuration(LONGEST_DURATION)}.`, below);
  }
  return { ...NO_BOUNDS, age };
}

/** Below it, a bound would keep next to nothing. */
const LEAST_SIZE = 2 ** 20;

function sized(bytes: number, shown: string, wrong: Wrong, below: Path): Bounds | undefined {
  if (bytes < LEAST_SIZE) return wrong(`is out of range (${shown})`, 'Write at least 1MiB.', below);
  return { ...NO_BOUNDS, bytes };
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !((value as unknown) instanceof Date);
}
