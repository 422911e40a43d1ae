/** What a word is, for bare words of a query and for the index alike. */
import { fold } from '../domain/text.ts';

/** From this many code points on, a bare word means "contains"; a shorter one means a whole token. */
export const CONTAINS_FROM = 3;

const TOKEN = /[\p{L}\p{M}\p{N}]+/gu;

/** The tokens of a text: its maximal runs of letters (with their marks) and digits, folded. */
export function tokens(text: string): readonly string[] {
  return fold(text).match(TOKEN) ?? [];
}

/** Whether a bare word is too short for "contains" and is looked for among `tokens` instead. */
export function isShortWord(text: string): boolean {
  const folded = fold(text);
  // Three code points need at least three UTF-16 units and never more than six.
  return folded.length < CONTAINS_FROM * 2 && [...folded].length < CONTAINS_FROM;
}

/** The token a short word stands for; null when it has no letter or digit, and so matches nothing. */
export function shortToken(text: string): string | null {
  return tokens(text)[0] ?? null;
}
