/** Chooses what leads through a conjunct: the condition that fewest records fulfil, as far as is known. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { FIRST_ROW, LAST_ROW } from '../row-key.ts';
import { prepared } from '../statements.ts';
import { conditionOf, type RowRange, rangeOf } from './condition.ts';
import type { Atom, Conjunct } from './conjunct.ts';
import { type Direction, type Lead, Source } from './source.ts';

/** Up to so many keys are walked side by side; more are filtered, or their rows gathered first. */
const MOST_KEYS = 200;
/** Up to so many records, a key leads and the text is tested in each; past it the text index leads. */
const FEW = 3_000;

/** The sources whose rows together are those of the conjunct. */
export function route(
  db: Database,
  kind: Kind,
  conjunct: Conjunct,
  within: RowRange,
  direction: Direction,
  spread: number,
): readonly Source[] {
  const { atoms } = conjunct;
  const own = rangeOf(atoms, spread);
  const range = {
    first: Math.max(within.first, own?.first ?? FIRST_ROW),
    last: Math.min(within.last, own?.last ?? LAST_ROW),
  };
  if (range.first > range.last) return [];
  const leading = leader(atoms);
  const others = atoms.filter((atom) => atom !== leading);
  const source = (lead: Lead, rest: readonly Atom[]) =>
    new Source(db, kind, lead, conditionOf(kind, rest, spread), range, direction);
  if (leading === null) return [source({ by: 'table' }, atoms)];
  switch (leading.is) {
    case 'rows':
      return [source({ by: 'rows', rows: [...leading.rows] }, others)];
    case 'match':
      return [source({ by: 'match', expression: leading.expression }, others)];
    case 'short':
      return [source({ by: 'short', expression: leading.token }, others)];
    case 'range':
      return [source({ by: 'rows', rows: inRange(db, kind, leading, range) }, others)];
    case 'keys': {
      // No index holds what is absent: it would cost room in every record, and only no: asks for it.
      if (leading.keys.has(null)) return [source({ by: 'table' }, atoms)];
      if (leading.keys.size <= MOST_KEYS) {
        return [...leading.keys.keys()].map((key) =>
          source({ by: 'key', column: leading.column, key: Number(key) }, others),
        );
      }
      if (leading.n > FEW * 10) return [source({ by: 'table' }, atoms)];
      return [source({ by: 'rows', rows: ofKeys(db, kind, leading, range) }, others)];
    }
    default:
      return leading satisfies never;
  }
}

type Leading = Exclude<Atom, { is: 'time' }>;

function leader(atoms: readonly Atom[]): Leading | null {
  const of = <I extends Atom['is']>(is: I) =>
    atoms.filter((atom): atom is Extract<Atom, { is: I }> => atom.is === is);
  const [rows] = of('rows');
  if (rows !== undefined) return rows;
  const [keys] = of('keys').sort((a, b) => cost(a) - cost(b));
  const text = of('match')[0] ?? of('short')[0];
  if (keys !== undefined && (text === undefined || keys.n <= FEW)) {
    return keys.n > FEW ? (of('range')[0] ?? keys) : keys;
  }
  return text ?? of('range')[0] ?? null;
}

/** Walking many keys side by side costs a seek each. */
const cost = (atom: Extract<Atom, { is: 'keys' }>): number => atom.n + atom.keys.size * 10;

function inRange(
  db: Database,
  kind: Kind,
  { column, from, to }: Extract<Atom, { is: 'range' }>,
  range: RowRange,
): readonly number[] {
  const sql = `SELECT row FROM ${kind} INDEXED BY ${kind}_${column}
    WHERE "${column}" >= ? AND "${column}" <= ? AND row BETWEEN ? AND ?`;
  return prepared(db, sql)
    .pluck()
    .all(from ?? -Number.MAX_VALUE, to ?? Number.MAX_VALUE, range.first, range.last) as number[];
}

function ofKeys(
  db: Database,
  kind: Kind,
  { column, keys }: Extract<Atom, { is: 'keys' }>,
  range: RowRange,
): readonly number[] {
  const sql = `SELECT row FROM ${kind} INDEXED BY ${kind}_${column} WHERE "${column}" IN (SELECT value FROM json_each(?))
    AND row BETWEEN ? AND ?`;
  const given = JSON.stringify([...keys.keys()]);
  return prepared(db, sql).pluck().all(given, range.first, range.last) as number[];
}
