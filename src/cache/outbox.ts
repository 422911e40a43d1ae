/** Read marks on their way to a platform. */
import type { Database } from 'better-sqlite3';
import type { Failure } from '../domain/failure.ts';
import type { RecordWriters } from './record-writers.ts';
import { prepared } from './statements.ts';
import type { MarksTold, OutboxItem } from './stored.ts';

const NOTHING_TOLD: MarksTold = { taken: [], refused: [] };

export function outboxDone(
  db: Database,
  writers: RecordWriters,
  seq: number,
  failure: Failure | null,
  { taken, refused }: MarksTold = NOTHING_TOLD,
): void {
  const item = prepared(db, 'SELECT platform, ids FROM outbox WHERE seq = ?').get(seq) as
    | { platform: string; ids: string }
    | undefined;
  // Taken back while it was on its way.
  if (item === undefined) return;
  // No record changes, but who shows what waits hears of the answer.
  writers.touchOnly([], item.platform);
  const left = new Set(JSON.parse(item.ids) as string[]);
  for (const id of taken) left.delete(id);
  const keep = prepared(
    db,
    `INSERT INTO outbox (platform, ids, attempts, failure, queued_at)
       SELECT platform, ?, attempts + 1, ?, queued_at FROM outbox WHERE seq = ?`,
  );
  for (const { id, failure: why } of refused) {
    if (left.delete(id)) keep.run(JSON.stringify([id]), JSON.stringify(why), seq);
  }
  if (failure === null || left.size === 0) {
    prepared(db, 'DELETE FROM outbox WHERE seq = ?').run(seq);
    return;
  }
  prepared(db, 'UPDATE outbox SET ids = ?, attempts = attempts + 1, failure = ? WHERE seq = ?').run(
    JSON.stringify([...left]),
    JSON.stringify(failure),
    seq,
  );
}

/** Takes ids out of what waits: nobody wants them told any more, or the alerts are gone. */
export function takeBack(db: Database, platform: string, ids: ReadonlySet<string>): void {
  const items = prepared(db, 'SELECT seq, ids FROM outbox WHERE platform = ?').all(platform) as {
    seq: number;
    ids: string;
  }[];
  for (const { seq, ids: text } of items) {
    const queued = JSON.parse(text) as string[];
    const left = queued.filter((id) => !ids.has(id));
    if (left.length === queued.length) continue;
    if (left.length === 0) prepared(db, 'DELETE FROM outbox WHERE seq = ?').run(seq);
    else prepared(db, 'UPDATE outbox SET ids = ? WHERE seq = ?').run(JSON.stringify(left), seq);
  }
}

export function readOutbox(db: Database, platform: string | undefined): readonly OutboxItem[] {
  const rows = prepared(db, 'SELECT * FROM outbox WHERE platform = coalesce(?, platform) ORDER BY seq').all(
    platform ?? null,
  ) as {
    seq: number;
    platform: string;
    ids: string;
    attempts: number;
    failure: string | null;
    queued_at: number;
  }[];
  return rows.map(({ seq, platform: name, ids, attempts, failure, queued_at }) => ({
    seq,
    platform: name,
    ids: JSON.parse(ids) as string[],
    attempts,
    failure: failure === null ? null : (JSON.parse(failure) as Failure),
    queuedAt: queued_at,
  }));
}
