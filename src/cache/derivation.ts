/** Runs the rules over what a transaction touches, in that transaction: cases in, derived records out. */
import type { Database } from 'better-sqlite3';
import { timeOf } from '../domain/kinds.ts';
import { type AnyRecord, type Kind, type Ref, refOf } from '../domain/record.ts';
import { DAY } from '../domain/time.ts';
import {
  type DerivedRecord,
  daysSeeing,
  deriveCase,
  keysOf,
  MOST_ENTRIES,
  stretchOf,
} from '../rules/cases.ts';
import { type ActiveRule, activeRules, type RulesPlan } from '../rules/plan.ts';
import type { Evidence, Timed } from '../rules/rule.ts';
import { RecordReader } from './read-record.ts';
import type { RecordWriters } from './record-writers.ts';
import { prepared } from './statements.ts';

/** One key of a rule on a day (days since 1970, UTC). */
export interface CaseKey {
  readonly rule: string;
  readonly platform: string;
  readonly key: string;
  readonly day: number;
}

interface Mark {
  readonly rule: string;
  readonly key: string;
  readonly at: number;
}

/** One transaction's worth: what it wrote and took out, then the cases that concerns. */
export class Derivation {
  readonly #db: Database;
  readonly #writers: RecordWriters;
  readonly #plan: RulesPlan;
  /** Of this transaction alone: a dictionary read in one that is rolled back would be wrong in the next. */
  readonly #reader: RecordReader;
  readonly #written = new Map<Ref, Evidence>();
  readonly #cases = new Map<string, CaseKey>();
  readonly #active = new Map<string, readonly ActiveRule[]>();

  constructor(db: Database, writers: RecordWriters, plan: RulesPlan) {
    this.#db = db;
    this.#writers = writers;
    this.#plan = plan;
    this.#reader = new RecordReader(db, { asSaid: true });
  }

  /** A record was added or rewritten. */
  wrote(record: AnyRecord, isNew: boolean): void {
    if (record.kind === 'statistic' || record.origin !== 'platform') return;
    if (!isNew) this.removed(record.platform, record.kind, record.id);
    const at = timeOf(record);
    const insert = prepared(this.#db, 'INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, ?)');
    for (const active of this.#rulesOf(record.platform)) {
      for (const key of keysOf(active.rule, record)) {
        insert.run(active.rule.name, record.platform, key, at, record.kind, record.id);
        this.#touch(active, record.platform, key, at ?? 0);
        this.#written.set(refOf(record), record);
      }
    }
  }

  /** A record was taken out, or is about to be noted anew. */
  removed(platform: string, kind: Kind, id: string): void {
    const marks = prepared(
      this.#db,
      'DELETE FROM evidence WHERE id = ? AND kind = ? AND platform = ? RETURNING rule, key, at',
    ).all(id, kind, platform) as Mark[];
    this.#written.delete(refOf({ platform, kind, id }));
    for (const { rule, key, at } of marks) {
      const active = this.#rulesOf(platform).find((one) => one.rule.name === rule);
      if (active !== undefined) this.#touch(active, platform, key, at);
    }
  }

  /** Derives every case that was touched; what a case no longer gives is retired. */
  settle(at: number): void {
    for (const one of this.#cases.values()) this.settleCase(one, at);
    this.#cases.clear();
  }

  settleCase({ rule, platform, key, day }: CaseKey, at: number): void {
    const active = this.#rulesOf(platform).find((one) => one.rule.name === rule);
    const found =
      active === undefined
        ? []
        : deriveCase(active, platform, key, day, this.#entries(active, platform, key, day));
    const place = [rule, platform, key, day] as const;
    const before = prepared(
      this.#db,
      'SELECT kind, id FROM derived WHERE rule = ? AND platform = ? AND key = ? AND day = ?',
    ).all(...place) as { kind: Kind; id: string }[];
    const insert = prepared(this.#db, 'INSERT OR IGNORE INTO derived VALUES (?, ?, ?, ?, ?, ?)');
    for (const derived of found) {
      this.#write(derived, at);
      insert.run(...place, derived.record.kind, derived.record.id);
    }
    const drop = prepared(
      this.#db,
      'DELETE FROM derived WHERE rule = ? AND platform = ? AND key = ? AND day = ? AND id = ?',
    );
    for (const { kind, id } of before) {
      if (found.some(({ record }) => record.id === id)) continue;
      drop.run(...place, id);
      const row = this.#writers.of(kind).find(platform, id);
      if (row === null) continue;
      this.#writers.of(kind).remove(row);
      this.#writers.touch(kind, platform, -1, 0);
    }
  }

  #write({ record, raw }: DerivedRecord, at: number): void {
    const { done, spread } = this.#writers.of(record.kind).write({ record, raw }, at);
    if (done !== 'same') this.#writers.touch(record.kind, record.platform, done === 'added' ? 1 : 0, spread);
  }

  #entries(active: ActiveRule, platform: string, key: string, day: number): readonly Timed[] {
    const [from, to] = stretchOf(active, day);
    const marks = prepared(
      this.#db,
      `SELECT at, kind, id FROM evidence WHERE rule = ? AND platform = ? AND key = ? AND at >= ? AND at < ?
         ORDER BY at, kind, id LIMIT ${MOST_ENTRIES + 1}`,
    ).all(active.rule.name, platform, key, from, to) as { at: number; kind: Kind; id: string }[];
    if (!marks.some(({ at }) => at >= day * DAY && at < (day + 1) * DAY)) return [];
    return marks.flatMap(({ at, kind, id }) => {
      const record = this.#written.get(refOf({ platform, kind, id })) ?? this.#read(platform, kind, id);
      return record === null ? [] : [{ at, record }];
    });
  }

  #read(platform: string, kind: Kind, id: string): Evidence | null {
    const row = this.#writers.of(kind).find(platform, id);
    const [found] = row === null ? [] : this.#reader.read(kind, [row], true);
    if (found === undefined || found.record.kind === 'statistic') return null;
    this.#written.set(refOf(found.record), found.record);
    return found.record;
  }

  #touch(active: ActiveRule, platform: string, key: string, at: number): void {
    const [first, last] = daysSeeing(active, at);
    for (let day = first; day <= last; day += 1) {
      const rule = active.rule.name;
      this.#cases.set(JSON.stringify([rule, platform, key, day]), { rule, platform, key, day });
    }
  }

  #rulesOf(platform: string): readonly ActiveRule[] {
    const known = this.#active.get(platform) ?? activeRules(this.#plan, platform);
    this.#active.set(platform, known);
    return known;
  }
}
