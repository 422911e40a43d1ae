/**
 * Local read marks of alerts and their way to the platform. A mark and its outbox entry are written in one
 * transaction; unmarking takes back what has not left yet.
 */
import type { Database } from 'better-sqlite3';
import { parseRef, type Ref } from '../domain/record.ts';
import { takeBack } from './outbox.ts';
import type { RecordWriters } from './record-writers.ts';
import { prepared } from './statements.ts';
import type { ReadMark } from './stored.ts';

export function markRead(
  db: Database,
  writers: RecordWriters,
  refs: readonly Ref[],
  read: boolean,
  at: number,
  queue: readonly string[],
): ReadMark {
  const changed: Ref[] = [];
  const byPlatform = new Map<string, string[]>();
  const look = prepared(
    db,
    'SELECT read, seen, term.value AS origin FROM alert LEFT JOIN term ON term.key = origin WHERE row = ?',
  );
  const mark = prepared(db, 'UPDATE alert SET mark = ?, mark_at = ?, seen = ?, changed = ? WHERE row = ?');
  for (const ref of new Set(refs)) {
    const parsed = parseRef(ref);
    if (parsed?.kind !== 'alert') continue;
    const row = writers.of('alert').find(parsed.platform, parsed.id);
    if (row === null) continue;
    const now = look.get(row) as { read: number; seen: number; origin: string | null };
    if (now.seen === Number(read)) continue;
    // A platform that keeps marks may have been told by now, and has no way back: unread is ours to remember.
    // Of an alert that a rule derived no platform knows: its marks are ours alone.
    const isDerived = now.origin?.startsWith('rule:') === true;
    const agrees = now.read === Number(read) && (read || isDerived || !queue.includes(parsed.platform));
    mark.run(agrees ? null : Number(read), agrees ? null : at, Number(read), at, row);
    changed.push(ref);
    writers.touch('alert', parsed.platform, 0, 0);
    if (isDerived) continue;
    const ids = byPlatform.get(parsed.platform) ?? [];
    byPlatform.set(parsed.platform, [...ids, parsed.id]);
  }
  const enqueue = prepared(db, 'INSERT INTO outbox (platform, ids, queued_at) VALUES (?, ?, ?)');
  for (const [platform, ids] of byPlatform) {
    if (!read) takeBack(db, platform, new Set(ids));
    else if (queue.includes(platform)) enqueue.run(platform, JSON.stringify(ids), Math.trunc(at));
  }
  return { changed };
}
