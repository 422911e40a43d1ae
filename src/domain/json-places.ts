/**
 * JSON text as the places of its values: for who changes some of it and leaves every other byte as it was. Numbers
 * keep the digits they were written with, members their order, and those told twice are told twice.
 */
import type { Json } from './json.ts';

interface Span {
  readonly start: number;
  /** One past its last character. */
  readonly end: number;
}

export interface Leaf extends Span {
  readonly kind: 'leaf';
  readonly value: Json;
}

/** A list or an object below the deepest level that was asked for. */
export interface Deep extends Span {
  readonly kind: 'deep';
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Place[];
}

export interface Members {
  readonly kind: 'object';
  readonly members: readonly Member[];
}

/** `start` and `end` are those of the name. */
export interface Member extends Span {
  readonly name: string;
  readonly value: Place;
}

export type Place = Leaf | Deep | List | Members;

/** The value that a text is the JSON of; null where it is none. Takes time with its length, however it is nested. */
export function placesIn(text: string, deepest: number): Place | null {
  try {
    return new Reader(text, deepest).whole();
  } catch (thrown) {
    if (thrown instanceof NoJson) return null;
    throw thrown;
  }
}

class NoJson extends Error {}

const BLANKS = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const STRUCTURE = /["[\]{}]/g;

class Reader {
  readonly #text: string;
  readonly #deepest: number;
  #at = 0;

  constructor(text: string, deepest: number) {
    this.#text = text;
    this.#deepest = deepest;
  }

  whole(): Place {
    const place = this.#value(0);
    if (this.#next() !== '') throw new NoJson();
    return place;
  }

  /** The sign that comes next; an empty text at the end. */
  #next(): string {
    this.#at = endOf(BLANKS, this.#text, this.#at);
    return this.#text.charAt(this.#at);
  }

  #pass(sign: string): void {
    if (this.#next() !== sign) throw new NoJson();
    this.#at += 1;
  }

  #value(depth: number): Place {
    const sign = this.#next();
    if (sign === '"') return { kind: 'leaf', ...this.#string() };
    if (sign !== '{' && sign !== '[') return this.#word();
    if (depth > this.#deepest) return this.#deep();
    if (sign === '[') return { kind: 'list', items: this.#all(']', () => this.#value(depth + 1)) };
    const member = (): Member => {
      if (this.#next() !== '"') throw new NoJson();
      const { value: name, start, end } = this.#string();
      this.#pass(':');
      return { name, start, end, value: this.#value(depth + 1) };
    };
    return { kind: 'object', members: this.#all('}', member) };
  }

  #all<T>(close: ']' | '}', read: () => T): readonly T[] {
    const found: T[] = [];
    this.#at += 1;
    if (this.#next() !== close) {
      found.push(read());
      while (this.#next() === ',') {
        this.#at += 1;
        found.push(read());
      }
    }
    this.#pass(close);
    return found;
  }

  #string(): Span & { readonly value: string } {
    const start = this.#at;
    const end = endOfString(this.#text, start);
    const value = end > this.#text.length ? null : stringIn(this.#text, start, end);
    if (value === null) throw new NoJson();
    this.#at = end;
    return { value, start, end };
  }

  #word(): Leaf {
    const start = this.#at;
    const end = endOf(NUMBER, this.#text, start);
    if (end > start) {
      this.#at = end;
      return { kind: 'leaf', value: Number(this.#text.slice(start, end)), start, end };
    }
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, start)) continue;
      this.#at = start + word.length;
      return { kind: 'leaf', value, start, end: this.#at };
    }
    throw new NoJson();
  }

  /** Passes a structure without a look at what it holds. */
  #deep(): Deep {
    const start = this.#at;
    let open = 0;
    do {
      STRUCTURE.lastIndex = this.#at;
      const sign = STRUCTURE.exec(this.#text);
      if (sign === null) throw new NoJson();
      if (sign[0] === '"') this.#at = endOfString(this.#text, sign.index);
      else {
        open += sign[0] === '{' || sign[0] === '[' ? 1 : -1;
        this.#at = sign.index + 1;
      }
    } while (open > 0);
    return { kind: 'deep', start, end: this.#at };
  }
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

const BACKSLASH = 0x5c;

/** One past the closing quote of the string that opens at `start`; past the text where it never closes. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end + 1;
  }
  return text.length + 1;
}

/** The text of a string literal; null where its escapes are none. */
export function stringIn(source: string, start: number, end: number): string | null {
  const bare = source.slice(start + 1, end - 1);
  if (!bare.includes('\\')) return bare;
  try {
    return JSON.parse(source.slice(start, end)) as string;
  } catch {
    return null;
  }
}

const INDENT = '  ';
/** Deeper levels are not set further in: the blanks of a hostile text would be more than memory holds. */
const DEEPEST_INDENT = 100;
const PIECE = /[[\]{},:"]|[^\s[\]{},:"]+/g;

/** JSON text as `JSON.stringify(value, null, 2)` sets it, every name and value as it is written there. */
export function indentedJson(text: string, indent = 0): string {
  const pieces: string[] = [];
  let depth = indent;
  const line = () => `\n${INDENT.repeat(Math.min(depth, DEEPEST_INDENT))}`;
  let opened = false;
  PIECE.lastIndex = 0;
  for (let found = PIECE.exec(text); found !== null; found = PIECE.exec(text)) {
    const [sign] = found;
    const closes = sign === '}' || sign === ']';
    if (closes) depth -= 1;
    if (closes !== opened) pieces.push(opened || closes ? line() : '');
    opened = sign === '{' || sign === '[';
    if (opened) depth += 1;
    if (sign === '"') {
      const end = endOfString(text, found.index);
      pieces.push(text.slice(found.index, end));
      PIECE.lastIndex = end;
    } else pieces.push(sign === ':' ? ': ' : sign === ',' ? `,${line()}` : sign);
  }
  return pieces.join('');
}
