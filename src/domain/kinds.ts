import { ALERT_TABLE } from './alert.ts';
import { AUDIT_TABLE } from './audit.ts';
import { causeOf } from './cause.ts';
import type { KindTable } from './field.ts';
import { durationOf, JOB_TABLE } from './job.ts';
import type { Json } from './json.ts';
import { type AnyRecord, type Kind, refOf } from './record.ts';
import { STATISTIC_TABLE } from './statistic.ts';

/** What each kind declares: its columns, query fields, times and states. */
export const KIND_TABLES: Readonly<Record<Kind, KindTable>> = {
  alert: ALERT_TABLE,
  job: JOB_TABLE,
  audit: AUDIT_TABLE,
  statistic: STATISTIC_TABLE,
};

/**
 * The value at a dotted path of a record, null where anything on the way is absent.
 * `ref`, `durationMs` and `cause` are computed; all other paths are properties.
 */
export function valueAt(record: AnyRecord, path: string): Json {
  if (path === 'ref') return refOf(record);
  if (path === 'durationMs') return record.kind === 'job' ? durationOf(record) : null;
  if (path === 'cause') return record.kind === 'audit' ? null : causeOf(record);
  let value: unknown = record;
  for (const step of stepsOf(path)) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Record<string, unknown>)[step];
  }
  return (value ?? null) as Json;
}

/** Paths are the few that the tables declare, but they are taken apart for every record. */
const STEPS = new Map<string, readonly string[]>();

function stepsOf(path: string): readonly string[] {
  const known = STEPS.get(path);
  if (known !== undefined) return known;
  const steps = path.split('.');
  if (STEPS.size < 1_000) STEPS.set(path, steps);
  return steps;
}

/** The instant a record is sorted and bounded by: the latest of its kind's times; null when it has none. */
export function timeOf(record: AnyRecord): number | null {
  let latest: number | null = null;
  for (const path of KIND_TABLES[record.kind].timePaths) {
    const at = valueAt(record, path);
    if (typeof at === 'number' && (latest === null || at > latest)) latest = at;
  }
  return latest;
}
