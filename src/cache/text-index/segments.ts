/** Segments as the file holds them. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';
import { type Packed, unpack } from './packed.ts';
import { countAt } from './posting-list.ts';
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

const COLUMNS = 'key, n, first, last, lists IS NOT NULL AS packed';

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
  const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
  const sql = `INSERT INTO text_segment (kind, state, n, first, last, touched, rows, lists)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
  const values = [kind, state, rows.length, rows[0], rows.at(-1), at, bytes, lists];
  return Number(prepared(db, sql).run(...values).lastInsertRowid);
}

export function rowsOf(db: Database, { key }: Pick<Segment, 'key'>): Float64Array {
  const blob = prepared(db, 'SELECT rows FROM text_segment WHERE key = ?').pluck().get(key) as Buffer;
  // The numbers have to be aligned, which a buffer of the driver need not be.
  const own = new Uint8Array(blob.length);
  own.set(blob);
  return new Float64Array(own.buffer);
}

export function packedOf(db: Database, { key }: Pick<Segment, 'key'>): Packed {
  return unpack(prepared(db, 'SELECT lists FROM text_segment WHERE key = ?').pluck().get(key) as Buffer);
}

/** The list of a term in a segment whose lists are not in one piece; null when no record has it. */
export function listOf(db: Database, { key }: Pick<Segment, 'key'>, term: number): Uint8Array | null {
  const sql = 'SELECT list FROM text_list WHERE key = ?';
  return (
    (prepared(db, sql)
      .pluck()
      .get(key * TERMS + term) as Buffer | undefined) ?? null
  );
}

/** How many records of a segment have a term. */
export function countIn(db: Database, segment: Segment, packed: () => Packed, term: number): number {
  if (segment.packed === 1) {
    const list = packed().find(term);
    return list === null ? 0 : countAt(list, 0);
  }
  const sql = 'SELECT n FROM text_list WHERE key = ?';
  return (
    (prepared(db, sql)
      .pluck()
      .get(segment.key * TERMS + term) as number | undefined) ?? 0
  );
}
