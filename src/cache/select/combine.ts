/**
 * Conditions on columns of few values as one condition on their combinations. Which values occur together
 * is known for all records at once, so that two common values that never meet are told apart without
 * looking at a record, and counted without counting.
 */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { combinedColumns } from '../shape.ts';
import { prepared } from '../statements.ts';
import { type Atom, type Conjunct, keysAtom, one, product } from './conjunct.ts';

/** The column of a record that holds the key of its combination. */
export const COMBINATION = 'combo';

/** Null when no combination fulfils the conditions. */
export function combined(db: Database, kind: Kind, conjunct: Conjunct): Conjunct | null {
  const columns = new Set(combinedColumns(kind));
  const own: Keys[] = [];
  const rest: Atom[] = [];
  for (const atom of conjunct.atoms) {
    if (atom.is === 'keys' && columns.has(atom.column)) own.push(atom);
    else rest.push(atom);
  }
  if (own.length === 0) return conjunct;
  const found = keysAtom(COMBINATION, combinations(db, kind, own));
  if (found.keys.size === 0) return null;
  return product([{ atoms: rest, sure: conjunct.sure }], [one(found)])?.[0] ?? null;
}

type Keys = Extract<Atom, { is: 'keys' }>;

function combinations(
  db: Database,
  kind: Kind,
  atoms: readonly Keys[],
): readonly (readonly [number, number])[] {
  const holds = atoms.map(({ column, keys }) => {
    const inside = `"${column}" IN (SELECT value FROM json_each(?))`;
    return keys.has(null) ? `("${column}" IS NULL OR ${inside})` : inside;
  });
  const sql = `SELECT key, n FROM ${kind}_combination WHERE n > 0 AND ${holds.join(' AND ')}`;
  const given = atoms.map(({ keys }) => JSON.stringify([...keys.keys()].filter((key) => key !== null)));
  return prepared(db, sql)
    .raw()
    .all(...given) as [number, number][];
}

/** The value each combination has in one of its columns. */
export function valuesOfCombinations(
  db: Database,
  kind: Kind,
  column: string,
): readonly (readonly [number, string | null])[] {
  const sql = `SELECT c.key, term.value FROM ${kind}_combination c LEFT JOIN term ON term.key = c."${column}"`;
  return prepared(db, sql).raw().all() as [number, string | null][];
}
