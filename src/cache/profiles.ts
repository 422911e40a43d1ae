/** What look-ups know of users and accounts: one row a person, right for every record at once. */
import type { Database } from 'better-sqlite3';
import type { Json } from '../domain/json.ts';
import { fold } from '../domain/text.ts';
import type { Mention, Profile } from '../platforms/port.ts';
import { leaves } from '../query/search-text.ts';
import { prepared } from './statements.ts';
import { SEPARATOR } from './texts.ts';

export function saveProfiles(db: Database, platform: string, profiles: readonly Profile[], at: number): void {
  const save = prepared(db, 'INSERT OR REPLACE INTO profile VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const { type, id, status, name, email, actorType, body } of profiles) {
    const folded = [...new Set(leaves(body))].map(fold).join(SEPARATOR);
    const text = body === null ? null : JSON.stringify(body);
    save.run(platform, type, id, status, name, email, actorType, text, folded, Math.trunc(at));
  }
}

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

/** Parties of audit entries without a profile; what the system does itself has nobody to look up. */
export function neverLookedUp(db: Database, platform: string, limit: number): readonly Mention[] {
  return prepared(
    db,
    `SELECT DISTINCT CASE role WHEN 'actor' THEN 'user' ELSE 'account' END AS type, id FROM party p
      WHERE platform = ? AND id IS NOT NULL AND kind = 'audit' AND role IN ('actor', 'account') AND n > 0
        AND coalesce(p.type, '') <> 'system'
        AND NOT EXISTS (SELECT 1 FROM profile f WHERE f.platform = p.platform AND f.id = p.id
          AND f.type = CASE p.role WHEN 'actor' THEN 'user' ELSE 'account' END)
      LIMIT ?`,
  ).all(platform, limit) as Mention[];
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
