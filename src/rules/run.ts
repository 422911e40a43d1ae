/** All rules over a list of records at once, without a cache: for examples and for `certdeck rules test`. */
import { timeOf } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import {
  byTime,
  type DerivedRecord,
  daysSeeing,
  deriveCase,
  keysOf,
  MOST_ENTRIES,
  stretchOf,
} from './cases.ts';
import { type ActiveRule, activeRules, type RulesPlan } from './plan.ts';
import type { Evidence, Timed } from './rule.ts';

/**
 * What the rules find in the records, by time; the last one of an id counts. What had to come by some instant is
 * judged by `knownUpTo` (ms): left out, a platform is known up to its last record.
 */
export function runRules(
  records: readonly AnyRecord[],
  plan: RulesPlan,
  knownUpTo?: number,
): readonly DerivedRecord[] {
  const latest = new Map(records.map((record) => [`${record.platform} ${record.kind} ${record.id}`, record]));
  const found: DerivedRecord[] = [];
  for (const [platform, own] of Map.groupBy(latest.values(), (record) => record.platform)) {
    const known = knownUpTo ?? own.reduce((last, record) => Math.max(last, timeOf(record) ?? last), 0);
    const read = [...own];
    for (const active of activeRules(plan, platform)) {
      const derived = runRule(active, platform, read, known);
      found.push(...derived);
      // Jobs that were derived are read by the rules behind, as they are in a cache.
      read.push(...derived.map(({ record }) => record));
    }
  }
  return found.sort((a, b) => (timeOf(a.record) ?? 0) - (timeOf(b.record) ?? 0));
}

function runRule(
  active: ActiveRule,
  platform: string,
  records: readonly AnyRecord[],
  knownUpTo: number,
): readonly DerivedRecord[] {
  const byKey = new Map<string, Timed[]>();
  for (const record of records) {
    for (const key of keysOf(active.rule, record)) {
      const entries = byKey.get(key) ?? [];
      entries.push({ at: timeOf(record) ?? 0, record: record as Evidence });
      byKey.set(key, entries);
    }
  }
  return [...byKey].flatMap(([key, entries]) => {
    entries.sort(byTime);
    const days = new Set(entries.flatMap(({ at }) => range(...daysSeeing(active, at))));
    return [...days].flatMap((day) => {
      const [from, to] = stretchOf(active, day);
      const seen = entries.filter(({ at }) => at >= from && at < to);
      const most =
        active.rule.latest === true ? seen.slice(-MOST_ENTRIES - 1) : seen.slice(0, MOST_ENTRIES + 1);
      if (most.length < (active.rule.least?.(active.thresholds) ?? 1)) return [];
      return deriveCase(active, platform, key, day, most, knownUpTo).found;
    });
  });
}

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
