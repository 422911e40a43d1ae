/** The columns of a kind ready to write: what a record has in each, as the table stores it. */
import { valueAt } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import type { Dictionary, PartyValue } from './dictionary.ts';
import type { RememberedKeys } from './remembered-keys.ts';
import { combinedColumns, SHAPES, type StoredColumn } from './shape.ts';

export type Sql = string | number | null;

type Written = Exclude<StoredColumn, { store: 'body' }>;

interface Column {
  readonly column: Written;
  readonly read: (record: AnyRecord) => unknown;
  readonly keys: RememberedKeys;
}

export class RecordColumns {
  readonly names: readonly string[];
  /** Indexes of the columns that are indexed together. */
  readonly #combined: readonly number[];
  /** Indexes of the other columns whose keys are counted. */
  readonly #counted: readonly { readonly at: number; readonly store: 'term' | 'party' }[];
  /** Indexes of what the platform said, not of what is computed from it. */
  readonly #said: readonly number[];
  readonly #columns: readonly Column[];
  readonly #combinations: RememberedKeys;
  readonly #kind: Kind;
  readonly #dictionary: Dictionary;

  constructor(kind: Kind, dictionary: Dictionary) {
    this.#kind = kind;
    this.#dictionary = dictionary;
    const columns = SHAPES[kind].filter((column) => column.store !== 'body');
    const together = combinedColumns(kind);
    const at = [...columns.keys()];
    this.names = columns.map(({ name }) => name);
    this.#combined = at.filter((index) => together.includes(this.names[index] ?? ''));
    this.#counted = columns.flatMap(({ name, store }, index) =>
      (store === 'term' && !together.includes(name)) || store === 'party' ? [{ at: index, store }] : [],
    );
    this.#said = at.filter((index) => !isComputed(columns[index]));
    this.#columns = columns.map((column) => ({
      column,
      read: readerOf(column.path),
      keys: dictionary.remembered(`${kind} ${column.name}`),
    }));
    this.#combinations = dictionary.remembered(`${kind} combinations`);
  }

  /** The values of all columns, in their order. */
  valuesOf(record: AnyRecord): readonly Sql[] {
    return this.#columns.map((column) => this.#valueOf(record, column));
  }

  /** The values a digest is made of. */
  saidOf(values: readonly Sql[]): readonly Sql[] {
    return this.#said.map((index) => values[index] ?? null);
  }

  combinationOf(values: readonly Sql[]): number {
    const keys = this.#combined.map((index) => (values[index] ?? null) as number | null);
    return this.#dictionary.combination(this.#combinations, this.#kind, keys);
  }

  /** Counts a record with these values in (1) or out (-1). */
  count(values: readonly Sql[], combination: number | null, by: 1 | -1): void {
    this.#dictionary.countCombination(this.#kind, combination, by);
    for (const { at, store } of this.#counted) {
      this.#dictionary.count(store, (values[at] ?? null) as number | null, by);
    }
  }

  /** Of what is computed from other columns: where it is stored, and its value. */
  computed(record: AnyRecord): readonly { readonly name: string; readonly key: number | null }[] {
    return this.#columns.flatMap((each) =>
      isComputed(each.column)
        ? [{ name: each.column.name, key: this.#valueOf(record, each) as number | null }]
        : [],
    );
  }

  #valueOf(record: AnyRecord, { column, read, keys }: Column): Sql {
    const value = read(record) ?? null;
    if (value === null) return null;
    switch (column.store) {
      case 'term':
        return this.#dictionary.term(keys, this.#kind, column.name, String(value));
      case 'party':
        return this.#party(keys, column.role, record.platform, value as PartyValue);
      case 'number':
        return Number(value);
      case 'text':
        return String(value);
      default:
        return column satisfies never;
    }
  }

  #party(
    keys: RememberedKeys,
    role: Extract<Written, { store: 'party' }>['role'],
    platform: string,
    { type = null, id = null, name = null, email = null }: PartyValue,
  ): Sql {
    if (type === null && id === null && name === null && email === null) return null;
    return this.#dictionary.party(keys, this.#kind, role, platform, { type, id, name, email });
  }
}

const isComputed = (column: StoredColumn | undefined): boolean =>
  column?.store === 'term' && column.computed === true;

/** Paths are taken apart once: every record is read through each of them. */
export function readerOf(path: string): (record: AnyRecord) => unknown {
  if (['ref', 'durationMs', 'cause'].includes(path)) return (record) => valueAt(record, path);
  const [first = '', second, ...more] = path.split('.');
  if (more.length > 0) return (record) => valueAt(record, path);
  const at = (value: unknown, name: string): unknown => (value as Record<string, unknown> | null)?.[name];
  return second === undefined ? (record) => at(record, first) : (record) => at(at(record, first), second);
}
