/** One way through the rows of a kind in key order, a bounded step at a time. */
import type { Database, Statement } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';
import type { RowRange, Verdict } from './condition.ts';

export type Direction = 'newer' | 'older';

/** Where the rows of a conjunct come from, before its other conditions are looked at. */
export type Lead =
  | { readonly by: 'table' }
  | { readonly by: 'key'; readonly column: string; readonly key: number }
  | { readonly by: 'match' | 'short'; readonly expression: string }
  | { readonly by: 'rows'; readonly rows: readonly number[] };

/** A row that fulfils the conditions, and whether that makes it a match for sure. */
export interface Candidate {
  readonly row: number;
  readonly sure: boolean;
}

export interface Step {
  /** In the direction. */
  readonly rows: readonly Candidate[];
  /** The next row to begin at; null when the range is done. */
  readonly next: number | null;
}

/** The statement of a lead: row and verdict; parameters are the verdict's, the lead's, both ends, a limit. */
export function leadSql(
  kind: Kind,
  lead: Exclude<Lead, { by: 'rows' }>,
  verdict: Verdict,
  direction: Direction,
): string {
  const order = direction === 'older' ? 'DESC' : 'ASC';
  const between = (row: string) =>
    `${row} BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) ORDER BY ${row} ${order} LIMIT ?`;
  switch (lead.by) {
    case 'table':
      return `SELECT t.row, ${verdict.sql} FROM ${kind} t WHERE ${between('t.row')}`;
    case 'key':
      return `SELECT t.row, ${verdict.sql} FROM ${kind} t INDEXED BY ${kind}_${lead.column}
        WHERE t."${lead.column}" = ? AND ${between('t.row')}`;
    case 'match':
    case 'short': {
      const table = `${kind}_${lead.by === 'match' ? 'text' : 'short'}`;
      const join = verdict.looks ? `CROSS JOIN ${kind} t ON t.row = m.rowid` : '';
      return `SELECT m.rowid, ${verdict.sql} FROM ${table} m ${join}
        WHERE m.${table} MATCH ? AND ${between('m.rowid')}`;
    }
    default:
      return lead satisfies never;
  }
}

/** What a statement says of a row: 0 no match, 1 to be tested, 2 a match. */
type Said = readonly [row: number, verdict: number];

const candidates = (said: readonly Said[]): readonly Candidate[] =>
  said.flatMap(([row, verdict]) => (verdict === 0 ? [] : [{ row, sure: verdict === 2 }]));

export class Source {
  readonly #statement: Statement;
  readonly #rows: readonly number[] | null;
  readonly #params: readonly (string | number)[];
  readonly #older: boolean;
  /** Only the text index may look at far more rows than it finds; the others are bounded by the limit. */
  readonly #wide: boolean;
  readonly range: RowRange;

  constructor(db: Database, kind: Kind, lead: Lead, verdict: Verdict, range: RowRange, direction: Direction) {
    this.range = range;
    this.#older = direction === 'older';
    this.#wide = lead.by === 'match' || lead.by === 'short';
    if (lead.by === 'rows') {
      const inside = lead.rows.filter((row) => row >= range.first && row <= range.last);
      this.#rows = inside.sort((a, b) => (this.#older ? b - a : a - b));
      this.#params = verdict.params;
      this.#statement = prepared(db, `SELECT t.row, ${verdict.sql} FROM ${kind} t WHERE t.row = ?`);
    } else {
      const given = lead.by === 'key' ? [lead.key] : lead.by === 'table' ? [] : [lead.expression];
      this.#rows = null;
      this.#params = [...verdict.params, ...given];
      this.#statement = prepared(db, leadSql(kind, lead, verdict, direction));
    }
  }

  /** Looks at no more than `limit` rows from `at` on, and in the text index no further than `width` keys. */
  step(at: number, limit: number, width: number): Step {
    return this.#rows === null ? this.#stepQuery(at, limit, width) : this.#stepList(this.#rows, at, limit);
  }

  #stepQuery(at: number, limit: number, width: number): Step {
    const { first, last } = this.range;
    const reach = this.#wide ? width : Number.POSITIVE_INFINITY;
    const edge = this.#older ? Math.max(first, at - reach) : Math.min(last, at + reach);
    const ends = this.#older ? [edge, at] : [at, edge];
    const said = this.#statement.raw().all(...this.#params, ...ends, limit) as Said[];
    const end = said.length < limit ? edge : (said.at(-1)?.[0] ?? edge);
    const next = this.#older ? end - 1 : end + 1;
    return { rows: candidates(said), next: next < first || next > last ? null : next };
  }

  #stepList(rows: readonly number[], at: number, limit: number): Step {
    const begin = rows.findIndex((row) => (this.#older ? row <= at : row >= at));
    if (begin < 0) return { rows: [], next: null };
    const asked = rows.slice(begin, begin + limit);
    const said = asked.flatMap((row) => {
      const found = this.#statement.raw().get(...this.#params, row) as Said | undefined;
      return found === undefined ? [] : [found];
    });
    return { rows: candidates(said), next: rows[begin + limit] ?? null };
  }
}
