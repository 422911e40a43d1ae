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

/** What the rules find in the records, by time; the last one of an id counts. */
export function runRules(records: readonly AnyRecord[], plan: RulesPlan): readonly DerivedRecord[] {
  const latest = new Map(records.map((record) => [`${record.platform} ${record.kind} ${record.id}`, record]));
  const found: DerivedRecord[] = [];
  for (const [platform, own] of Map.groupBy(latest.values(), (record) => record.platform)) {
    for (const active of activeRules(plan, platform)) found.push(...runRule(active, platform, own));
  }
  return found.sort((a, b) => (timeOf(a.record) ?? 0) - (timeOf(b.record) ?? 0));
}

function runRule(active: ActiveRule, platform: string, records: readonly AnyRecord[]): DerivedRecord[] {
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
      const seen = entries.filter(({ at }) => at >= from && at < to).slice(0, MOST_ENTRIES + 1);
      return deriveCase(active, platform, key, day, seen);
    });
  });
}

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
