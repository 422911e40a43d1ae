/** Bare words: the text of the record itself, or any of its dictionary values. */
import { fold } from '../../domain/text.ts';
import { regexTester } from '../../query/regex.ts';
import type { Node } from '../../query/tree.ts';
import { wildcardTester } from '../../query/wildcard.ts';
import { isShortWord, shortToken, tokens } from '../../query/words.ts';
import type { Compiling } from './compile.ts';
import { type Conjunct, one, perhaps, UNKNOWN } from './conjunct.ts';
import { type Hint, type TextTest, wordKeys } from './dictionary-search.ts';
import { longRows } from './long-rows.ts';
import { contains, containsPattern, containsWord } from './match-text.ts';

export function compileWord(
  { value }: Extract<Node, { kind: 'word' }>,
  context: Compiling,
): readonly Conjunct[] {
  const { db, kind } = context;
  if (value.kind === 'pattern') {
    const own = containsPattern(db, kind, value);
    if (own === null) return [UNKNOWN];
    const test = wildcardTester(value.parts, { anchored: false, exact: false });
    return [own, ...elsewhere((text) => test(fold(text)), null, context)];
  }
  if (value.kind !== 'text') return [];
  if (isShortWord(value.text)) {
    const token = shortToken(value.text);
    if (token === null) return [];
    const own = containsWord(db, kind, token);
    return [own, ...elsewhere((text) => tokens(text).includes(token), { contains: token }, context)];
  }
  const own = contains(db, kind, value.text, null);
  if (own === null) return [UNKNOWN];
  const wanted = fold(value.text);
  return [own, ...elsewhere((text) => fold(text).includes(wanted), { contains: value.text }, context)];
}

/** A regular expression over all text: only the dictionaries can be asked, and that says too little. */
export function compileWordRegex(
  { source, flags }: Extract<Node, { kind: 'regex' }>,
  _context: Compiling,
): readonly Conjunct[] {
  // Made once here so that a pattern that cannot run is refused before the first slice.
  regexTester(source, flags);
  return [UNKNOWN];
}

function elsewhere(test: TextTest, hint: Hint, { db, kind }: Compiling): readonly Conjunct[] {
  const { shown, looked } = wordKeys(db, kind, test, hint);
  return [...shown.map((keys) => one(keys)), ...looked.map(perhaps), ...longRows(db, kind)];
}
