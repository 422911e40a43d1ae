/**
 * The index of words under three characters, which trigrams cannot hold. Tokens are written as hex, so that
 * the tokenizer of the index can neither divide nor fold them differently than the query language does.
 */
import { CONTAINS_FROM, tokens } from '../query/words.ts';
import type { IndexedTexts } from './texts.ts';

export function encodeToken(token: string): string {
  return `x${Buffer.from(token, 'utf8').toString('hex')}`;
}

/** The short tokens of a record's own texts, as the index takes them; '' when there are none. */
export function shortTokens(texts: IndexedTexts, id: string): string {
  const found = new Set<string>();
  for (const text of [id, ...texts.columns, texts.rest]) {
    for (const token of tokens(text)) {
      if (token.length < CONTAINS_FROM * 2 && [...token].length < CONTAINS_FROM)
        found.add(encodeToken(token));
    }
  }
  return [...found].join(' ');
}
