/** Cuts the entries of a key into cases of a day, and makes records of what a rule derives from one. */
import { createHash } from 'node:crypto';
import { timeOf } from '../domain/kinds.ts';
import { type AnyRecord, refOf } from '../domain/record.ts';
import { DAY } from '../domain/time.ts';
import type { ActiveRule } from './plan.ts';
import type { Case, Derived, Evidence, Rule, Standing, Timed } from './rule.ts';

/** A case reads no more entries than this: the earliest ones. */
export const MOST_ENTRIES = 500;
/** Refs a derived record names; past it the count alone tells how many there are. */
const MOST_REFS = 50;

/** A derived record, and as JSON the rule and the entries it rests on. */
export interface DerivedRecord {
  readonly record: AnyRecord;
  readonly raw: string;
}

/** The keys under which a record is evidence for a rule, each once. */
export function keysOf(rule: Rule, record: AnyRecord): readonly string[] {
  if (record.kind === 'statistic' || !mayRead(rule, record)) return [];
  if (record.origin !== 'platform' && rule.readsDerived !== true) return [];
  if (timeOf(record) === null) return [];
  const keys = rule.keys(record);
  return keys.length < 2 ? keys : [...new Set(keys)];
}

/** Whether a rule reads records of this kind or, of entries, of this action. */
export function mayRead(rule: Rule, record: Evidence): boolean {
  if (record.kind !== 'audit') return rule.alsoReads?.includes(record.kind) === true;
  return record.action !== null && concerns(rule, record.action);
}

/** Names of actions are few, but a first sync asks about each a hundred thousand times. */
const CONCERNS = new WeakMap<Rule, Map<string, boolean>>();
/** Actions remembered a rule; a platform with free text could have any number. */
const REMEMBERED = 2_000;

function concerns(rule: Rule, action: string): boolean {
  const known = CONCERNS.get(rule) ?? new Map<string, boolean>();
  CONCERNS.set(rule, known);
  const answer = known.get(action) ?? rule.actions(action);
  if (known.size < REMEMBERED) known.set(action, answer);
  return answer;
}

/** The first and last day (days since 1970, UTC) whose cases see an entry of this instant. */
export function daysSeeing({ rule, thresholds }: ActiveRule, at: number): readonly [number, number] {
  const { before, after } = rule.reach(thresholds);
  return [Math.floor((at - after) / DAY), Math.floor((at + before) / DAY)];
}

/** The instants `[from, to)` a day's case reads. */
export function stretchOf({ rule, thresholds }: ActiveRule, day: number): readonly [number, number] {
  const { before, after } = rule.reach(thresholds);
  return [day * DAY - before, (day + 1) * DAY + after];
}

/** What a case gives, and when it will say something else if nothing comes (ms; null: it will not). */
export interface CaseResult {
  readonly found: readonly DerivedRecord[];
  readonly due: number | null;
}

export const NOTHING_FOUND: CaseResult = { found: [], due: null };

/**
 * What a rule makes of a case; `entries` at most MOST_ENTRIES + 1, by time, then kind and id. `knownUpTo` (ms)
 * is up to when nothing of the platform is missing.
 */
export function deriveCase(
  { rule, thresholds }: ActiveRule,
  platform: string,
  key: string,
  day: number,
  entries: readonly Timed[],
  knownUpTo: number,
): CaseResult {
  const one: Case = {
    key,
    from: day * DAY,
    to: (day + 1) * DAY,
    entries: rule.latest === true ? entries.slice(-MOST_ENTRIES) : entries.slice(0, MOST_ENTRIES),
    full: entries.length > MOST_ENTRIES,
  };
  if (!one.entries.some(({ at }) => isOwn(one, at))) return NOTHING_FOUND;
  const all = rule.derive(one, thresholds);
  const turns = all.flatMap(({ due, until }) => [due, until]);
  const waiting = turns.filter((at) => at !== undefined).filter((at) => at > knownUpTo);
  return {
    found: all
      .filter(
        ({ due, until }) => (due ?? knownUpTo) <= knownUpTo && !(until !== undefined && until <= knownUpTo),
      )
      .map((derived) => finish(rule, platform, key, derived)),
    due: waiting.length === 0 ? null : Math.min(...waiting),
  };
}

/** Whether an instant lies in a day (days since 1970, UTC). */
export function isOwnDay(day: number, at: number): boolean {
  return at >= day * DAY && at < (day + 1) * DAY;
}

/** Whether an instant lies in the day a case answers for. */
export function isOwn({ from, to }: Case, at: number): boolean {
  return at >= from && at < to;
}

/** The order in which a case gives its entries. */
export function byTime(a: Timed, b: Timed): number {
  return a.at - b.at || compare(a.record.kind, b.record.kind) || compare(a.record.id, b.record.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A record of what a rule says of a platform as a whole. */
export function finishStanding(rule: Rule, platform: string, standing: Standing): DerivedRecord {
  return finish(rule, platform, '', { ...standing, restsOn: [] });
}

function finish(rule: Rule, platform: string, key: string, derived: Derived): DerivedRecord {
  const hash = createHash('sha256')
    .update(JSON.stringify([key, derived.anchor]))
    .digest('hex');
  const identity = {
    platform,
    id: `${rule.name}-${hash.slice(0, 16)}`,
    origin: `rule:${rule.name}` as const,
  };
  const record: AnyRecord =
    derived.record.kind === 'job'
      ? { ...derived.record, ...identity }
      : { ...derived.record, ...identity, read: false, readAt: null };
  const { restsOn } = derived;
  const refs = restsOn.slice(0, MOST_REFS).map((entry: Evidence) => refOf(entry));
  const raw = { rule: rule.name, entries: restsOn.length, restsOn: refs };
  return { record, raw: JSON.stringify(raw) };
}
