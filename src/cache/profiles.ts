/** What look-ups know of users and accounts: one row a person, right for every record at once. */
import type { Database } from 'better-sqlite3';
import type { Json } from '../domain/json.ts';
import { fold } from '../domain/text.ts';
import { DAY } from '../domain/time.ts';
import type { Mention, Profile } from '../platforms/port.ts';
import { leaves } from '../query/search-text.ts';
import { prepared } from './statements.ts';

/** Between the texts of a profile: no query holds it, and SQLite reads on beyond it. */
export const SEPARATOR = '\u{10FFFF}';

/** After this a user or an account is looked up again (ms); one that is missing is not missed so often. */
const AGE = DAY;
const MISSING_AGE = 7 * DAY;

/** Whether a profile row is still good enough, given `$now`. */
export const GOOD = `fetched_at > $now - CASE status WHEN 'missing' THEN ${MISSING_AGE} ELSE ${AGE} END`;

/** Of those looked up too long ago, at most so many at once: they are no hurry. */
const STALE = 50;

/** What is found replaces what was known; somebody deleted or missing keeps the name known before. */
export function saveProfiles(db: Database, platform: string, profiles: readonly Profile[], at: number): void {
  const save = prepared(
    db,
    `INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (platform, type, id) DO UPDATE SET status = excluded.status, fetched_at = excluded.fetched_at,
       ${KEPT.map((column) => `${column} = ${unlessGone(column)}`).join(', ')},
       body = coalesce(excluded.body, body),
       folded = CASE WHEN excluded.body IS NULL THEN folded ELSE excluded.folded END`,
  );
  for (const { type, id, status, name, email, actorType, body } of profiles) {
    const folded = [...new Set(leaves(body))].map(fold).join(SEPARATOR);
    const text = body === null ? null : JSON.stringify(body);
    save.run(platform, type, id, status, name, email, actorType, text, folded, Math.trunc(at));
  }
}

const KEPT = ['name', 'email', 'actor_type'];
const unlessGone = (column: string) =>
  `CASE excluded.status WHEN 'found' THEN excluded.${column} ELSE coalesce(excluded.${column}, ${column}) END`;

export type KeptProfile = Profile & { readonly fetchedAt: number };

export function readProfiles(
  db: Database,
  platform: string,
  mentions: readonly Mention[],
): readonly KeptProfile[] {
  const find = prepared(db, 'SELECT * FROM profile WHERE platform = ? AND type = ? AND id = ?');
  return mentions.flatMap(({ type, id }) => {
    const found = find.get(platform, type, id) as ProfileRow | undefined;
    return found === undefined ? [] : [profileOf(found)];
  });
}

/**
 * Parties of audit entries without a profile, and with `now` (UTC ms) profiles that have grown old, the oldest first;
 * what the system does itself has nobody to look up.
 */
export function toLookUp(
  db: Database,
  platform: string,
  limit: number,
  now: number | null,
): readonly Mention[] {
  const unknown = prepared(
    db,
    `SELECT DISTINCT CASE role WHEN 'actor' THEN 'user' ELSE 'account' END AS type, id FROM party p
      WHERE platform = ? AND id IS NOT NULL AND kind = 'audit' AND role IN ('actor', 'account') AND n > 0
        AND coalesce(p.type, '') <> 'system'
        AND NOT EXISTS (SELECT 1 FROM profile f WHERE f.platform = p.platform AND f.id = p.id
          AND f.type = CASE p.role WHEN 'actor' THEN 'user' ELSE 'account' END)
      LIMIT ?`,
  ).all(platform, limit) as Mention[];
  if (now === null) return unknown;
  const old = prepared(
    db,
    `SELECT type, id FROM profile WHERE platform = $platform AND NOT (${GOOD}) ORDER BY fetched_at LIMIT $limit`,
  ).all({ platform, now, limit: Math.min(STALE, limit - unknown.length) }) as Mention[];
  return [...unknown, ...old];
}

interface ProfileRow {
  readonly type: Profile['type'];
  readonly id: string;
  readonly status: Profile['status'];
  readonly name: string | null;
  readonly email: string | null;
  readonly actor_type: Profile['actorType'];
  readonly body: string | null;
  readonly fetched_at: number;
}

function profileOf(row: ProfileRow): KeptProfile {
  const { type, id, status, name, email } = row;
  const body: Json = row.body === null ? null : JSON.parse(row.body);
  return { type, id, status, name, email, actorType: row.actor_type, body, fetchedAt: row.fetched_at };
}
