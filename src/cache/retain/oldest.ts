/** A platform's oldest records of a kind, and which of them stay however old they are. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { RULES } from '../../rules/registry.ts';
import { prepared } from '../statements.ts';
import { STANDING } from '../tick.ts';

/** Rows of the table looked at in one go. */
const SCAN = 256;

export interface Candidate {
  readonly row: number;
  readonly id: string;
  readonly time: number;
  /** A job that has not ended, an alert that nobody has read. */
  readonly open: boolean;
}

export interface Found {
  readonly candidates: readonly Candidate[];
  /** Up to which row all were looked at; null when there are no more. */
  readonly upTo: number | null;
}

/**
 * Of the rows after one and before another, the next ones of a platform, by ascending row: records that lie
 * together are taken out together. A stretch that holds only other platforms' records is jumped over.
 */
export function oldestOf(db: Database, kind: Kind, platform: string, after: number, before: number): Found {
  const key = termOf(db, kind, 'platform', platform);
  const head = key === null ? null : headOf(db, kind, key, after, before);
  if (head === null) return { candidates: [], upTo: null };
  const rows = prepared(
    db,
    `SELECT row, id, time, platform, ${openOf(kind)} AS open FROM ${kind}
      WHERE row >= $head AND row < $before ORDER BY row LIMIT ${SCAN}`,
  ).all({ head, before, ...openTerms(db, kind) }) as (Omit<Candidate, 'open'> & {
    platform: number;
    open: number;
  })[];
  const own = rows.filter((row) => row.platform === key);
  return {
    candidates: own.map(({ row, id, time, open }) => ({ row, id, time, open: open === 1 })),
    upTo: rows.at(-1)?.row ?? null,
  };
}

/** The first row of a platform after one and before another; null when there is none. */
export function firstRow(
  db: Database,
  kind: Kind,
  platform: string,
  after: number,
  before: number,
): number | null {
  const key = termOf(db, kind, 'platform', platform);
  return key === null ? null : headOf(db, kind, key, after, before);
}

function headOf(db: Database, kind: Kind, platform: number, after: number, before: number): number | null {
  return prepared(
    db,
    `SELECT min((SELECT row FROM ${kind} INDEXED BY ${kind}_combo
        WHERE combo = key AND row > $after AND row < $before ORDER BY row LIMIT 1))
       FROM ${kind}_combination WHERE platform = $platform AND n > 0`,
  )
    .pluck()
    .get({ platform, after, before }) as number | null;
}

/** What rules derived rests on entries and goes with them: of it nothing is open. */
function openOf(kind: Kind): string {
  if (kind === 'alert') return '(seen = 0 AND origin IS $own)';
  if (kind === 'job') return '(origin IS $own AND (status IS $queued OR status IS $running))';
  return '0';
}

function openTerms(db: Database, kind: Kind): Readonly<Record<string, number | null>> {
  if (kind !== 'alert' && kind !== 'job') return {};
  const origin = { own: termOf(db, kind, 'origin', 'platform') ?? -1 };
  if (kind === 'alert') return origin;
  const status = (value: string) => termOf(db, kind, 'status', value) ?? -1;
  return { ...origin, queued: status('QUEUED'), running: status('RUNNING') };
}

function termOf(db: Database, kind: Kind, field: string, value: string): number | null {
  const sql = 'SELECT key FROM term WHERE kind = ? AND field = ? AND value = ?';
  return (prepared(db, sql).pluck().get(kind, field, value) ?? null) as number | null;
}

/** Whether the user has laid something on a record: pinned it, or written a note. */
export const KEPT_BY_HAND = `SELECT 1 FROM pin WHERE kind = $kind AND platform = $platform AND id = $id
  UNION ALL SELECT 1 FROM note WHERE kind = $kind AND platform = $platform AND id = $id`;

/** Says of records whether they stay: open ones, pinned and noted ones, marks on their way, what stands of a platform. */
export function stayingOf(db: Database, kind: Kind, platform: string): (candidate: Candidate) => boolean {
  const kept = prepared(db, KEPT_BY_HAND);
  const held = kind === 'alert' ? new Set([...waiting(db, platform), ...standing(db, platform)]) : null;
  return ({ id, open }) => open || held?.has(id) === true || kept.get({ kind, platform, id }) !== undefined;
}

/** Alerts with a read mark that the platform has not taken yet. */
function waiting(db: Database, platform: string): readonly string[] {
  const items = prepared(db, 'SELECT ids FROM outbox WHERE platform = ?').pluck().all(platform) as string[];
  return items.flatMap((ids) => JSON.parse(ids) as string[]);
}

const OF_STREAMS = RULES.filter(({ ofStreams }) => ofStreams !== undefined).map(({ name }) => name);

/** Alerts about a platform as a whole that hold now. */
function standing(db: Database, platform: string): readonly string[] {
  const sql = `SELECT id FROM derived JOIN subject ON key = subject WHERE rule = ? AND platform = ? AND name = '${STANDING}'`;
  return OF_STREAMS.flatMap((rule) => prepared(db, sql).pluck().all(rule, platform) as string[]);
}
