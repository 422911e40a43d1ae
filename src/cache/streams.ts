/** What the cache knows of each stream: the source of every statement about freshness and holes. */
import type { Database } from 'better-sqlite3';
import type { Failure } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import type { Kind } from '../domain/record.ts';
import type { Rejected } from '../platforms/port.ts';
import { coveredBy } from './coverage.ts';
import { readEdges, streamKeptFrom } from './retain/edges.ts';
import { prepared } from './statements.ts';
import type { StreamState } from './stored.ts';

interface StreamRow {
  readonly platform: string;
  readonly stream: string;
  readonly kinds: string;
  readonly position: string | null;
  readonly synced_at: number | null;
  readonly attempted_at: number | null;
  readonly failure: string | null;
  readonly not_offered: number;
  readonly rejected: number;
}

export function readStreams(db: Database): readonly StreamState[] {
  const rows = prepared(
    db,
    `SELECT *, (SELECT count(*) FROM rejected r WHERE r.platform = s.platform AND r.stream = s.stream) AS rejected
       FROM stream s ORDER BY platform, stream`,
  ).all() as StreamRow[];
  const tally = prepared(db, 'SELECT n FROM tally WHERE platform = ? AND kind = ?').pluck();
  const counting = countingStreams(rows);
  return rows.map((row) => {
    const kinds = JSON.parse(row.kinds) as Kind[];
    const counted = kinds.map((kind) => counting.get(`${kind} ${row.platform}`) ?? row.stream);
    let known = 0;
    for (const [index, kind] of kinds.entries()) {
      if (counted[index] === row.stream) known += (tally.get(row.platform, kind) as number | undefined) ?? 0;
    }
    const keptFrom = streamKeptFrom(readEdges(db, row.platform), kinds);
    const [other] = counted.includes(row.stream) ? [] : counted;
    return {
      platform: row.platform,
      stream: row.stream,
      kinds,
      covered: coveredBy(db, row.platform, row.stream),
      position: row.position === null ? null : (JSON.parse(row.position) as Json),
      syncedAt: row.synced_at,
      attemptedAt: row.attempted_at,
      failure: row.failure === null ? null : (JSON.parse(row.failure) as Failure),
      notOffered: row.not_offered === 1,
      rejected: row.rejected,
      known,
      ...(Number.isFinite(keptFrom) ? { keptFrom } : {}),
      ...(other === undefined ? {} : { countedWith: other }),
    };
  });
}

/** By kind and platform the stream that its records count for: they do not tell which of several brought them. */
function countingStreams(rows: readonly StreamRow[]): ReadonlyMap<string, string> {
  const counting = new Map<string, string>();
  for (const { platform, stream, kinds } of rows.toSorted((a, b) => a.not_offered - b.not_offered)) {
    for (const kind of JSON.parse(kinds) as Kind[]) {
      const key = `${kind} ${platform}`;
      if (!counting.has(key)) counting.set(key, stream);
    }
  }
  return counting;
}

export function readRejected(
  db: Database,
  platform: string,
  limit: number,
): readonly (Rejected & { readonly stream: string; readonly at: number })[] {
  return prepared(
    db,
    'SELECT key, reason, sample, stream, at FROM rejected WHERE platform = ? ORDER BY at DESC, stream, key LIMIT ?',
  ).all(platform, limit) as (Rejected & { stream: string; at: number })[];
}

/** Records in the cache by kind; kept with every commit, never counted. */
export function readKnown(db: Database): Readonly<Record<Kind, number>> {
  const known: Record<Kind, number> = { alert: 0, job: 0, audit: 0, statistic: 0 };
  for (const { kind, n } of prepared(db, 'SELECT kind, sum(n) AS n FROM tally GROUP BY kind').all() as {
    kind: Kind;
    n: number;
  }[]) {
    known[kind] = n;
  }
  // A day adds snapshots, not figures.
  const figures = prepared(db, 'SELECT count(*) FROM statistic_combination WHERE n > 0').pluck().get();
  return { ...known, statistic: Number(figures) };
}
