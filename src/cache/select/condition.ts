/** Conditions as SQL over a record's row (as `t`), for those that do not lead. */
import { LAST_ROW, regionOf, SLOTS } from '../row-key.ts';
import type { Atom, Sure } from './conjunct.ts';

interface Condition {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

function conditionFor(atom: Atom, spread: number): readonly Condition[] {
  switch (atom.is) {
    case 'keys': {
      const keys = [...atom.keys.keys()].filter((key) => key !== null);
      const column = `t."${atom.column}"`;
      const few = keys.length === 1;
      const inside = few ? `${column} = ?` : `${column} IN (SELECT value FROM json_each(?))`;
      const param = few ? Number(keys[0]) : JSON.stringify(keys);
      if (keys.length === 0) return [{ sql: `${column} IS NULL`, params: [] }];
      if (!atom.keys.has(null)) return [{ sql: inside, params: [param] }];
      return [{ sql: `${column} IS NULL OR ${inside}`, params: [param] }];
    }
    case 'match':
      // What a match leaves open is looked at in any case.
      return [];
    case 'range':
      return bounds(`t."${atom.column}"`, atom.from, atom.to);
    case 'time':
      // The rows of a stretch of time are those of its keys, unless a full millisecond spilled into others.
      return spread === 0 ? [] : bounds('t.time', atom.from, atom.to);
    case 'rows':
      return [{ sql: 't.row IN (SELECT value FROM json_each(?))', params: [JSON.stringify([...atom.rows])] }];
    default:
      return atom satisfies never;
  }
}

function bounds(column: string, from: number | null, to: number | null): readonly Condition[] {
  return [
    ...(from === null ? [] : [{ sql: `${column} >= ?`, params: [from] }]),
    ...(to === null ? [] : [{ sql: `${column} <= ?`, params: [to] }]),
    ...(from === null && to === null ? [{ sql: `${column} IS NOT NULL`, params: [] }] : []),
  ];
}

/** What a statement says of a row: 0 no match, 1 to be tested, 2 a match. */
export interface Verdict extends Condition {
  /** Whether the record's row has to be looked at for it. */
  readonly looks: boolean;
}

/** `others` are the conditions besides what leads to the row. */
export function verdictOf(others: readonly Atom[], sure: readonly Sure[] | null, spread: number): Verdict {
  const parts = others.flatMap((atom) => conditionFor(atom, spread));
  const holds = balanced(parts.map(({ sql }) => `(${sql})`));
  const certain = sureOf(sure);
  const said = certain.params.length === 0 ? certain.sql : `(${certain.sql})`;
  return {
    sql: holds === '' ? said : `CASE WHEN ${holds} THEN ${said} ELSE 0 END`,
    params: [...parts.flatMap(({ params }) => params), ...certain.params],
    looks: parts.length > 0 || certain.params.length > 0,
  };
}

/** Conditions joined by AND, as deep as their logarithm: SQLite refuses expressions deeper than 1,000. */
function balanced(conditions: readonly string[]): string {
  if (conditions.length <= 2) return conditions.join(' AND ');
  const middle = Math.ceil(conditions.length / 2);
  return `(${balanced(conditions.slice(0, middle))}) AND (${balanced(conditions.slice(middle))})`;
}

/**
 * SQL lowers ASCII only: its "yes" is the predicate's "yes"; its "no" is one where column and text are ASCII
 * and no other column could hold the text. Else the record is tested.
 */
function sureOf(sure: readonly Sure[] | null): Condition {
  if (sure === null) return { sql: '1', params: [] };
  if (sure.length === 0) return { sql: '2', params: [] };
  const parts = sure.map(({ text, columns, all }) => {
    const found = columns.map((column) => `instr(lower(coalesce(t."${column}", '')), ?) > 0`).join(' OR ');
    const ascii = columns.map((column) => `coalesce(octet_length(t."${column}") = length(t."${column}"), 1)`);
    const absent = all && isAscii(text) ? `WHEN ${ascii.join(' AND ')} THEN 0` : '';
    return { sql: `CASE WHEN ${found} THEN 2 ${absent} ELSE 1 END`, params: columns.map(() => text) };
  });
  const [only, ...more] = parts.map(({ sql }) => sql);
  return {
    sql: more.length === 0 ? (only ?? '1') : `min(${[only, ...more].join(', ')})`,
    params: parts.flatMap(({ params }) => params),
  };
}

const isAscii = (text: string): boolean => /^[\x01-\x7f]*$/.test(text);

export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** The keys that records of the conjunct's stretch of time can have. */
export function rangeOf(atoms: readonly Atom[], spread: number): RowRange | null {
  const time = atoms.find((atom) => atom.is === 'time');
  if (time === undefined) return null;
  const first = time.from === null ? 0 : Math.max(0, regionOf(time.from).first - spread * SLOTS);
  return { first, last: time.to === null ? LAST_ROW : regionOf(time.to).last };
}
