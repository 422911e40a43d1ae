/**
 * What leaves the cache for a screen, a clipboard, a file or another system, short of what the policy hides: secrets
 * wherever they stand, and the personal data it names, also where a text of the same record repeats them.
 */
import { isObject, type Json, type Value } from './json.ts';
import { KIND_TABLES, valueAt } from './kinds.ts';
import { maskJson, maskJsonText } from './masked-json.ts';
import { Person } from './person.ts';
import type { AnyRecord, Kind } from './record.ts';
import { hidesAnything, hidesPersonal, type Redaction } from './redaction-policy.ts';
import { isSecret, maskText, mayHoldSecret } from './secrets.ts';

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
    if (person === null || value === null || typeof value === 'object') continue;
    if (!person.isNamed(path) && !isNamedAsActor(person, record, path)) continue;
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

/** What a record may be about, or started by: a user there is hidden as one who acted is. */
const MAY_BE_USER: ReadonlySet<string> = new Set(['entity', 'resource', 'triggeredBy']);
const IS_USER = /^(service[ _]?)?users?$/i;

function isNamedAsActor(person: Person, record: AnyRecord, path: string): boolean {
  const [thing = '', member = ''] = path.split('.');
  if (!MAY_BE_USER.has(thing) || member === 'type') return false;
  if (!IS_USER.test(String(valueAt(record, `${thing}.type`)))) return false;
  // Many sign in with their address.
  const isAddress = String(valueAt(record, path)).includes('@');
  return person.isNamed(`actor.${member}`) || (isAddress && person.isNamed('actor.email'));
}

/** A document of a record, or one beside it: the row as the platform gave it, a profile. */
export function redactedJson(value: Json, policy: Redaction): Json {
  return document(value, null, policy, hidesPersonal(policy) ? new Person(policy) : null);
}

/** The same of JSON text, which keeps what is not hidden to the byte, as far as no personal data is hidden. */
export function redactedText(json: string, policy: Redaction): string {
  if (!hidesAnything(policy)) return json;
  if (hidesPersonal(policy)) return JSON.stringify(redactedJson(JSON.parse(json) as Json, policy));
  return mayHoldSecret(json) ? (maskJsonText(json)?.json ?? maskText(json)) : json;
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

/**
 * The same for the values of one column where no personal data is hidden: without the record around them. Documents
 * are looked into only where they may hold a secret, and keep what is none to the byte.
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
    if (typeof value !== 'object' || value === null) return maskJson(value, name).value as Value;
    if (!isNamed && !mayHoldSecret(value.json)) return value;
    const told = maskJsonText(value.json, name);
    // What is no JSON is a text like any other.
    if (told === null) return { json: maskText(value.json) };
    return told.masked === 0 ? value : { json: told.json };
  };
}

/** The record with another value at a path that it has. */
function withValue(record: AnyRecord, steps: readonly string[], value: Json): AnyRecord {
  const put = (at: Json, [step = '', ...rest]: readonly string[]): Json =>
    isObject(at) ? { ...at, [step]: rest.length === 0 ? value : put(at[step] ?? null, rest) } : at;
  return put(record as unknown as Json, steps) as unknown as AnyRecord;
}
