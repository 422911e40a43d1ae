/** Finding a line by some of its characters: help, palette and picker search alike. Pure. */

/** Above any score of characters that only follow each other. */
const LITERAL = 100;
const LONGEST = 300;

interface Score {
  readonly score: number;
  /** Every word stands in the text as it was typed. */
  readonly literal: boolean;
}

/** How well a text answers to what was typed, word by word in any order; null when it does not. */
export function scoreOf(text: string, typed: string): Score | null {
  const folded = text.slice(0, LONGEST).toLowerCase();
  let score = 0;
  let literal = true;
  for (const word of typed.trim().toLowerCase().split(/\s+/)) {
    const found = literalScore(folded, word);
    const own = found ?? subsequenceScore(folded, word);
    if (own === null) return null;
    score += own;
    literal &&= found !== null;
  }
  return { score, literal };
}

/** The items that answer to what was typed, the best first; all of them, as they stand, when nothing was. */
export function ranked<T>(
  items: readonly T[],
  typed: string,
  textOf: (item: T) => string,
): readonly { readonly item: T; readonly literal: boolean }[] {
  if (typed.trim() === '') return items.map((item) => ({ item, literal: true }));
  return items
    .flatMap((item) => {
      const found = scoreOf(textOf(item), typed);
      return found === null ? [] : [{ item, ...found }];
    })
    .sort((a, b) => b.score - a.score);
}

const startsWord = (text: string, at: number): boolean =>
  at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ');

function literalScore(text: string, word: string): number | null {
  let best: number | null = null;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const score = LITERAL + word.length + (startsWord(text, at) ? 40 : 0) + Math.max(0, 20 - at);
    best = Math.max(best ?? 0, score);
  }
  return best;
}

/** Characters in their order: beginnings of words and neighbours count more, gaps a little less. */
function subsequenceScore(text: string, word: string): number | null {
  let best: number | null = null;
  for (let start = text.indexOf(word[0] ?? ''); start >= 0; start = text.indexOf(word[0] ?? '', start + 1)) {
    let score = 0;
    let at = start - 1;
    for (const character of word) {
      const next = text.indexOf(character, at + 1);
      if (next < 0) return best;
      score += 4 + (startsWord(text, next) ? 8 : 0) + (next === at + 1 ? 4 : 0) - Math.min(3, next - at - 1);
      at = next;
    }
    best = Math.max(best ?? 0, score);
  }
  return best === null ? null : Math.max(1, Math.min(LITERAL - 10, best));
}
