/**
 * What leaves the cache for a screen, a clipboard, a file or another system, short of what the policy hides: secrets
 * wherever they stand, and the personal data it names, also where a text of the same record repeats them.
 */
import { isObject, type Json, type Value } from './json.ts';
import { KIND_TABLES, valueAt } from './kinds.ts';
import type { AnyRecord, Kind } from './record.ts';
import { DEEPEST, isSecret, MASK, maskJson, maskText, mayHoldSecret } from './secrets.ts';
import { fold } from './text.ts';

/** Plain data: it goes to the threads that write. */
export interface Redaction {
  /** Keys, tokens, passwords and the like are masked. */
  readonly secrets: boolean;
  /** Fields by their path (`actor.email`) or its last part, and members of documents by their name, in any case. */
  readonly personal: readonly string[];
  /** `hash` gives the same value the same sign, so that what one person did can still be counted. */
  readonly how: 'mask' | 'hash';
  /** Keys the hashes, so that nobody can try names; of this machine alone. */
  readonly salt: string;
}

export const SECRETS_ONLY: Redaction = { secrets: true, personal: [], how: 'mask', salt: '' };
export const NOTHING_HIDDEN: Redaction = { ...SECRETS_ONLY, secrets: false };

export const hidesPersonal = ({ personal }: Redaction): boolean => personal.length > 0;
export const hidesAnything = (policy: Redaction): boolean => policy.secrets || hidesPersonal(policy);

/** The policy as a reader of the file is told it: without what keys the hashes. */
export const hiddenBy = ({ secrets, personal, how }: Redaction): Omit<Redaction, 'salt'> => ({
  secrets,
  personal,
  how,
});

/** The same in a line. */
export function hiddenWords({ secrets, personal, how }: Redaction): string {
  const names = [...(secrets ? ['secrets'] : []), ...personal];
  if (names.length === 0) return 'nothing';
  return names.join(', ') + (how === 'hash' && personal.length > 0 ? ' (personal data as hashes)' : '');
}

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

/** Columns whose values name the record: hidden, nobody could ask for it again. */
const NAMES_RECORD: ReadonlySet<string> = new Set(['kind', 'platform', 'id', 'ref']);

/** The record itself where nothing of it is hidden. */
export function redacted(record: AnyRecord, policy: Redaction): AnyRecord {
  if (!hidesAnything(policy)) return record;
  const person = hidesPersonal(policy) ? new Person(policy) : null;
  let shown = record;
  const columns = KIND_TABLES[record.kind].columns.filter(({ path }) => !NAMES_RECORD.has(path));
  // Who it is about first: texts may repeat it, whichever column comes before.
  for (const { path } of columns) {
    const value = valueAt(record, path);
    if (person === null || value === null || typeof value === 'object' || !person.isNamed(path)) continue;
    shown = withValue(shown, path.split('.'), person.hidden(value));
  }
  // All of what is personal before any text that may repeat it: one document tells of people in another.
  const documents = columns.filter(({ type }) => type === 'json');
  for (const tell of [named, person === null ? null : repeated]) {
    for (const { path } of documents) {
      const value = valueAt(shown, path);
      const told = value === null || tell === null ? value : tell(value, path, policy, person);
      if (told !== value) shown = withValue(shown, path.split('.'), told);
    }
  }
  for (const { path, type } of columns) {
    const value = valueAt(shown, path);
    if (type !== 'text' || typeof value !== 'string') continue;
    const masked = policy.secrets ? maskText(value) : value;
    const told = person?.isNamed(path) === false ? person.without(masked) : masked;
    if (told !== value) shown = withValue(shown, path.split('.'), told);
  }
  return shown;
}

/** A document of a record, or one beside it: the row as the platform gave it, a profile. */
export function redactedJson(value: Json, policy: Redaction): Json {
  return document(value, null, policy, hidesPersonal(policy) ? new Person(policy) : null);
}

/** What a look-up tells of a user or an account, under the names the fields of a record have. */
export function redactedProfile<P extends { readonly type: string }>(profile: P, policy: Redaction): P {
  const role = profile.type === 'user' ? 'actor' : 'account';
  const { type, ...rest } = profile;
  const told = redactedJson({ [role]: rest as unknown as Json }, policy) as Readonly<Record<string, Json>>;
  return { type, ...(told[role] as object) } as P;
}

function document(value: Json, name: string | null, policy: Redaction, person: Person | null): Json {
  return repeated(named(value, name, policy, person), name, policy, person);
}

/** Without secrets, and without what stands under names of personal data. */
function named(value: Json, name: string | null, policy: Redaction, person: Person | null): Json {
  const found = policy.secrets ? maskJson(value, name) : { value, masked: 0 };
  const masked = found.masked === 0 ? value : found.value;
  return person === null ? masked : person.members(masked);
}

/** Without what was hidden elsewhere in the record. */
const repeated = (value: Json, _: string | null, __: Redaction, person: Person | null): Json =>
  person === null ? value : person.texts(value);

/** Whether the policy hides what stands at a path: by the whole of it, or by an end of it. */
export function isPersonal(path: string, { personal }: Redaction): boolean {
  return personal.length > 0 && isAmong(new Set(personal.map(fold)), path);
}

function isAmong(names: ReadonlySet<string>, path: string): boolean {
  for (let end = fold(path); ; end = end.slice(end.indexOf('.') + 1)) {
    if (names.has(end)) return true;
    if (!end.includes('.')) return false;
  }
}

/** What stands for a personal value: the mask, or its hash. */
export function signOf(text: string, { how, salt }: Redaction): string {
  if (how === 'mask') return MASK;
  // Loaded with the first hash: few policies have one.
  const crypto = process.getBuiltinModule('node:crypto');
  return `~${crypto.createHmac('sha256', salt).update(fold(text)).digest('hex').slice(0, 12)}`;
}

/**
 * The same for the values of one column where no personal data is hidden: without the record around them. Documents
 * are taken apart only where they may hold a secret.
 */
export function columnRedactor(
  kind: Kind,
  path: string,
  policy: Redaction,
): ((value: Value) => Value) | null {
  if (!policy.secrets || NAMES_RECORD.has(path)) return null;
  const type = KIND_TABLES[kind].columns.find((column) => column.path === path)?.type ?? 'json';
  if (type !== 'text' && type !== 'json') return null;
  const name = /([\p{L}\d_-]+)[^\p{L}\d_-]*$/u.exec(path)?.[1] ?? null;
  // Of a list under such a name every text is one, whatever it says.
  const isNamed = isSecret(name, 'anything');
  return (value) => {
    if (type === 'text') return typeof value === 'string' ? maskText(value) : value;
    const json = typeof value === 'object' && value !== null ? value.json : null;
    if (json !== null && !isNamed && !mayHoldSecret(json)) return value;
    const { value: told, masked } = maskJson(
      json === null ? (value as Json) : (JSON.parse(json) as Json),
      name,
    );
    if (masked === 0) return value;
    return typeof told === 'object' && told !== null ? { json: JSON.stringify(told) } : told;
  };
}

/** Where in a document something stands: below what is hidden whole, and how deep. */
interface Place {
  readonly path: string;
  readonly within: boolean;
  readonly depth: number;
}

/** What is personal in one record. */
class Person {
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

/** The record with another value at a path that it has. */
function withValue(record: AnyRecord, steps: readonly string[], value: Json): AnyRecord {
  const put = (at: Json, [step = '', ...rest]: readonly string[]): Json =>
    isObject(at) ? { ...at, [step]: rest.length === 0 ? value : put(at[step] ?? null, rest) } : at;
  return put(record as unknown as Json, steps) as unknown as AnyRecord;
}
