/** What of a record goes into the text index: the texts no dictionary holds. */

import { type AnyRecord, KINDS, type Kind } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import type { Incoming } from '../platforms/port.ts';
import { eachBodyText } from '../query/search-text.ts';
import { readerOf } from './record-columns.ts';
import { SHAPES } from './shape.ts';

/** Between texts of one column: folding leaves none, so a phrase never reaches from one text into the next. */
const SEPARATOR = '\0';
/** Characters indexed of one record; a longer one is marked `long` and searches look into it themselves. */
const INDEXED = 200_000;

interface Texts {
  /** Texts of columns, which have a place of their own in the index. */
  readonly own: readonly Reader[];
  /** What the dictionaries hold. */
  readonly elsewhere: readonly Reader[];
}

type Reader = (record: AnyRecord) => unknown;

/** Only these never change by a look-up, so that only these can be left to the dictionary. */
const PARTS = ['id', 'name'];

const TEXTS = Object.fromEntries(KINDS.map((kind) => [kind, textsOf(kind)])) as Readonly<Record<Kind, Texts>>;

function textsOf(kind: Kind): Texts {
  const own: Reader[] = [];
  const elsewhere: Reader[] = [];
  for (const column of SHAPES[kind]) {
    if (column.store === 'text') own.push(readerOf(column.path));
    else if (column.store === 'party')
      elsewhere.push(...PARTS.map((part) => readerOf(`${column.path}.${part}`)));
    else if (column.store === 'term' && column.computed !== true) elsewhere.push(readerOf(column.path));
  }
  return { own, elsewhere };
}

export interface RecordText {
  readonly text: string;
  /** Not everything fitted. */
  readonly long: boolean;
}

/** A row whose text was computed on its way here. */
export interface Prepared extends Incoming {
  readonly text?: RecordText;
}

/** All text of a record that its own entry in the text index holds, folded; `long` when not everything fitted. */
export function textOf(record: AnyRecord): RecordText {
  const { own, elsewhere } = TEXTS[record.kind];
  const known = new Set<unknown>([record.id]);
  for (const read of elsewhere) known.add(read(record));
  let all = fold(record.id);
  let long = false;
  let room = INDEXED;
  const take = (text: string): void => {
    const cut = text.length > room ? text.slice(0, room) : text;
    long ||= cut.length < text.length;
    room -= cut.length;
    all += SEPARATOR + fold(cut);
  };
  for (const read of own) {
    const value = read(record);
    if (typeof value !== 'string') continue;
    known.add(value);
    take(value);
  }
  eachBodyText(record, (text) => {
    if (!known.has(text)) {
      known.add(text);
      take(text);
    }
    long ||= room <= 0;
    // What is left out need not even be looked at.
    return room > 0;
  });
  return { text: all, long };
}
