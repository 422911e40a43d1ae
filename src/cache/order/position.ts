/** Where a row stands in an order. The default is newest first, then id, then platform. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { ROWS_GIVEN } from '../read-record.ts';
import { regionAround } from '../row-key.ts';
import { prepared } from '../statements.ts';
import type { SortKey } from './sort-key.ts';

/** Plain data: it is the cursor that callers carry. */
export interface Position {
  readonly row: number;
  readonly time: number | null;
  readonly id: string;
  readonly platform: string;
  /** What the row is sorted by before its time; absent in the default order. */
  readonly keys?: readonly SortKey[];
}

/** Beyond which place, in which direction of the order, and how many. */
export interface Stretch {
  /** Null is the very start, or the very end when `side` is `before`. */
  readonly from: Position | null;
  /** `from` is `after` with the place itself. */
  readonly side: 'after' | 'from' | 'before';
  readonly most: number;
}

/** Places in the order asked for, and whether more follow on that side. */
export interface Collected {
  readonly positions: readonly Position[];
  readonly more: boolean;
}

/** The places of rows, in display order. Rows that are gone are left out. */
export function positionsOf(
  db: Database,
  kind: Kind,
  rows: readonly number[],
  newest: boolean,
): readonly Position[] {
  const find = prepared(
    db,
    `SELECT t.row, t.time, t.id, (SELECT term.value FROM term WHERE term.key = t.platform) AS platform
      FROM ${ROWS_GIVEN} CROSS JOIN ${kind} t ON t.row = given.value`,
  );
  const positions = find.all(JSON.stringify(rows)) as Position[];
  return positions.sort((a, b) => byPosition(a, b, newest));
}

export function byPosition(a: Position, b: Position, newest: boolean): number {
  const [left, right] = [regionAround(a.row).first, regionAround(b.row).first];
  if (left !== right) return newest ? right - left : left - right;
  const [at, other] = [a.time ?? Number.NEGATIVE_INFINITY, b.time ?? Number.NEGATIVE_INFINITY];
  if (at !== other) return at > other === newest ? -1 : 1;
  return byText(a.id, b.id) || byText(a.platform, b.platform);
}

/** Whether a place lies on the asked side of another, by a comparison of the two. */
export function isBeyond(order: number, side: Stretch['side']): boolean {
  return side === 'before' ? order < 0 : order > 0 || (side === 'from' && order === 0);
}

/** By UTF-16 code units, as scripts sort. */
export const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
