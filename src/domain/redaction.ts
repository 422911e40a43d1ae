/**
 * What leaves the cache for a screen, a clipboard, a file or another system, short of what the policy hides: secrets
 * wherever they stand, and the personal data it names, also where a text of the same record repeats them.
 */
import { isObject, type Json, type Value } from './json.ts';
import { KIND_TABLES, valueAt } from './kinds.ts';
import type { AnyRecord, Kind } from './record.ts';
import { DEEPEST, MASK, maskJson, maskText, mayHoldSecret } from './secrets.ts';
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

/** Shorter values occur in texts by chance. */
const REPEATED_FROM = 4;

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
  for (const { path, type } of columns) {
    const value = valueAt(shown, path);
    if (type === 'json' && value !== null) {
      const told = document(value, path, policy, person);
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
  const found = policy.secrets ? maskJson(value, name) : { value, masked: 0 };
  const masked = found.masked === 0 ? value : found.value;
  return person === null ? masked : person.document(masked);
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
  return (value) => {
    if (type === 'text') return typeof value === 'string' ? maskText(value) : value;
    const json = typeof value === 'object' && value !== null ? value.json : null;
    if (json !== null && !mayHoldSecret(json)) return value;
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
  readonly #how: Redaction['how'];
  readonly #salt: string;
  readonly #repeated = new Map<string, string>();

  constructor({ personal, how, salt }: Redaction) {
    this.#names = new Set(personal.map(fold));
    this.#how = how;
    this.#salt = salt;
  }

  /** By the whole path, or by an end of it. */
  isNamed(path: string): boolean {
    for (let end = fold(path); ; end = end.slice(end.indexOf('.') + 1)) {
      if (this.#names.has(end)) return true;
      if (!end.includes('.')) return false;
    }
  }

  hidden(value: string | number | boolean): string {
    const text = String(value);
    // Loaded with the first hash: few policies have one.
    const crypto = process.getBuiltinModule('node:crypto');
    const sign =
      this.#how === 'mask'
        ? MASK
        : `~${crypto.createHmac('sha256', this.#salt).update(fold(text)).digest('hex').slice(0, 12)}`;
    if (text.length >= REPEATED_FROM) this.#repeated.set(text, sign);
    return sign;
  }

  /** A text without what was hidden elsewhere. */
  without(text: string): string {
    let rest = text;
    for (const [value, sign] of this.#repeated) rest = rest.replaceAll(value, sign);
    return rest;
  }

  document(value: Json): Json {
    const named = this.#members(value, { path: '', within: false, depth: 0 });
    return this.#texts(named);
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

  #texts(value: Json): Json {
    if (typeof value === 'string') return this.without(value);
    if (Array.isArray(value)) return value.map((item: Json) => this.#texts(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.#texts(member)]));
  }
}

/** The record with another value at a path that it has. */
function withValue(record: AnyRecord, steps: readonly string[], value: Json): AnyRecord {
  const put = (at: Json, [step = '', ...rest]: readonly string[]): Json =>
    isObject(at) ? { ...at, [step]: rest.length === 0 ? value : put(at[step] ?? null, rest) } : at;
  return put(record as unknown as Json, steps) as unknown as AnyRecord;
}
