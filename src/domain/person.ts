/** The personal data of one record, wherever the record repeats it. */
import { isObject, type Json } from './json.ts';
import { DEEPEST } from './masked-json.ts';
import { isAmong, type Redaction, signOf } from './redaction-policy.ts';
import { MASK } from './secrets.ts';
import { fold } from './text.ts';

/** Shorter values say nothing of a person. */
const REPEATED_FROM = 2;
/** Values shorter than this occur in words by chance, and count only as whole ones. */
const WITHIN_WORDS_FROM = 4;

/** Longer values make no pattern (some 10,000 characters are too many for one), and are no name or address. */
const LONGEST_PATTERN = 1_000;

/** Where a text repeats a value: in any case, for platforms write addresses now so and now so; long ones as they are. */
function repetitionOf(text: string): RegExp | string {
  if (text.length > LONGEST_PATTERN) return text;
  const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const word = text.length < WITHIN_WORDS_FROM ? `(?<![\\p{L}\\d])${literal}(?![\\p{L}\\d])` : literal;
  return new RegExp(word, 'giu');
}

/** Where in a document something stands: below what is hidden whole, and how deep. */
interface Place {
  readonly path: string;
  readonly within: boolean;
  readonly depth: number;
}

/** What is personal in one record. */
export class Person {
  readonly #names: ReadonlySet<string>;
  readonly #policy: Redaction;
  /** By the value as it is folded: its sign, and how it is found in a text. */
  readonly #repeated = new Map<string, { readonly pattern: RegExp | string; readonly sign: string }>();
  /** The longest value first: a name may be within an address. */
  #inOrder: readonly { readonly pattern: RegExp | string; readonly sign: string }[] | null = null;

  constructor(policy: Redaction) {
    this.#names = new Set(policy.personal.map(fold));
    this.#policy = policy;
  }

  isNamed(path: string): boolean {
    return isAmong(this.#names, path);
  }

  hidden(value: string | number | boolean): string {
    const text = String(value);
    const sign = signOf(text, this.#policy);
    const key = fold(text);
    if (text.length >= REPEATED_FROM && !this.#repeated.has(key)) {
      this.#repeated.set(key, { pattern: repetitionOf(text), sign });
      this.#inOrder = null;
    }
    return sign;
  }

  /** A text without what was hidden elsewhere. */
  without(text: string): string {
    this.#inOrder ??= [...this.#repeated]
      .toSorted(([a], [b]) => b.length - a.length)
      .map(([, repetition]) => repetition);
    let rest = text;
    for (const { pattern, sign } of this.#inOrder) rest = rest.replaceAll(pattern, sign);
    return rest;
  }

  members(value: Json): Json {
    return this.#members(value, { path: '', within: false, depth: 0 });
  }

  #members(value: Json, at: Place): Json {
    const { path, within, depth } = at;
    if (typeof value !== 'object' || value === null) {
      return within && value !== null ? this.hidden(value) : value;
    }
    if (depth > DEEPEST) return MASK;
    if (Array.isArray(value))
      return value.map((item: Json) => this.#members(item, { ...at, depth: depth + 1 }));
    return Object.fromEntries(
      Object.entries(value).map(([key, member]: [string, Json]) => {
        const place = path === '' ? key : `${path}.${key}`;
        return [
          key,
          this.#members(member, { path: place, within: within || this.isNamed(place), depth: depth + 1 }),
        ];
      }),
    );
  }

  texts(value: Json): Json {
    if (this.#repeated.size === 0) return value;
    if (typeof value === 'string') return this.without(value);
    if (Array.isArray(value)) return value.map((item: Json) => this.texts(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.texts(member)]));
  }
}
