/** The rows of a segment, ascending, in pieces: a search reads those it comes by. */
import type { Database } from 'better-sqlite3';
import { prepared } from '../statements.ts';
import { Recent } from './recent.ts';

/** Rows a piece. */
const PIECE = 1_024;
/** A segment has fewer pieces than this: the key of a piece is segment * PIECES + its number. */
const PIECES = 4_096;

export function writeRows(db: Database, segment: number, rows: Float64Array): void {
  const insert = prepared(db, 'INSERT INTO text_rows (key, rows) VALUES (?, ?)');
  for (let piece = 0; piece * PIECE < rows.length; piece++) {
    const part = rows.subarray(piece * PIECE, (piece + 1) * PIECE);
    insert.run(segment * PIECES + piece, new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
}

export function removeRows(db: Database, segment: number): void {
  prepared(db, 'DELETE FROM text_rows WHERE key >= ? AND key < ?').run(
    segment * PIECES,
    (segment + 1) * PIECES,
  );
}

/** All rows of a segment of `n`. */
export function allRows(
  db: Database,
  { key, n }: { readonly key: number; readonly n: number },
): Float64Array {
  const rows = new Float64Array(n);
  for (let piece = 0; piece * PIECE < n; piece++)
    rows.set(readPiece(db, key * PIECES + piece), piece * PIECE);
  return rows;
}

function readPiece(db: Database, key: number): Float64Array {
  const blob = prepared(db, 'SELECT rows FROM text_rows WHERE key = ?').pluck().get(key) as Buffer;
  // The numbers have to be aligned, which a buffer of the driver need not be.
  return new Float64Array(new Uint8Array(blob).buffer);
}

const recent = new Recent<Float64Array>(256);

export class SegmentRows {
  readonly #db: Database;
  readonly #segment: number;
  readonly #n: number;

  constructor(db: Database, { key, n }: { readonly key: number; readonly n: number }) {
    this.#db = db;
    this.#segment = key;
    this.#n = n;
  }

  /** The row at an ordinal below `n`. */
  at(ordinal: number): number {
    const key = this.#segment * PIECES + Math.floor(ordinal / PIECE);
    const piece = recent.get(this.#db, key, () => readPiece(this.#db, key));
    return piece[ordinal % PIECE] ?? Number.NaN;
  }

  /** How many rows are at most this. */
  upTo(row: number): number {
    let [low, high] = [0, this.#n];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle) <= row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
