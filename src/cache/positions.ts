/** Where a row stands in the default order: newest first, then id, then platform. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../domain/record.ts';
import { regionAround } from './row-key.ts';
import { prepared } from './statements.ts';

/** Plain data: it is the cursor that callers carry. */
export interface Position {
  readonly row: number;
  readonly time: number | null;
  readonly id: string;
  readonly platform: string;
}

/** The places of rows, in display order. Rows that are gone are left out. */
export function positionsOf(db: Database, kind: Kind, rows: readonly number[]): readonly Position[] {
  const find = prepared(
    db,
    `SELECT row, time, id, (SELECT value FROM term WHERE key = platform) AS platform FROM ${kind} WHERE row = ?`,
  );
  return rows.flatMap((row) => (find.get(row) as Position | undefined) ?? []).sort(byPosition);
}

export function byPosition(a: Position, b: Position): number {
  const [left, right] = [regionAround(a.row).first, regionAround(b.row).first];
  if (left !== right) return right - left;
  const [newer, older] = [a.time ?? Number.NEGATIVE_INFINITY, b.time ?? Number.NEGATIVE_INFINITY];
  if (newer !== older) return newer > older ? -1 : 1;
  return byText(a.id, b.id) || byText(a.platform, b.platform);
}

/** By UTF-16 code units, as scripts sort. */
const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
