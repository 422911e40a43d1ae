/** Where a row stands in the default order: newest first, then id. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../domain/record.ts';
import { regionAround } from './row-key.ts';
import { prepared } from './statements.ts';

/** Plain data: it is the cursor that callers carry. An id of null stands before every id of its time. */
export interface Position {
  readonly row: number;
  readonly time: number | null;
  readonly id: string | null;
}

/** The places of rows, in display order. Rows that are gone are left out. */
export function positionsOf(db: Database, kind: Kind, rows: readonly number[]): readonly Position[] {
  const find = prepared(db, `SELECT row, time, id FROM ${kind} WHERE row = ?`);
  return rows.flatMap((row) => (find.get(row) as Position | undefined) ?? []).sort(byPosition);
}

export function byPosition(a: Position, b: Position): number {
  const [left, right] = [regionAround(a.row).first, regionAround(b.row).first];
  if (left !== right) return right - left;
  const [newer, older] = [b.time ?? Number.NEGATIVE_INFINITY, a.time ?? Number.NEGATIVE_INFINITY];
  if (newer !== older) return newer < older ? -1 : 1;
  if (a.id === b.id) return 0;
  if (a.id === null) return -1;
  if (b.id === null) return 1;
  return a.id < b.id ? -1 : 1;
}
