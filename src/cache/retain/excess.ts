/** Which records of a platform are too many, by number or by weight. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { BOUNDED_KINDS, type BoundedKind, NO_BOUNDS } from '../../domain/retention.ts';
import { prepared } from '../statements.ts';
import type { Keeping } from '../stored.ts';
import { firstRow } from './oldest.ts';
import { weigh } from './weights.ts';

/** A number for some of the kinds. */
export type ByKind = Readonly<Partial<Record<BoundedKind, number>>>;

interface Kept {
  readonly db: Database;
  readonly keeping: Keeping;
}

/** Bytes of a record, by kind; nothing where no bound asks for them. */
export function weightsOf({ db, keeping: { platform, kinds, all } }: Kept): ByKind {
  const asked = all.bytes !== null || BOUNDED_KINDS.some((kind) => (kinds[kind]?.bytes ?? null) !== null);
  if (!asked) return {};
  const own = weigh(db).filter((one) => one.platform === platform);
  return Object.fromEntries(own.map(({ kind, records, bytes }) => [kind, bytes / records]));
}

interface Excess {
  readonly kind: BoundedKind;
  /** How many records of it have to go. */
  readonly most: number;
  /** Rows from here on are not its turn yet. */
  readonly before: number;
}

/** The kind whose oldest records are the next to go; null where no bound is passed, or nothing is left to go. */
export function excessOf(
  { db, keeping: { platform, kinds, all } }: Kept,
  weights: ByKind,
  rows: ByKind,
): Excess | null {
  const last = Number.MAX_SAFE_INTEGER;
  const own = BOUNDED_KINDS.flatMap((kind) => {
    const bounds = kinds[kind];
    if (bounds === undefined) return [];
    const head = firstRow(db, kind, platform, rows[kind] ?? -1, last);
    const records = tallyOf(db, kind, platform);
    return [{ kind, bounds, head, records, weight: weights[kind] ?? 0 }];
  });
  for (const { kind, bounds = NO_BOUNDS, head, records, weight } of own) {
    const most = overOf(bounds, records, records * weight, weight);
    if (most > 0 && head !== null) return { kind, most, before: last };
  }
  const total = own.reduce((sum, { records }) => sum + records, 0);
  const bytes = own.reduce((sum, { records, weight }) => sum + records * weight, 0);
  const [first, second] = own
    .filter(({ head }) => head !== null)
    .sort((a, b) => Number(a.head) - Number(b.head));
  if (first === undefined) return null;
  const most = overOf(all, total, bytes, first.weight);
  return most > 0 ? { kind: first.kind, most, before: (second?.head ?? last - 1) + 1 } : null;
}

/** How many records too many there are. */
function overOf(
  { records, bytes }: Pick<Keeping['all'], 'records' | 'bytes'>,
  n: number,
  weight: number,
  each: number,
): number {
  const byRecords = records === null ? 0 : n - records;
  const byBytes = bytes === null || each === 0 ? 0 : Math.ceil((weight - bytes) / each);
  return Math.max(byRecords, byBytes, 0);
}

function tallyOf(db: Database, kind: Kind, platform: string): number {
  const sql = 'SELECT n FROM tally WHERE kind = ? AND platform = ?';
  return Number(prepared(db, sql).pluck().get(kind, platform) ?? 0);
}
