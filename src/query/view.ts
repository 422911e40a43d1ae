/** A record as a predicate looks at it: folded texts and tokens, made only when a term asks for them. */
import type { AnyRecord } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import { searchText } from './search-text.ts';
import { tokens } from './words.ts';

export interface View {
  readonly record: AnyRecord;
  readonly texts: () => readonly string[];
  readonly folded: () => readonly string[];
  readonly tokens: () => ReadonlySet<string>;
}

export function viewOf(record: AnyRecord): View {
  const texts = once(() => searchText(record));
  const folded = once(() => texts().map(fold));
  return { record, texts, folded, tokens: once(() => new Set(texts().flatMap(tokens))) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
