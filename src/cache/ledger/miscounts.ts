/**
 * How many records hold a value, a person or a combination is kept beside each of them, and lists of values, groups
 * and totals are answered from there. No hash covers these numbers: they are held against the rows themselves.
 */
import type { Database } from 'better-sqlite3';
import { KINDS, type Kind } from '../../domain/record.ts';
import { FIRST_ROW } from '../row-key.ts';
import { combinedColumns, SHAPES } from '../shape.ts';
import type { Slices } from '../slices.ts';
import { prepared } from '../statements.ts';

/** A table some numbers of which are not how many records there are. */
export interface Miscount {
  readonly table: string;
  readonly wrong: number;
  /** How many numbers the table has. */
  readonly of: number;
}

/** Rows of an index read in one go: some milliseconds. */
const AT_ONCE = 10_000;

/** Counts through the indexes alone: about half a second a million records. */
export async function miscounts(db: Database, slices: Slices): Promise<readonly Miscount[]> {
  const terms = new Map<number, number>();
  const parties = new Map<number, number>();
  const tables = new Map<string, Counts>([
    ['term', terms],
    ['party', parties],
  ]);
  for (const kind of KINDS) {
    const combinations = await countsOf(db, kind, 'combo', slices);
    tables.set(`${kind}_combination`, combinations);
    addParts(db, kind, combinations, terms);
    const together = combinedColumns(kind);
    for (const { store, name } of SHAPES[kind]) {
      const into = store === 'party' ? parties : store === 'term' && !together.includes(name) ? terms : null;
      if (into === null) continue;
      for (const [key, n] of await countsOf(db, kind, name, slices)) add(into, key, n);
    }
  }
  const found: Miscount[] = [];
  for (const [table, counts] of tables) {
    const { wrong, of } = await compared(db, table, counts, slices);
    if (wrong > 0) found.push({ table, wrong, of });
  }
  return found;
}

type Counts = ReadonlyMap<number, number>;

function add(counts: Map<number, number>, key: number, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n);
}

interface Group {
  readonly key: number;
  readonly n: number;
  readonly last: number;
}

/** How many rows have each key in a column, a stretch of its index at a time. */
async function countsOf(db: Database, kind: Kind, column: string, slices: Slices): Promise<Counts> {
  const counts = new Map<number, number>();
  const stretch = (where: string) =>
    `SELECT key, count(*) AS n, max(row) AS last FROM (SELECT "${column}" AS key, row FROM ${kind}
      WHERE "${column}" IS NOT NULL AND ${where} ORDER BY "${column}", row LIMIT ${AT_ONCE}) GROUP BY key ORDER BY key`;
  const further = prepared(db, stretch(`"${column}" > ?`));
  const within = prepared(db, stretch(`"${column}" = ? AND row > ?`));
  const take = (groups: readonly Group[]): Group | null => {
    for (const { key, n } of groups) add(counts, key, n);
    const read = groups.reduce((sum, { n }) => sum + n, 0);
    return read < AT_ONCE ? null : (groups.at(-1) ?? null);
  };
  let last = take(further.all(FIRST_ROW) as Group[]);
  while (last !== null) {
    const { key } = last;
    // The stretch may have ended among the rows of one key.
    for (let more: Group | null = last; more !== null; ) {
      if (slices.due) await slices.pause();
      more = take(within.all(key, more.last) as Group[]);
    }
    last = take(further.all(key) as Group[]);
  }
  return counts;
}

/** A record counts for each value its combination is of. */
function addParts(db: Database, kind: Kind, combinations: Counts, terms: Map<number, number>): void {
  const columns = combinedColumns(kind).map((name) => `"${name}"`);
  const parts = prepared(db, `SELECT ${columns.join(', ')} FROM ${kind}_combination WHERE key = ?`).raw();
  for (const [combination, n] of combinations) {
    const keys = (parts.get(combination) ?? []) as readonly (number | null)[];
    for (const key of keys) if (key !== null) add(terms, key, n);
  }
}

async function compared(
  db: Database,
  table: string,
  counts: Counts,
  slices: Slices,
): Promise<Omit<Miscount, 'table'>> {
  const next = prepared(db, `SELECT key, n FROM ${table} WHERE key > ? ORDER BY key LIMIT ${AT_ONCE}`);
  let [wrong, of] = [0, 0];
  for (let rows = next.all(FIRST_ROW); rows.length > 0; ) {
    const numbers = rows as { readonly key: number; readonly n: number }[];
    of += numbers.length;
    wrong += numbers.filter(({ key, n }) => (counts.get(key) ?? 0) !== n).length;
    if (slices.due) await slices.pause();
    rows = next.all(numbers.at(-1)?.key);
  }
  return { wrong, of };
}
