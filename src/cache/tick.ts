/** What the clock changes: cases that are due, and platforms that went out of reach or came back. */
import type { Database } from 'better-sqlite3';
import type { Failure } from '../domain/failure.ts';
import type { Kind } from '../domain/record.ts';
import { finishStanding } from '../rules/cases.ts';
import { type ActiveRule, activeRules, type RulesPlan } from '../rules/plan.ts';
import type { StreamHealth } from '../rules/rule.ts';
import { type CaseKey, Derivation } from './derivation.ts';
import { knownUpTo } from './known-up-to.ts';
import { RecordReader } from './read-record.ts';
import type { RecordWriters } from './record-writers.ts';
import { prepared } from './statements.ts';

/** Cases settled at the end of one poll; the next one goes on. */
const SLICE = 200;
/** The subjects of what stands now, and of what is over. */
export const STANDING = 'standing';
const OVER = 'over';

/** At the end of a look at a stream, in its transaction; `at` is now (UTC ms). */
export function tick(
  db: Database,
  writers: RecordWriters,
  plan: RulesPlan,
  platform: string,
  at: number,
): void {
  const derivation = new Derivation(db, writers, plan);
  const due = prepared(
    db,
    `SELECT subject, rule, platform, name, day FROM due JOIN subject ON key = subject
      WHERE at <= ? AND platform = ? ORDER BY at LIMIT ${SLICE}`,
  ).all(knownUpTo(db, platform), platform) as CaseKey[];
  for (const one of due) derivation.settleCase(one, at);
  derivation.settle(at);
  for (const active of activeRules(plan, platform)) {
    if (active.rule.ofStreams !== undefined) stand(db, writers, derivation, active, platform, at);
  }
}

/** Raises what holds of a platform as a whole; what no longer holds is told as over, and stays. */
function stand(
  db: Database,
  writers: RecordWriters,
  derivation: Derivation,
  { rule, thresholds }: ActiveRule,
  platform: string,
  at: number,
): void {
  const now = rule.ofStreams?.(platform, healthOf(db, platform), at, thresholds) ?? null;
  const found = now === null ? [] : [finishStanding(rule, platform, now)];
  const place = (name: string): CaseKey => ({
    subject: derivation.subjects.keyOf(rule.name, platform, name),
    rule: rule.name,
    platform,
    name,
    day: 0,
  });
  const standing = place(STANDING);
  const before = prepared(db, 'SELECT kind, id FROM derived WHERE subject = ?').all(standing.subject) as {
    kind: Kind;
    id: string;
  }[];
  for (const { kind, id } of before) {
    if (found.some(({ record }) => record.id === id)) continue;
    const row = writers.of(kind).find(platform, id);
    const [kept] = row === null ? [] : new RecordReader(db, { asSaid: true }).read(kind, [row], true);
    const raw =
      row === null ? null : prepared(db, `SELECT raw FROM ${kind}_body WHERE row = ?`).pluck().get(row);
    if (kept === undefined) continue;
    const over = rule.ended?.(kept.record, at) ?? kept.record;
    derivation.move(standing, place(OVER), { record: over, raw: String(raw) }, at);
  }
  derivation.replace(standing, found, at);
}

function healthOf(db: Database, platform: string): readonly StreamHealth[] {
  const rows = prepared(
    db,
    'SELECT stream, synced_at, failure FROM stream WHERE platform = ? AND not_offered = 0',
  ).all(platform) as { stream: string; synced_at: number | null; failure: string | null }[];
  return rows.map(({ stream, synced_at: syncedAt, failure }) => ({
    stream,
    syncedAt,
    failure: failure === null ? null : (JSON.parse(failure) as Failure),
  }));
}
