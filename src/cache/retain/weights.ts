/** About how much of the file each platform's records take: shares of what is used, by a sample of each kind. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';

/** Records of a platform and kind, and about how many bytes all of them take. */
export interface Weight {
  readonly platform: string;
  readonly kind: Kind;
  readonly records: number;
  readonly bytes: number;
}

/** What a record weighs besides its texts: its row, and an entry in each index. */
const FIXED = 300;
/** A text lies in the table and, as the words in it, in the index of texts. */
const TWICE = 2;
/** Combinations a sample is taken of, and records of each from either end. */
const COMBINATIONS = 4;
const SAMPLE = 8;

export function weigh(db: Database): readonly Weight[] {
  const tallies = prepared(
    db,
    'SELECT platform, kind, n FROM tally WHERE n > 0 ORDER BY platform, kind',
  ).all() as { platform: string; kind: Kind; n: number }[];
  const rough = tallies.map(({ platform, kind, n }) => ({
    platform,
    kind,
    records: n,
    bytes: n * sampled(db, kind, platform),
  }));
  const all = rough.reduce((sum, { bytes }) => sum + bytes, 0);
  const used = usedBytes(db);
  return rough.map((one) => ({ ...one, bytes: Math.round((one.bytes / all) * used) }));
}

/** Bytes of the file that hold something. */
function usedBytes(db: Database): number {
  const pragma = (name: string) => db.pragma(name, { simple: true }) as number;
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
}

/** Mean weight of a record, in no unit: of some of the newest and the oldest of the most frequent combinations. */
function sampled(db: Database, kind: Kind, platform: string): number {
  const combinations = prepared(
    db,
    `SELECT key FROM ${kind}_combination WHERE n > 0 AND platform =
       (SELECT key FROM term WHERE kind = '${kind}' AND field = 'platform' AND value = ?)
     ORDER BY n DESC LIMIT ${COMBINATIONS}`,
  )
    .pluck()
    .all(platform);
  const rows = ['ASC', 'DESC'].flatMap((order) => {
    const sql = `SELECT row FROM ${kind} INDEXED BY ${kind}_combo WHERE combo = ? ORDER BY row ${order} LIMIT ${SAMPLE}`;
    return combinations.flatMap((key) => prepared(db, sql).pluck().all(key));
  });
  const whole = [kind, `${kind}_body`].map((table) =>
    prepared(db, `SELECT * FROM ${table} WHERE row = ?`).raw(),
  );
  const texts = rows.map((row) =>
    whole.reduce((sum, statement) => sum + lengthOf(statement.get(row) as readonly unknown[]), 0),
  );
  const mean = texts.length === 0 ? 0 : texts.reduce((sum, one) => sum + one, 0) / texts.length;
  return FIXED + TWICE * mean;
}

function lengthOf(cells: readonly unknown[] = []): number {
  let length = 0;
  for (const cell of cells) {
    if (typeof cell === 'string' || cell instanceof Uint8Array) length += cell.length;
  }
  return length;
}
