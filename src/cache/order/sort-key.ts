/** What records are sorted by besides their time. */
import { KIND_TABLES, timeOf, valueAt } from '../../domain/kinds.ts';
import type { AnyRecord, Kind } from '../../domain/record.ts';
import { fold } from '../../domain/text.ts';
import { rankOf } from '../../query/rank.ts';
import type { Selection, Sort } from '../ask.ts';
import { placeOf } from '../select/places.ts';
import { byText } from './position.ts';

export type SortKey = string | number | boolean | null;

/** Words whose order is not the alphabet's. */
const RANKS: Readonly<Record<string, readonly string[]>> = { severity: ['info', 'warning', 'error'] };

/** Absent values last, whichever way; texts by their folded form, then exactly. */
export function byKey(a: SortKey, b: SortKey, { field, descending }: Sort): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const order = inOrder(rank(field, a), rank(field, b));
  return descending ? -order : order;
}

function inOrder(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  return byText(fold(left), fold(right)) || byText(left, right);
}

function rank(field: string, value: string | number | boolean): string | number {
  if (typeof value === 'boolean') return Number(value);
  const at = typeof value === 'string' ? (RANKS[field]?.indexOf(value) ?? -1) : -1;
  return at < 0 ? value : at;
}

/** The value of one sort field: a column path, `time`, or the place of the record's class in an order. */
function keyReader(field: string, selection: Selection): (record: AnyRecord) => SortKey {
  const rank = rankOf(selection.kind, field, selection);
  if (rank !== null) return rank;
  return (record) => {
    const value = field === 'time' ? timeOf(record) : valueAt(record, field);
    return typeof value === 'object' ? null : value;
  };
}

/** An order taken apart: keys before the time, and which way the time runs. */
export interface Order {
  readonly keys: readonly Sort[];
  readonly newest: boolean;
  /** What a record is sorted by before its time. */
  readonly keysOf: (record: AnyRecord) => readonly SortKey[];
}

export const NEWEST: Order = { keys: [], newest: true, keysOf: () => [] };

/** Query fields by name stand for their first path; what follows the kind's own time decides nothing more. */
export function orderOf(selection: Selection, sort: readonly Sort[] | undefined): Order {
  const { kind } = selection;
  const keys: Sort[] = [];
  let newest = true;
  for (const { field, descending } of sort ?? []) {
    const path = pathOf(kind, field);
    if (path === 'time' || placeOf(kind, path).at === 'time') {
      newest = descending;
      break;
    }
    keys.push({ field: path, descending });
  }
  const readers = keys.map(({ field }) => keyReader(field, selection));
  return { keys, newest, keysOf: (record) => readers.map((read) => read(record)) };
}

/** A query field by name stands for its first path; anything else is a path already. */
export function pathOf(kind: Kind, field: string): string {
  const { fields } = KIND_TABLES[kind];
  const declared = fields.find(({ name, aliases }) => name === field || aliases?.includes(field));
  return declared?.paths[0] ?? field;
}
