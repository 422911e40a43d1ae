/** One way through the rows of a kind in key order, a bounded step at a time. */
import type { Database, Statement } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { ROWS_GIVEN } from '../read-record.ts';
import { prepared } from '../statements.ts';
import { TextSearch } from '../text-index/text-search.ts';
import type { RowRange, Verdict } from './condition.ts';
import type { Atom } from './conjunct.ts';

export type Direction = 'newer' | 'older';

/** Where the rows of a conjunct come from, before its other conditions are looked at. */
export type Lead =
  | { readonly by: 'table' }
  | { readonly by: 'key'; readonly column: string; readonly key: number }
  | { readonly by: 'match'; readonly terms: readonly number[] }
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
  lead: Exclude<Lead, { by: 'rows' | 'match' }>,
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
    default:
      return lead satisfies never;
  }
}

/** What a statement says of a row: 0 no match, 1 to be tested, 2 a match. */
type Said = readonly [row: number, verdict: number];

const candidates = (said: readonly Said[]): readonly Candidate[] =>
  said.flatMap(([row, verdict]) => (verdict === 0 ? [] : [{ row, sure: verdict === 2 }]));

/** Milliseconds a step may search the text index without having found a row. */
const PATIENCE = 4;

export interface Source {
  readonly range: RowRange;
  /** Looks at no more than `limit` rows from `at` on. */
  step(at: number, limit: number): Step;
}

export interface SourceAsk {
  readonly db: Database;
  readonly kind: Kind;
  readonly lead: Lead;
  readonly verdict: Verdict;
  /** The conditions that only the text index can tell something of, before a record is looked at. */
  readonly texts: readonly Extract<Atom, { is: 'match' }>[];
  readonly range: RowRange;
  readonly direction: Direction;
}

export function sourceOf(ask: SourceAsk): Source {
  const { lead } = ask;
  if (lead.by === 'rows') return new RowsSource(ask, lead.rows);
  if (lead.by === 'match') return new TextSource(ask, lead.terms);
  return new QuerySource(ask, lead);
}

/** Rows out of a statement that follows the table or one of its indexes. */
class QuerySource implements Source {
  readonly range: RowRange;
  readonly #statement: Statement;
  readonly #params: readonly (string | number)[];
  readonly #older: boolean;
  readonly #texts: readonly TextSearch[];

  constructor(ask: SourceAsk, lead: Exclude<Lead, { by: 'rows' | 'match' }>) {
    const { db, kind, verdict, texts, range, direction } = ask;
    this.range = range;
    this.#older = direction === 'older';
    this.#params = [...verdict.params, ...(lead.by === 'key' ? [lead.key] : [])];
    this.#statement = prepared(db, leadSql(kind, lead, verdict, direction));
    this.#texts = texts.map(({ terms }) => new TextSearch(db, kind, terms));
  }

  step(at: number, limit: number): Step {
    const { first, last } = this.range;
    const ends = this.#older ? [first, at] : [at, last];
    const said = this.#statement.raw().all(...this.#params, ...ends, limit) as Said[];
    const found = candidates(said);
    const rows = this.#texts.reduce<readonly Candidate[]>((left, text) => text.allowed(left), found);
    const end = said.length < limit ? null : (said.at(-1)?.[0] ?? null);
    const next = end === null ? null : this.#older ? end - 1 : end + 1;
    return { rows, next: next === null || next < first || next > last ? null : next };
  }
}

/** What the statements say of rows that are known already, in their order. */
class Verdicts {
  readonly #statement: Statement;
  readonly #params: readonly (string | number)[];

  constructor({ db, kind, verdict }: SourceAsk) {
    const from = `${ROWS_GIVEN} CROSS JOIN ${kind} t ON t.row = given.value`;
    this.#statement = prepared(db, `SELECT t.row, ${verdict.sql} FROM ${from}`);
    this.#params = verdict.params;
  }

  of(rows: readonly number[]): readonly Candidate[] {
    const said = this.#statement.raw().all(...this.#params, JSON.stringify(rows)) as Said[];
    return candidates(said);
  }
}

class RowsSource implements Source {
  readonly range: RowRange;
  readonly #rows: readonly number[];
  readonly #older: boolean;
  readonly #verdicts: Verdicts;

  constructor(ask: SourceAsk, rows: readonly number[]) {
    const { first, last } = ask.range;
    this.range = ask.range;
    this.#older = ask.direction === 'older';
    const inside = rows.filter((row) => row >= first && row <= last);
    this.#rows = inside.sort((a, b) => (this.#older ? b - a : a - b));
    this.#verdicts = new Verdicts(ask);
  }

  step(at: number, limit: number): Step {
    const begin = this.#rows.findIndex((row) => (this.#older ? row <= at : row >= at));
    if (begin < 0) return { rows: [], next: null };
    const asked = this.#rows.slice(begin, begin + limit);
    return { rows: this.#verdicts.of(asked), next: this.#rows[begin + limit] ?? null };
  }
}

/** Rows that the text index allows for. */
class TextSource implements Source {
  readonly range: RowRange;
  readonly #search: TextSearch;
  readonly #older: boolean;
  readonly #verdicts: Verdicts;

  constructor(ask: SourceAsk, terms: readonly number[]) {
    this.range = ask.range;
    this.#older = ask.direction === 'older';
    this.#search = new TextSearch(ask.db, ask.kind, terms);
    this.#verdicts = new Verdicts(ask);
  }

  step(at: number, limit: number): Step {
    const end = this.#older ? this.range.first : this.range.last;
    const { rows, next } = this.#search.step(at, end, { older: this.#older, limit, patience: PATIENCE });
    return { rows: this.#verdicts.of(rows), next };
  }
}
