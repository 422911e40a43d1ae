/** Chosen values of rows without the records around them: an export of a million would be mostly objects. */
import type { Database, Statement } from 'better-sqlite3';
import { durationOf } from '../domain/job.ts';
import { asValue, type Value } from '../domain/json.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import { type AnyRecord, type Kind, refOf } from '../domain/record.ts';
import { fieldValue } from '../query/path-values.ts';
import { MergedTexts } from './merged-details.ts';
import { type Cell, type Party, type RecordReader, ROWS_GIVEN } from './read-record.ts';
import { SHAPES, type StoredColumn } from './shape.ts';
import { prepared } from './statements.ts';

/** The value of a column out of what a row's statement gave. */
type Take = (cells: readonly Cell[]) => Value;
/** Asks the statement for a column; the answer is its place among the cells. */
type Need = (sql: string) => number;

/** Where the kind's own time is a column of its own, its path. */
const OWN_TIME: Partial<Readonly<Record<Kind, string>>> = {
  alert: 'createdAt',
  audit: 'timestamp',
  statistic: 'at',
};
const PARTY_PATHS = {
  actor: ['type', 'id', 'name', 'email'],
  trigger: ['type', 'id', 'name'],
  account: ['id', 'name'],
} as const;
/** What depends on more than its own column is taken out of the record: marks, and the snapshot before. */
const COMPUTED: ReadonlySet<string> = new Set(['read', 'readAt', 'previous']);
/** Parties looked up once; a log has few of them, and their profiles are long. */
const PARTIES_KEPT = 5_000;

export class ValueReader {
  readonly #reader: RecordReader;
  readonly #kind: Kind;
  readonly #paths: readonly string[];
  /** Null where only the record has the value. */
  readonly #takes: readonly (Take | null)[];
  readonly #wholeRecords: boolean;
  readonly #statement: Statement;
  readonly #parties = new Map<number, Party>();
  readonly #merged = new MergedTexts();

  /** What is looked up once holds for as long as this is used: the connection is to be in one transaction. */
  constructor(db: Database, reader: RecordReader, kind: Kind, paths: readonly string[]) {
    this.#reader = reader;
    this.#kind = kind;
    this.#paths = paths;
    const columns = ['t.row'];
    const need: Need = (sql) => {
      if (!columns.includes(sql)) columns.push(sql);
      return columns.indexOf(sql);
    };
    this.#takes = paths.map((path) => this.#take(path, need));
    const bodies = new Set(
      KIND_TABLES[kind].columns.flatMap(({ path, type }) => (type === 'json' ? [path] : [])),
    );
    this.#wholeRecords = paths.some(
      (path, i) => this.#takes[i] === null && (path.startsWith('@') || bodies.has(path.split('.')[0] ?? '')),
    );
    const join = columns.some((sql) => sql.startsWith('b.'))
      ? `LEFT JOIN ${kind}_body b ON b.row = t.row`
      : '';
    this.#statement = prepared(
      db,
      `SELECT ${columns.join(', ')} FROM ${ROWS_GIVEN} CROSS JOIN ${kind} t ON t.row = given.value ${join}`,
    );
  }

  /** The values of the given rows, in that order; rows that are gone are left out. */
  read(rows: readonly number[]): readonly (readonly Value[])[] {
    if (rows.length === 0) return [];
    if (this.#parties.size > PARTIES_KEPT) this.#parties.clear();
    const found = this.#statement.raw().all(JSON.stringify(rows)) as Cell[][];
    const takes = this.#takes;
    if (!takes.includes(null)) return found.map((cells) => takes.map((take) => (take as Take)(cells)));
    const records = this.#reader.read(this.#kind, rows, this.#wholeRecords);
    return found.map((cells, at) => {
      const record = records[at]?.record as AnyRecord;
      return takes.map((take, i) =>
        take === null ? asValue(fieldValue(record, this.#paths[i] ?? '')) : take(cells),
      );
    });
  }

  #take(path: string, need: Need): Take | null {
    const kind = this.#kind;
    const reader = this.#reader;
    if (path === 'kind') return () => kind;
    if (path === 'id') return plain(need('t."id"'));
    if (path === OWN_TIME[kind]) return plain(need('t."time"'));
    if (path === 'ref') {
      const [id, platform] = [need('t."id"'), need('t."platform"')];
      return (cells) =>
        refOf({ kind, id: String(cells[id]), platform: reader.term(cells[platform] ?? null) ?? '' });
    }
    if (kind === 'job' && path === 'durationMs') {
      const [started, completed] = [need('t."started"'), need('t."completed"')];
      return (cells) =>
        durationOf({ startedAt: instant(cells[started]), completedAt: instant(cells[completed]) });
    }
    if (COMPUTED.has(path)) return null;
    for (const column of SHAPES[kind]) {
      if (column.store === 'party') {
        const part = PARTY_PATHS[column.role].find((name) => path === `${column.path}.${name}`);
        if (part !== undefined) return this.#ofParty(need(`t."${column.name}"`), part);
      } else if (column.path === path) return this.#ofColumn(column, need);
    }
    return null;
  }

  #ofColumn(column: Exclude<StoredColumn, { store: 'party' }>, need: Need): Take | null {
    const reader = this.#reader;
    if (column.store === 'body') return this.#ofBody(column.name, need);
    if (column.store === 'term') {
      if (column.computed === true) return null;
      const at = need(`t."${column.name}"`);
      return (cells) => reader.term(cells[at] ?? null);
    }
    return plain(need(`t."${column.name}"`));
  }

  #ofParty(at: number, part: 'id' | 'name' | 'type' | 'email'): Take {
    return (cells) => this.#reader.party(cells[at], this.#parties)?.[part] ?? null;
  }

  #ofBody(name: string, need: Need): Take {
    const [raw, body] = [need('b.raw'), need(`b.${name}`)];
    const [actor, account] = this.#kind === 'audit' ? [need('t."actor"'), need('t."account"')] : [-1, -1];
    return (cells) => {
      const kept = cells[body] ?? null;
      if (kept === null) return null;
      const text = String(kept === '' ? cells[raw] : kept);
      // Structures stay text; the few bodies that are a text, a number or a truth value are themselves.
      if (!/^[[{]/.test(text)) return asValue(JSON.parse(text));
      if (actor < 0) return { json: text };
      const bodies = this.#reader.profilesOf(cells[actor], cells[account], this.#parties);
      return { json: this.#merged.of(text, bodies) };
    };
  }
}

const plain =
  (at: number): Take =>
  (cells) =>
    cells[at] ?? null;

const instant = (cell: Cell | undefined): number | null =>
  cell === null || cell === undefined ? null : Number(cell);
