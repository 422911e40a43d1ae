/**
 * Brings the derived records of a whole cache in line with a plan that changed: a rule that is new, switched
 * off or tuned, or a cache from before there were rules. Read marks stay, since a record that is derived
 * again is left alone. It goes in slices, each its own transaction; one that was interrupted begins anew.
 */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../domain/record.ts';
import { daysSeeing } from '../rules/cases.ts';
import { activeRules, type RulesPlan } from '../rules/plan.ts';
import { RULES } from '../rules/registry.ts';
import { type CaseKey, Derivation } from './derivation.ts';
import { DERIVED_BY, derivedBy, isDerivedBy } from './derived-by.ts';
import { RecordReader } from './read-record.ts';
import type { RecordWriters, Touched } from './record-writers.ts';
import { FIRST_ROW } from './row-key.ts';
import { prepared } from './statements.ts';

/** Records or cases of one transaction. */
const SLICE = 500;

/** One slice a step, until everything is in line; nothing to do for a cache that is. */
export function* rederive(
  db: Database,
  writers: RecordWriters,
  plan: RulesPlan,
  onTouched: (touched: Touched) => void,
): Generator<void, void, void> {
  const step = (work: (derivation: Derivation) => void): void => {
    const { touched } = writers.transact(() => work(new Derivation(db, writers, plan)));
    if (touched.platforms.size > 0) onTouched(touched);
  };
  const { known, wanted, isInLine } = compare(db, plan);
  if (!isInLine) {
    step(() => {
      prepared(db, 'DELETE FROM evidence').run();
      prepared(db, 'DELETE FROM due').run();
    });
    for (const { kind, rows } of relevantRows(db)) {
      step((derivation) => {
        const reader = new RecordReader(db, { asSaid: true });
        for (const { row, record } of reader.read(kind, rows, true)) derivation.wrote(record, row, null);
      });
      yield;
    }
    for (const cases of allCases(db, plan)) {
      step((derivation) => {
        for (const one of cases) derivation.settleCase(one, Date.now());
        // Other rules read what was derived.
        derivation.settle(Date.now());
      });
      yield;
    }
  }
  if (known !== wanted)
    step(() => prepared(db, 'INSERT OR REPLACE INTO memory VALUES (?, ?)').run(DERIVED_BY, wanted));
}

/** What the cache was derived by, what it should be, and whether that comes to the same for its records. */
function compare(
  db: Database,
  plan: RulesPlan,
): { readonly known: string | null; readonly wanted: string; readonly isInLine: boolean } {
  const known = (prepared(db, 'SELECT value FROM memory WHERE key = ?').pluck().get(DERIVED_BY) ?? null) as
    | string
    | null;
  const platforms = prepared(db, 'SELECT DISTINCT platform FROM tally').pluck().all() as string[];
  const isInLine = isDerivedBy(known === null ? null : JSON.parse(known), plan, platforms);
  return { known, wanted: derivedBy(plan), isInLine };
}

interface Rows {
  readonly kind: Kind;
  readonly rows: readonly number[];
}

/** The records that may concern a rule, found by their actions alone, in slices. */
function* relevantRows(db: Database): Generator<Rows, void, void> {
  const actions = prepared(
    db,
    "SELECT key, value FROM term WHERE kind = 'audit' AND field = 'action'",
  ).all() as {
    key: number;
    value: string;
  }[];
  const relevant = actions.filter(({ value }) => RULES.some((rule) => rule.actions(value)));
  const kinds: readonly (readonly [Kind, string])[] = [
    ['audit', `action IN (${relevant.map(({ key }) => key).join(', ')})`],
    ...[...new Set(RULES.flatMap(({ alsoReads = [] }) => alsoReads))].map((kind) => [kind, 'TRUE'] as const),
  ];
  for (const [kind, which] of kinds) {
    const combinations = db.prepare(`SELECT key FROM ${kind}_combination WHERE ${which}`).pluck().all();
    const next = db
      .prepare(
        `SELECT row FROM ${kind} INDEXED BY ${kind}_combo WHERE combo = ? AND row > ? ORDER BY row LIMIT ${SLICE}`,
      )
      .pluck();
    for (const combination of combinations) {
      let rows: number[] = [];
      for (let last = FIRST_ROW; ; last = rows.at(-1) ?? last) {
        rows = next.all(combination, last) as number[];
        if (rows.length === 0) break;
        yield { kind, rows };
      }
    }
  }
}

/** Every case there is evidence for, and every one that something was derived from. */
function* allCases(db: Database, plan: RulesPlan): Generator<readonly CaseKey[], void, void> {
  const derived = prepared(
    db,
    'SELECT DISTINCT subject, rule, platform, name, day FROM derived JOIN subject ON key = subject',
  ).all() as CaseKey[];
  for (let i = 0; i < derived.length; i += SLICE) yield derived.slice(i, i + SLICE);
  const next = db.prepare(
    `SELECT DISTINCT subject, rule, platform, name, at FROM evidence JOIN subject ON key = subject
       WHERE (subject, at) > (?, ?) ORDER BY subject, at LIMIT ${SLICE}`,
  );
  let last: Mark = { subject: 0, rule: '', platform: '', name: '', at: 0 };
  for (;;) {
    const marks = next.all(last.subject, last.at) as Mark[];
    if (marks.length === 0) return;
    last = marks.at(-1) ?? last;
    const cases = new Map<string, CaseKey>();
    for (const { at, ...mark } of marks) {
      const active = activeRules(plan, mark.platform).find((one) => one.rule.name === mark.rule);
      if (active === undefined) continue;
      const [from, to] = daysSeeing(active, at);
      for (let day = from; day <= to; day += 1) cases.set(`${mark.subject} ${day}`, { ...mark, day });
    }
    yield [...cases.values()];
  }
}

interface Mark {
  readonly subject: number;
  readonly rule: string;
  readonly platform: string;
  readonly name: string;
  readonly at: number;
}
