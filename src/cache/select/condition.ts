/** Conditions as SQL over a record's row, for those that do not lead. */
import type { Kind } from '../../domain/record.ts';
import { LAST_ROW, regionOf, SLOTS } from '../row-key.ts';
import type { Atom } from './conjunct.ts';

export interface Condition {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

/** What a row (as `t`) has to fulfil besides what leads to it; empty sql when nothing. */
export function conditionOf(kind: Kind, atoms: readonly Atom[], spread: number): Condition {
  const parts = atoms.flatMap((atom) => conditionFor(kind, atom, spread));
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' AND '),
    params: parts.flatMap(({ params }) => params),
  };
}

function conditionFor(kind: Kind, atom: Atom, spread: number): readonly Condition[] {
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
    case 'short': {
      const table = `${kind}_${atom.is === 'match' ? 'text' : 'short'}`;
      const expression = atom.is === 'match' ? atom.expression : atom.token;
      return [
        {
          sql: `EXISTS (SELECT 1 FROM ${table} f WHERE f.${table} MATCH ? AND f.rowid = t.row)`,
          params: [expression],
        },
      ];
    }
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
