/** Segments as the file holds them. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';
import { type Packed, unpack } from './packed.ts';
import { countAt } from './posting-list.ts';
import { Recent } from './recent.ts';
import { writeRows } from './segment-rows.ts';
import { TERMS } from './terms.ts';

export interface Segment {
  readonly key: number;
  readonly n: number;
  /** The lowest and the highest of its rows. */
  readonly first: number;
  readonly last: number;
  /** Its lists are in one piece. */
  readonly packed: number;
}

/** Segments of at most so many records keep their lists in one piece. */
export const PACKED = 4_096;

// The type of a column is read without its content, which 'IS NOT NULL' fetches.
const COLUMNS = "key, n, first, last, typeof(lists) = 'blob' AS packed";

/** What a search of a kind has to look at. */
export function liveSegments(db: Database, kind: Kind): readonly Segment[] {
  const sql = `SELECT ${COLUMNS} FROM text_segment INDEXED BY text_segment_state WHERE state = 'live' AND kind = ?`;
  return prepared(db, sql).all(kind) as Segment[];
}

export interface NewSegment {
  readonly kind: Kind;
  readonly state: 'live' | 'building';
  /** Ascending, at least one. */
  readonly rows: Float64Array;
  readonly lists: Uint8Array | null;
  /** UTC ms. */
  readonly at: number;
}

/** Adds a segment; returns its key. */
export function addSegment(db: Database, { kind, state, rows, lists, at }: NewSegment): number {
  const sql = `INSERT INTO text_segment (kind, state, n, first, last, touched, lists)
    VALUES (?, ?, ?, ?, ?, ?, ?)`;
  const values = [kind, state, rows.length, rows[0], rows.at(-1), at, lists];
  const key = Number(prepared(db, sql).run(...values).lastInsertRowid);
  writeRows(db, key, rows);
  return key;
}

/** All lists of a segment that has them in one piece. */
export function packedOf(db: Database, { key }: Pick<Segment, 'key'>): Packed {
  return unpack(prepared(db, 'SELECT lists FROM text_segment WHERE key = ?').pluck().get(key) as Buffer);
}

const recent = new Recent<Packed>(64);

const packedIn = (db: Database, segment: Segment): Packed =>
  recent.get(db, segment.key, () => packedOf(db, segment));

/** The list of a term in a segment; null when no record has it. */
export function listOf(db: Database, segment: Segment, term: number): Uint8Array | null {
  if (segment.packed === 1) return packedIn(db, segment).find(term);
  const sql = 'SELECT list FROM text_list WHERE key = ?';
  const list = prepared(db, sql)
    .pluck()
    .get(segment.key * TERMS + term);
  return (list as Buffer | undefined) ?? null;
}

/** How many records of a segment have a term. */
export function countIn(db: Database, segment: Segment, term: number): number {
  if (segment.packed === 1) {
    const list = packedIn(db, segment).find(term);
    return list === null ? 0 : countAt(list, 0);
  }
  const sql = 'SELECT n FROM text_list WHERE key = ?';
  const n = prepared(db, sql)
    .pluck()
    .get(segment.key * TERMS + term);
  return (n as number | undefined) ?? 0;
}
