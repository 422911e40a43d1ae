/** Runs the rules over what a transaction touches, in that transaction: cases in, derived records out. */
import type { Database } from 'better-sqlite3';
import { timeOf } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { DAY } from '../domain/time.ts';
import {
  byTime,
  type DerivedRecord,
  deriveCase,
  isOwnDay,
  keysOf,
  MOST_ENTRIES,
  NOTHING_FOUND,
  stretchOf,
} from '../rules/cases.ts';
import { RulesInForce } from '../rules/in-force.ts';
import type { ActiveRule, RulesPlan } from '../rules/plan.ts';
import type { Evidence, Timed } from '../rules/rule.ts';
import { knownUpTo } from './known-up-to.ts';
import { RecordReader } from './read-record.ts';
import type { RecordWriters } from './record-writers.ts';
import { type Edges, hasEvidence, isDropped, isWholeDayDropped, readEdges } from './retain/edges.ts';
import { prepared } from './statements.ts';
import { Subjects } from './subjects.ts';
import { TouchedCases } from './touched-cases.ts';

/** One subject of a rule on a day (days since 1970, UTC). */
export interface CaseKey {
  readonly subject: number;
  readonly rule: string;
  readonly platform: string;
  readonly name: string;
  readonly day: number;
}

interface Mark {
  readonly at: number;
  readonly row: number;
  readonly kind: Kind;
}

/** One transaction's worth: what it wrote and took out, then the cases that concerns. */
export class Derivation {
  readonly #db: Database;
  readonly #writers: RecordWriters;
  /** Of this transaction alone: a dictionary read in one that is rolled back would be wrong in the next. */
  readonly #reader: RecordReader;
  readonly subjects: Subjects;
  readonly #rules: RulesInForce;
  /** What this transaction wrote or read, by kind and row. */
  readonly #records = new Map<string, Evidence>();
  readonly #touched: TouchedCases;
  readonly #known = new Map<string, number>();
  readonly #kept = new Map<string, Edges>();

  constructor(db: Database, writers: RecordWriters, plan: RulesPlan) {
    this.#db = db;
    this.#writers = writers;
    this.#rules = new RulesInForce(plan);
    this.subjects = new Subjects(db);
    this.#reader = new RecordReader(db, { asSaid: true });
    this.#touched = new TouchedCases(db);
  }

  /** A record was added or rewritten: where it lies now, and where it lay before. */
  wrote(record: AnyRecord, row: number, was: number | null): void {
    if (record.kind === 'statistic') return;
    if (was !== null) this.removed(record.platform, record.kind, was);
    const at = timeOf(record) ?? 0;
    for (const active of this.#rules.concernedBy(record)) {
      for (const name of keysOf(active.rule, record)) {
        const subject = this.subjects.keyOf(active.rule.name, record.platform, name);
        prepared(this.#db, 'INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?)').run(
          subject,
          at,
          row,
          record.kind,
        );
        this.#touched.add(active, record.platform, subject, name, at);
        this.#records.set(`${record.kind} ${row}`, record);
      }
    }
  }

  /** A record was taken out, or is about to be noted anew. */
  removed(platform: string, kind: Kind, row: number): void {
    this.#records.delete(`${kind} ${row}`);
    const marks = prepared(
      this.#db,
      `SELECT subject, at, rule, name FROM evidence JOIN subject ON key = subject WHERE row = ? AND kind = ?`,
    ).all(row, kind) as { subject: number; at: number; rule: string; name: string }[];
    if (marks.length === 0) return;
    prepared(this.#db, 'DELETE FROM evidence WHERE row = ? AND kind = ?').run(row, kind);
    for (const { subject, at, rule, name } of marks) {
      const active = this.#rules.of(platform).find((one) => one.rule.name === rule);
      if (active !== undefined) this.#touched.add(active, platform, subject, name, at);
    }
  }

  /** Derives every case that was touched, also by what was derived; what a case no longer gives is retired. */
  settle(at: number): void {
    for (let cases = this.#touched.take(); cases.length > 0; cases = this.#touched.take())
      for (const one of cases) this.settleCase(one, at);
  }

  settleCase(one: CaseKey, at: number): void {
    const { subject, rule, platform, name, day } = one;
    const active = this.#rules.of(platform).find((each) => each.rule.name === rule);
    // What is said of a platform as a whole rests on no entries: it holds until the next look, or is over.
    if (active?.rule.ofStreams !== undefined) return;
    if (this.#isDropped(one)) {
      prepared(this.#db, 'DELETE FROM due WHERE subject = ? AND day = ?').run(subject, day);
      return;
    }
    const entries = active === undefined ? [] : this.#entries(active, subject, day);
    const { found, due } =
      active === undefined || entries.length === 0
        ? NOTHING_FOUND
        : deriveCase(active, platform, name, day, entries, this.#knownUpTo(platform));
    const edges = this.#edgesOf(platform);
    const kept = found.filter(({ record }) => !isDropped(this.#writers, edges, record));
    this.replace(one, kept, at);
    if (active?.rule.waits !== true) return;
    if (due === null) prepared(this.#db, 'DELETE FROM due WHERE subject = ? AND day = ?').run(subject, day);
    else prepared(this.#db, 'INSERT OR REPLACE INTO due VALUES (?, ?, ?)').run(subject, day, Math.ceil(due));
  }

  /** Puts what a case gives now in place of what it gave before. */
  replace({ subject, platform, day }: CaseKey, found: readonly DerivedRecord[], at: number): void {
    const before = prepared(this.#db, 'SELECT kind, id FROM derived WHERE subject = ? AND day = ?').all(
      subject,
      day,
    ) as { kind: Kind; id: string }[];
    for (const derived of found) {
      this.#write(derived, at);
      if (before.some(({ id }) => id === derived.record.id)) continue;
      prepared(this.#db, 'INSERT OR IGNORE INTO derived VALUES (?, ?, ?, ?)').run(
        subject,
        day,
        derived.record.kind,
        derived.record.id,
      );
    }
    for (const { kind, id } of before) {
      if (found.some(({ record }) => record.id === id)) continue;
      prepared(this.#db, 'DELETE FROM derived WHERE subject = ? AND day = ? AND id = ?').run(
        subject,
        day,
        id,
      );
      const row = this.#writers.of(kind).find(platform, id);
      if (row === null) continue;
      this.#writers.of(kind).remove(row);
      this.#writers.touch(kind, platform, -1, 0);
      if (kind === 'job') this.removed(platform, kind, row);
    }
  }

  /** Writes one record anew, and files it under another subject. */
  move(from: CaseKey, to: CaseKey, derived: DerivedRecord, at: number): void {
    prepared(this.#db, 'DELETE FROM derived WHERE subject = ? AND day = ? AND id = ?').run(
      from.subject,
      from.day,
      derived.record.id,
    );
    this.#write(derived, at);
    const { kind, id } = derived.record;
    prepared(this.#db, 'INSERT OR IGNORE INTO derived VALUES (?, ?, ?, ?)').run(to.subject, to.day, kind, id);
  }

  #write({ record, raw }: DerivedRecord, at: number): void {
    const { done, spread, row, was } = this.#writers.of(record.kind).write({ record, raw }, at);
    if (done === 'same') return;
    this.#writers.touch(record.kind, record.platform, done === 'added' ? 1 : 0, spread);
    if (record.kind === 'job') this.wrote(record, row, was);
  }

  /** The entries a case reads, by time; none where there are too few of them to say anything. */
  #entries(active: ActiveRule, subject: number, day: number): readonly Timed[] {
    const [from, to] = stretchOf(active, day);
    const { latest = false, least } = active.rule;
    const order = latest ? 'DESC' : 'ASC';
    const marks = prepared(
      this.#db,
      `SELECT at, row, kind FROM evidence WHERE subject = ? AND at >= ? AND at < ?
         ORDER BY at ${order}, row ${order} LIMIT ${MOST_ENTRIES + 1}`,
    ).all(subject, from, to) as Mark[];
    if (marks.length < (least?.(active.thresholds) ?? 1)) return [];
    if (!marks.some(({ at }) => isOwnDay(day, at))) return [];
    if (active.rule.lastCounts === true && marks.some(({ at }) => at >= (day + 1) * DAY)) return [];
    return marks
      .flatMap(({ at, row, kind }) => {
        const record = this.#records.get(`${kind} ${row}`) ?? this.#read(kind, row);
        return record === null ? [] : [{ at, record }];
      })
      .sort(byTime);
  }

  #read(kind: Kind, row: number): Evidence | null {
    const [found] = this.#reader.read(kind, [row], true);
    if (found === undefined || found.record.kind === 'statistic') return null;
    this.#records.set(`${kind} ${row}`, found.record);
    return found.record;
  }

  /** Retention has taken what the case rested on: what was derived from it is for retention to take. */
  #isDropped({ subject, platform, day }: CaseKey): boolean {
    if (!isWholeDayDropped(this.#edgesOf(platform), day)) return false;
    return !hasEvidence(this.#db, subject, day);
  }

  #edgesOf(platform: string): Edges {
    const edges = this.#kept.get(platform) ?? readEdges(this.#db, platform);
    this.#kept.set(platform, edges);
    return edges;
  }

  #knownUpTo(platform: string): number {
    const known = this.#known.get(platform) ?? knownUpTo(this.#db, platform);
    this.#known.set(platform, known);
    return known;
  }
}
