/** Records that may still change, for a poll to read again. */
import type { Kind, Ref } from '../domain/record.ts';
import type { Reading } from './rows.ts';
import { prepared } from './statements.ts';

/** Newest first; what rules derived changes with its entries, and no platform could be asked for it. */
export function openRecords({ db }: Reading, platform: string, kind: Kind, limit: number): readonly Ref[] {
  const key = `(SELECT key FROM term WHERE kind = '${kind}' AND field = 'platform' AND value = ?)`;
  if (kind === 'alert') {
    const sql = `SELECT id FROM alert INDEXED BY alert_seen WHERE seen = 0 AND platform = ${key}
      AND origin = ${ownOrigin(kind)} ORDER BY row DESC LIMIT ?`;
    return refs(prepared(db, sql).pluck().all(platform, limit), platform, kind);
  }
  if (kind !== 'job') return [];
  const sql = `SELECT id FROM job INDEXED BY job_combo WHERE combo IN
    (SELECT key FROM job_combination WHERE platform = ${key} AND origin = ${ownOrigin(kind)} AND status IN
      (SELECT key FROM term WHERE kind = 'job' AND field = 'status' AND value IN ('QUEUED', 'RUNNING')))
    ORDER BY row DESC LIMIT ?`;
  return refs(prepared(db, sql).pluck().all(platform, limit), platform, kind);
}

const ownOrigin = (kind: Kind): string =>
  `(SELECT key FROM term WHERE kind = '${kind}' AND field = 'origin' AND value = 'platform')`;

const refs = (ids: readonly unknown[], platform: string, kind: Kind): readonly Ref[] =>
  ids.map((id) => `${platform}/${kind}/${String(id)}`);
