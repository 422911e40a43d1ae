/**
 * What a text is indexed by: each run of three of its characters, and its words shorter than that. A term is
 * a number of 19 bits. Rare characters share numbers, so that what has all terms of a text may still not
 * hold it: whoever looks for a text looks into what was found.
 */
import { CONTAINS_FROM, tokens } from '../../query/words.ts';

/** Terms are below this. */
export const TERMS = 2 ** 19;
/** Words under three characters are numbered from here on. */
const SHORT = 2 ** 18;
const SHORT_MASK = 0xfff;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** NUL stands between texts of one record; no run reaches over it. */
const SEPARATOR_UNIT = 0;
/** Six bits for every UTF-16 unit: letters and digits have their own, 0 is in no term. */
const UNITS = unitNumbers();

function unitNumbers(): Uint8Array {
  const numbers = new Uint8Array(2 ** 16);
  for (let unit = 0; unit < numbers.length; unit++) {
    numbers[unit] = ALPHABET.length + 1 + ((Math.imul(unit, 0x9e3779b1) >>> 16) % (63 - ALPHABET.length));
  }
  for (let at = 0; at < ALPHABET.length; at++) numbers[ALPHABET.charCodeAt(at)] = at + 1;
  numbers[SEPARATOR_UNIT] = 0;
  return numbers;
}

/** The term of a word under three characters, which lies in a text from `from` to before `to`. */
export function shortTerm(token: string, from = 0, to = token.length): number {
  let hash = 0;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ token.charCodeAt(at), 0x01000193);
  return SHORT + ((hash ^ (hash >>> 15)) & SHORT_MASK);
}

/** The terms of a folded text that is looked for as a whole: its runs of three. Empty when it is too short. */
export function termsWithin(folded: string): readonly number[] {
  const found = new Set<number>();
  for (let at = 2; at < folded.length; at++) {
    const [a, b, c] = [at - 2, at - 1, at].map((index) => UNITS[folded.charCodeAt(index)] ?? 0);
    if (a && b && c) found.add((a << 12) | (b << 6) | c);
  }
  return [...found];
}

/** Collects the distinct terms of one record after the other, without anew allocating what is as large as all terms. */
export class TermCollector {
  readonly #seenIn = new Int32Array(TERMS);
  #record = 0;
  #found = new Uint32Array(1_024);
  #count = 0;

  /** The distinct terms of a folded text, in no order; overwritten by the next call. */
  collect(folded: string): Uint32Array {
    if (++this.#record === 2 ** 31 - 1) this.#restart();
    this.#count = 0;
    if (this.#found.length < folded.length * 2) this.#found = new Uint32Array(folded.length * 2);
    // What the runs took for a short word may be part of a longer one: harmless, a term only says what may be.
    if (this.#runs(folded)) this.#shortWords(folded);
    return this.#found.subarray(0, this.#count);
  }

  #restart(): void {
    this.#seenIn.fill(0);
    this.#record = 1;
  }

  #add(term: number): void {
    if (this.#seenIn[term] === this.#record) return;
    this.#seenIn[term] = this.#record;
    this.#found[this.#count++] = term;
  }

  /** Adds the runs of three, and short words where all is ASCII; says whether other short words are to be looked for. */
  #runs(folded: string): boolean {
    let [a, b, word] = [0, 0, 0];
    let isAscii = true;
    for (let at = 0; at <= folded.length; at++) {
      const unit = at === folded.length ? SEPARATOR_UNIT : folded.charCodeAt(at);
      const c = UNITS[unit] ?? 0;
      if (a !== 0 && b !== 0 && c !== 0) this.#add((a << 12) | (b << 6) | c);
      a = b;
      b = c;
      if (c >= 1 && c <= ALPHABET.length) word += 1;
      else {
        if (word > 0 && word < CONTAINS_FROM) this.#add(shortTerm(folded, at - word, at));
        word = 0;
        // Outside ASCII only the tokenizer knows what is a letter.
        isAscii &&= unit < 128 || c === 0;
      }
    }
    return !isAscii;
  }

  #shortWords(folded: string): void {
    for (const token of tokens(folded)) {
      if (token.length < CONTAINS_FROM * 2 && [...token].length < CONTAINS_FROM) this.#add(shortTerm(token));
    }
  }
}
