/** Chooses what leads through a conjunct: the condition that fewest records fulfil, as far as is known. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { FIRST_ROW, LAST_ROW } from '../row-key.ts';
import { prepared } from '../statements.ts';
import { combined } from './combine.ts';
import { type RowRange, rangeOf, verdictOf } from './condition.ts';
import type { Atom, Conjunct } from './conjunct.ts';
import { type Direction, type Lead, type Source, sourceOf } from './source.ts';

/** Up to so many keys are walked side by side; more are filtered, or their rows gathered first. */
const MOST_KEYS = 1_000;
/** Keys with more records than this are found by walking the table. */
const MANY = 30_000;
/** How much more a row costs when a text is looked for in it than when the text index leads to it. */
const TEXT_TEST = 10;
/** What nobody has counted is taken for this many records. */
const OFTEN = 100_000;

/** The sources whose rows together are those of the conjunct. */
export function route(
  db: Database,
  kind: Kind,
  conjunct: Conjunct,
  within: RowRange,
  direction: Direction,
  spread: number,
): readonly Source[] {
  // An order adds conditions of its own to those of the plan.
  const atoms = combined(db, kind, conjunct)?.atoms ?? null;
  if (atoms === null) return [];
  const own = rangeOf(atoms, spread);
  const range = {
    first: Math.max(within.first, own?.first ?? FIRST_ROW),
    last: Math.min(within.last, own?.last ?? LAST_ROW),
  };
  if (range.first > range.last) return [];
  const leading = leader(atoms);
  const others = atoms.filter((atom) => atom !== leading);
  const source = (lead: Lead, rest: readonly Atom[]) => {
    const verdict = verdictOf(rest, conjunct.sure, spread);
    const texts = rest.filter((atom) => atom.is === 'match');
    return sourceOf({ db, kind, lead, verdict, texts, range, direction });
  };
  if (leading === null) return [source({ by: 'table' }, atoms)];
  switch (leading.is) {
    case 'rows':
      return [source({ by: 'rows', rows: [...leading.rows] }, others)];
    case 'match':
      return [source({ by: 'match', terms: leading.terms }, others)];
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
      if (leading.n > MANY) return [source({ by: 'table' }, atoms)];
      return [source({ by: 'rows', rows: ofKeys(db, kind, leading, range) }, others)];
    }
    default:
      return leading satisfies never;
  }
}

type Leading = Exclude<Atom, { is: 'time' }>;

function leader(atoms: readonly Atom[]): Leading | null {
  const costed = atoms.flatMap((atom) => (atom.is === 'time' ? [] : [{ atom, cost: cost(atom) }]));
  return costed.sort((a, b) => a.cost - b.cost)[0]?.atom ?? null;
}

/** About how much work it is to be led by an atom through all it finds. */
function cost(atom: Leading): number {
  switch (atom.is) {
    case 'rows':
      return atom.rows.size;
    case 'keys':
      // Walking many keys side by side costs a seek each; a text tested in each row costs much.
      return (atom.n + atom.keys.size * 10) * TEXT_TEST;
    case 'match':
      return atom.n;
    case 'range':
      return OFTEN;
    default:
      return atom satisfies never;
  }
}

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
