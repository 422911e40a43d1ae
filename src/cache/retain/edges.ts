/**
 * From when on a platform's records of a kind are kept. It lies in the cache: whatever writes records, in whichever
 * process, keeps to it, so that what was dropped neither comes back nor counts as held.
 */
import type { Database } from 'better-sqlite3';
import { timeOf } from '../../domain/kinds.ts';
import type { AnyRecord, Kind } from '../../domain/record.ts';
import { DAY } from '../../domain/time.ts';
import type { RecordWriters } from '../record-writers.ts';
import { prepared } from '../statements.ts';

/** The first instant kept (UTC ms), by what decides it; null where nothing does. */
export interface Edge {
  readonly age: number | null;
  readonly size: number | null;
  /** The bounds the edge by size comes from: with others it begins anew. */
  readonly by: string;
}

export type Edges = Readonly<Partial<Record<Kind, Edge>>>;

const keyOf = (platform: string): string => `kept from ${platform}`;

export function readEdges(db: Database, platform: string): Edges {
  const text = prepared(db, 'SELECT value FROM memory WHERE key = ?').pluck().get(keyOf(platform));
  return text === undefined ? {} : (JSON.parse(String(text)) as Edges);
}

export function writeEdges(db: Database, platform: string, edges: Edges): void {
  if (Object.keys(edges).length === 0) prepared(db, 'DELETE FROM memory WHERE key = ?').run(keyOf(platform));
  else
    prepared(db, 'INSERT OR REPLACE INTO memory VALUES (?, ?)').run(keyOf(platform), JSON.stringify(edges));
}

/** The first instant kept of records of a kind; -Infinity where everything is. */
export function keptFrom(edges: Edges, kind: Kind): number {
  const { age = null, size = null } = edges[kind] ?? {};
  return Math.max(age ?? Number.NEGATIVE_INFINITY, size ?? Number.NEGATIVE_INFINITY);
}

/** The first instant of which a stream holds everything it brings. */
export function streamKeptFrom(edges: Edges, kinds: readonly Kind[]): number {
  return Math.max(Number.NEGATIVE_INFINITY, ...kinds.map((kind) => keptFrom(edges, kind)));
}

/** What no page may add to the cache: it is older than what is kept, and not one of those that stay all the same. */
export function isDropped(writers: RecordWriters, edges: Edges, record: AnyRecord): boolean {
  const time = timeOf(record);
  if (time === null || time >= keptFrom(edges, record.kind)) return false;
  return writers.of(record.kind).find(record.platform, record.id) === null;
}

/** Takes out of the coverage of a platform's streams what is older than what is kept. */
export function cutCoverage(db: Database, platform: string, edges: Edges): void {
  const streams = prepared(db, 'SELECT stream, kinds FROM stream WHERE platform = ?').all(platform) as {
    stream: string;
    kinds: string;
  }[];
  for (const { stream, kinds } of streams) {
    const from = streamKeptFrom(edges, JSON.parse(kinds) as Kind[]);
    if (from === Number.NEGATIVE_INFINITY) continue;
    const where = { platform, stream, from: Math.ceil(from) };
    const own = 'FROM covered WHERE platform = $platform AND stream = $stream AND start < $from';
    const cut = prepared(db, `SELECT max(finish) ${own}`).pluck().get(where) as number | null;
    if (cut === null) continue;
    prepared(db, `DELETE ${own}`).run(where);
    if (cut >= where.from)
      prepared(db, 'INSERT INTO covered VALUES (?, ?, ?, ?)').run(platform, stream, where.from, cut);
  }
}

/** Whether records of any kind are dropped for the whole of a day (days since 1970, UTC). */
export function isWholeDayDropped(edges: Edges, day: number): boolean {
  return (day + 1) * DAY <= latestEdge(edges);
}

/** The latest instant from which records of some kind are kept; -Infinity where all are kept whole. */
export function latestEdge(edges: Edges): number {
  return streamKeptFrom(edges, Object.keys(edges) as Kind[]);
}

/** Whether a subject has entries of a day of its own. */
export function hasEvidence(db: Database, subject: number, day: number): boolean {
  const sql = 'SELECT 1 FROM evidence WHERE subject = ? AND at >= ? AND at < ? LIMIT 1';
  return prepared(db, sql).get(subject, day * DAY, (day + 1) * DAY) !== undefined;
}
