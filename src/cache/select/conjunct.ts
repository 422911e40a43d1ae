/**
 * A query as alternatives of conditions the tables can answer. What its conditions leave open is either made
 * sure by looking at columns, or the record is tested, one by one.
 */

export type Atom =
  /**
   * The column holds one of the keys (`null` means "nothing"), each with how many records hold it; `n` is
   * their sum, infinite where nobody counts.
   */
  | {
      readonly is: 'keys';
      readonly column: string;
      readonly keys: ReadonlyMap<number | null, number>;
      readonly n: number;
    }
  /** The text index allows for all of these terms, in at most `n` records. Only looking tells whether it is so. */
  | { readonly is: 'match'; readonly terms: readonly number[]; readonly n: number }
  /** A numeric column between two bounds, inclusive; null is open. */
  | {
      readonly is: 'range';
      readonly column: string;
      readonly from: number | null;
      readonly to: number | null;
    }
  /** The kind's own time between two bounds, inclusive. */
  | { readonly is: 'time'; readonly from: number | null; readonly to: number | null }
  /** One of few rows, looked up already. */
  | { readonly is: 'rows'; readonly rows: ReadonlySet<number> };

export interface Conjunct {
  readonly atoms: readonly Atom[];
  /**
   * What makes a record that fulfils the atoms a match for sure; nothing when they say it all, null when
   * only the record's test can tell. A record of which this does not hold is tested as well.
   */
  readonly sure: readonly Sure[] | null;
}

/** The folded text occurs in one of the columns; when they are all there is, it occurs nowhere else. */
export interface Sure {
  readonly text: string;
  readonly columns: readonly string[];
  readonly all: boolean;
}

export const isExact = ({ sure }: Conjunct): boolean => sure !== null && sure.length === 0;

type Keys = Extract<Atom, { is: 'keys' }>;

export function keysAtom(column: string, counted: Iterable<readonly [number | null, number]>): Keys {
  const keys = new Map(counted);
  let n = 0;
  for (const count of keys.values()) n += count;
  return { is: 'keys', column, keys, n };
}

export const EVERYTHING: Conjunct = { atoms: [], sure: [] };
/** Nothing to look up: every record has to be tested. */
export const UNKNOWN: Conjunct = { atoms: [], sure: null };
export const one = (atom: Atom, sure: Conjunct['sure'] = []): Conjunct => ({ atoms: [atom], sure });
/** What is found here still has to be tested. */
export const perhaps = (atom: Atom): Conjunct => one(atom, null);

/** More alternatives than this cost more than they save. */
export const MOST = 64;

/** The alternatives of "both"; null when there would be too many. */
export function product(a: readonly Conjunct[], b: readonly Conjunct[]): readonly Conjunct[] | null {
  if (a.length * b.length > MOST) return null;
  return a.flatMap((left) => b.flatMap((right) => join(left, right) ?? []));
}

/** Null when nothing can satisfy both. */
function join(a: Conjunct, b: Conjunct): Conjunct | null {
  let atoms: readonly Atom[] = a.atoms;
  for (const atom of b.atoms) {
    const next = add(atoms, atom);
    if (next === null) return null;
    atoms = next;
  }
  return { atoms, sure: a.sure === null || b.sure === null ? null : [...a.sure, ...b.sure] };
}

/** Conditions of one column become one, so that the smaller set leads. */
function add(atoms: readonly Atom[], added: Atom): readonly Atom[] | null {
  for (const [i, atom] of atoms.entries()) {
    const both = meet(atom, added);
    if (both === undefined) continue;
    return both === null ? null : atoms.with(i, both);
  }
  return [...atoms, added];
}

/** One atom for both, null when they exclude each other, undefined when they speak of different things. */
function meet(a: Atom, b: Atom): Atom | null | undefined {
  if (a.is === 'keys' && b.is === 'keys' && a.column === b.column) {
    const both = keysAtom(
      a.column,
      [...a.keys].filter(([key]) => b.keys.has(key)),
    );
    return both.keys.size === 0 ? null : both;
  }
  if (a.is === 'match' && b.is === 'match') {
    return { is: 'match', terms: [...new Set([...a.terms, ...b.terms])], n: Math.min(a.n, b.n) };
  }
  if (a.is === 'time' && b.is === 'time') return { is: 'time', ...overlap(a, b) };
  if (a.is === 'range' && b.is === 'range' && a.column === b.column) return { ...a, ...overlap(a, b) };
  if (a.is === 'rows' && b.is === 'rows') {
    const rows = new Set([...a.rows].filter((row) => b.rows.has(row)));
    return rows.size === 0 ? null : { is: 'rows', rows };
  }
  return undefined;
}

interface Bounds {
  readonly from: number | null;
  readonly to: number | null;
}

function overlap(a: Bounds, b: Bounds): Bounds {
  return {
    from: a.from === null ? b.from : b.from === null ? a.from : Math.max(a.from, b.from),
    to: a.to === null ? b.to : b.to === null ? a.to : Math.min(a.to, b.to),
  };
}
