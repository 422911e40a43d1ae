/** Read marks on their way to a platform. */
import type { Database } from 'better-sqlite3';
import type { Failure } from '../domain/failure.ts';
import type { OutboxItem } from './port.ts';
import { prepared } from './statements.ts';

export function outboxDone(db: Database, seq: number, failure: Failure | null): void {
  if (failure === null) prepared(db, 'DELETE FROM outbox WHERE seq = ?').run(seq);
  else {
    prepared(db, 'UPDATE outbox SET attempts = attempts + 1, failure = ? WHERE seq = ?').run(
      JSON.stringify(failure),
      seq,
    );
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
