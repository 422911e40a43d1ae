/** The words of a command line as far as it is typed. Pure. */

export interface Typed {
  /** The words before the cursor's, without their quotes. */
  readonly before: readonly string[];
  /** The word the cursor stands at the end of, without its quotes. */
  readonly word: string;
  /** The quote it stands in, when it is not closed yet. */
  readonly quote: '"' | "'" | null;
}

/** Splits a line as bash does: quotes hold words together, a backslash takes the next character as it is. */
export function splitLine(line: string): Typed {
  const before: string[] = [];
  let word: string | null = null;
  let quote: Typed['quote'] = null;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quote !== null && character === quote) quote = null;
    else if (character === '\\' && quote !== "'") word = (word ?? '') + (line[++at] ?? '');
    else if (quote !== null) word = (word ?? '') + character;
    else if (character === '"' || character === "'") [quote, word] = [character, word ?? ''];
    else if (/\s/.test(character)) {
      if (word !== null) before.push(word);
      word = null;
    } else word = (word ?? '') + character;
  }
  return { before, word: word ?? '', quote };
}

/** Where bash begins a new word in the middle of one that stands in no quotes (`COMP_WORDBREAKS`). */
const BREAKS = /^.*[:=@<>|&;(]/s;

/** What bash puts in place of its own idea of the word: the part behind the last break, quoted where it has to be. */
export function forBash(text: string, { word, quote }: Typed): string {
  if (quote !== null) return text;
  const begun = BREAKS.exec(word)?.[0] ?? '';
  const rest = text.startsWith(begun) ? text.slice(begun.length) : text;
  return rest.replace(/[\s"'\\$`&|;()<>*?[\]{}!#~]/g, '\\$&');
}
