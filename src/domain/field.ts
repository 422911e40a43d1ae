/**
 * What a query can ask of a record. Each kind declares its fields once; parser, predicate, SQL, completion
 * and help all read the same rows.
 *
 * - `enum` and `id`: `:` is equality (ASCII and Unicode case never matter), `=` is exact
 * - `text`: `:` is "contains"
 * - `ip`: equality, or membership of a CIDR block
 * - `number`, `duration` (milliseconds), `time` (UTC milliseconds): ordered
 */
export type FieldType = 'enum' | 'id' | 'text' | 'ip' | 'number' | 'duration' | 'time';

export interface Field {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly type: FieldType;
  /** Dotted paths into the record; the field holds when any of them does. */
  readonly paths: readonly string[];
  /** The closed set of values, where there is one; offered by completion. */
  readonly values?: readonly string[];
  /** Words accepted in a query for a value that is stored under another: `warn` for `warning`. */
  readonly words?: Readonly<Record<string, string>>;
  readonly help: string;
}

/** How a value is shown and typed in a cell. */
export type CellType = 'text' | 'enum' | 'time' | 'duration' | 'number' | 'boolean' | 'json';

/** One column of a kind, in the order of the JSON record; list views, csv and xlsx choose among them. */
export interface Column {
  /** Dotted path into the record, and the csv heading. */
  readonly path: string;
  readonly title: string;
  readonly type: CellType;
}

/** Everything a kind declares about its records besides their type. */
export interface KindTable {
  readonly columns: readonly Column[];
  readonly fields: readonly Field[];
  /** The instants a time bound (`since:`, `until:`, `at:`) binds to: the latest of those present. */
  readonly timePaths: readonly string[];
  /** Which meanings of `is:` this kind has. */
  readonly states: readonly StateName[];
  /** Orders that are no column, by the name a sort calls them. */
  readonly orders?: readonly ClassOrder[];
}

/** An order by classes, each a query; every record of the kind is in exactly one. Within a class the time decides. */
export interface ClassOrder {
  readonly name: string;
  readonly classes: readonly string[];
}

export const STATES = ['unread', 'read', 'pinned', 'stuck', 'new', 'muted', 'noted'] as const;
export type StateName = (typeof STATES)[number];

const BY_ALL: readonly Field[] = [
  { name: 'platform', type: 'enum', paths: ['platform'], help: 'the platform by its configured name' },
  { name: 'id', type: 'id', paths: ['id'], help: 'the id the platform gave' },
  { name: 'ref', type: 'id', paths: ['ref'], help: 'platform/kind/id' },
  { name: 'origin', type: 'enum', paths: ['origin'], help: 'platform, or rule:NAME for a derived record' },
];

/** The fields every kind has, with the paths that `entity` reads in this one. */
export function commonFields(entityPaths: readonly string[]): readonly Field[] {
  return [
    ...BY_ALL,
    {
      name: 'entity',
      type: 'text',
      paths: entityPaths,
      help: 'the certificate, agent, host or user it is about',
    },
  ];
}

/** The columns every record begins with. */
export const IDENTITY_COLUMNS: readonly Column[] = [
  { path: 'kind', title: 'Kind', type: 'enum' },
  { path: 'platform', title: 'Platform', type: 'enum' },
  { path: 'id', title: 'ID', type: 'text' },
  { path: 'ref', title: 'Ref', type: 'text' },
];
export const ORIGIN_COLUMN: Column = { path: 'origin', title: 'Origin', type: 'enum' };
