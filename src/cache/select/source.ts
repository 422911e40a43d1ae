/** One way through the rows of a kind in key order, a bounded step at a time. */
import type { Database, Statement } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';
import type { Condition, RowRange } from './condition.ts';

export type Direction = 'newer' | 'older';

/** Where the rows of a conjunct come from, before its other conditions are looked at. */
export type Lead =
  | { readonly by: 'table' }
  | { readonly by: 'key'; readonly column: string; readonly key: number }
  | { readonly by: 'match' | 'short'; readonly expression: string }
  | { readonly by: 'rows'; readonly rows: readonly number[] };

export interface Step {
  /** Rows that fulfil the conditions, in the direction. */
  readonly rows: readonly number[];
  /** How many rows were looked at. */
  readonly looked: number;
  /** The next row to begin at; null when the range is done. */
  readonly next: number | null;
}

/** The statement of a lead; exported for the test that proves none of them scans. */
export function leadSql(
  kind: Kind,
  lead: Exclude<Lead, { by: 'rows' }>,
  condition: string,
  direction: Direction,
): string {
  const ok = condition === '' ? '1' : condition;
  const order = direction === 'older' ? 'DESC' : 'ASC';
  const between = (row: string) =>
    `${row} BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) ORDER BY ${row} ${order} LIMIT ?`;
  switch (lead.by) {
    case 'table':
      return `SELECT t.row, ${ok} FROM ${kind} t WHERE ${between('t.row')}`;
    case 'key': {
      return `SELECT t.row, ${ok} FROM ${kind} t INDEXED BY ${kind}_${lead.column}
        WHERE t."${lead.column}" = ? AND ${between('t.row')}`;
    }
    case 'match':
    case 'short': {
      const table = `${kind}_${lead.by === 'match' ? 'text' : 'short'}`;
      const join = condition === '' ? '' : `CROSS JOIN ${kind} t ON t.row = m.rowid`;
      return `SELECT m.rowid, ${ok} FROM ${table} m ${join} WHERE m.${table} MATCH ? AND ${between('m.rowid')}`;
    }
    default:
      return lead satisfies never;
  }
}

export class Source {
  readonly #statement: Statement | null;
  readonly #rows: readonly number[];
  readonly #params: readonly (string | number)[];
  readonly #direction: Direction;
  readonly range: RowRange;

  constructor(
    db: Database,
    kind: Kind,
    lead: Lead,
    condition: Condition,
    range: RowRange,
    direction: Direction,
  ) {
    this.range = range;
    this.#direction = direction;
    if (lead.by === 'rows') {
      const sorted = [...lead.rows].sort((a, b) => (direction === 'older' ? b - a : a - b));
      this.#rows = sorted;
      this.#statement =
        condition.sql === '' ? null : prepared(db, `SELECT ${condition.sql} FROM ${kind} t WHERE t.row = ?`);
      this.#params = condition.params;
      return;
    }
    this.#rows = [];
    this.#statement = prepared(db, leadSql(kind, lead, condition.sql, direction));
    const given = lead.by === 'key' ? [lead.key] : lead.by === 'table' ? [] : [lead.expression];
    this.#params = [...condition.params, ...given];
    this.#isList = false;
    this.#wide = lead.by === 'match' || lead.by === 'short';
  }

  #isList = true;
  #wide = false;

  /** Looks at no more than `limit` rows from `at` on, and in the text index no further than `width` keys. */
  step(at: number, limit: number, width: number): Step {
    return this.#isList ? this.#stepList(at, limit) : this.#stepQuery(at, limit, width);
  }

  #stepQuery(at: number, limit: number, width: number): Step {
    const { first, last } = this.range;
    // Only the text index may look at far more rows than it finds; the others are bounded by the limit.
    const reach = this.#wide ? width : Number.POSITIVE_INFINITY;
    const edge = this.#direction === 'older' ? Math.max(first, at - reach) : Math.min(last, at + reach);
    const ends = this.#direction === 'older' ? [edge, at] : [at, edge];
    const found = (this.#statement as Statement).raw().all(...this.#params, ...ends, limit) as [
      number,
      number,
    ][];
    const rows: number[] = [];
    for (const [row, ok] of found) if (ok === 1) rows.push(row);
    const end = found.length < limit ? edge : (found.at(-1)?.[0] ?? edge);
    const next = this.#after(end);
    return { rows, looked: found.length, next };
  }

  #stepList(at: number, limit: number): Step {
    const rows: number[] = [];
    let looked = 0;
    for (const row of this.#rows) {
      if (row < this.range.first || row > this.range.last) continue;
      if (this.#direction === 'older' ? row > at : row < at) continue;
      if (looked === limit) return { rows, looked, next: row };
      looked += 1;
      if (this.#statement === null || this.#statement.raw().get(...this.#params, row)?.[0 as never] === 1)
        rows.push(row);
    }
    return { rows, looked, next: null };
  }

  #after(row: number): number | null {
    const next = this.#direction === 'older' ? row - 1 : row + 1;
    return next < this.range.first || next > this.range.last ? null : next;
  }
}
