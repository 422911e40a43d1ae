/** What of a record goes into the text index: the texts no dictionary holds. */

import { valueAt } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import { bodyTexts } from '../query/search-text.ts';
import { SHAPES } from './shape.ts';

/** Between texts of one column: no query holds it, so a phrase never reaches from one text into the next. */
export const SEPARATOR = '\u{10FFFF}';
/** Characters indexed of one record; a longer one is marked `long` and searches look into it themselves. */
const INDEXED = 200_000;

interface IndexedTexts {
  /** The values of the text columns in their order, folded. */
  readonly columns: readonly string[];
  readonly rest: string;
  /** True when not everything fitted. */
  readonly long: boolean;
}

/** Only these never change by a look-up, so that only these can be left to the dictionary. */
const PARTS = ['id', 'name'];

/** All text of a record that its own entry in the text index holds, folded. */
export function textOf(record: AnyRecord): { readonly text: string; readonly long: boolean } {
  const { columns, rest, long } = indexedTexts(record);
  return { text: [fold(record.id.toWellFormed()), ...columns, rest].join(SEPARATOR), long };
}

function indexedTexts(record: AnyRecord): IndexedTexts {
  const elsewhere = new Set<string>([record.id]);
  const columns: string[] = [];
  let long = false;
  let room = INDEXED;
  const take = (text: string): string => {
    const cut = text.length > room ? text.slice(0, room) : text;
    long ||= cut.length < text.length;
    room -= cut.length;
    return cut;
  };
  for (const column of SHAPES[record.kind]) {
    if (column.store === 'number' || column.store === 'body') continue;
    if (column.store === 'term' && column.computed === true) continue;
    const paths = column.store === 'party' ? PARTS.map((part) => `${column.path}.${part}`) : [column.path];
    for (const path of paths) {
      const value = valueAt(record, path);
      if (typeof value === 'string') elsewhere.add(value);
    }
    if (column.store !== 'text') continue;
    const value = valueAt(record, column.path);
    columns.push(typeof value === 'string' ? take(fold(value)) : '');
  }
  const rest = new Set<string>();
  for (const text of bodyTexts(record)) {
    if (!elsewhere.has(text)) rest.add(take(fold(text)));
    // What is left out need not even be looked at.
    if (room <= 0) return { columns, rest: [...rest].join(SEPARATOR), long: true };
  }
  return { columns, rest: [...rest].join(SEPARATOR), long };
}
