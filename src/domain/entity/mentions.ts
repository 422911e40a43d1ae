/** Which things a record names, and by which names: read from its fields, its documents and its texts. Pure. */
import { isObject, type Json } from '../json.ts';
import type { AnyRecord, Named } from '../record.ts';
import { type Identity, identityOf, keyOf, type NameType, type ThingType } from './identity.ts';
import { isTextMember, type Naming, namesInText, namingOf } from './members.ts';

/** Names that a record gives one thing. */
export interface Mention {
  readonly thing: ThingType;
  /** Never empty, the thing's own names, each once. */
  readonly identities: readonly Identity[];
  /** Serials and fingerprints of the certificate it replaced. */
  readonly previous: readonly Identity[];
}

/** Deeper or larger documents are dumps; their first part says what they are about. */
const DEEPEST = 5;
const MOST_MEMBERS = 600;
const MOST_LISTED = 20;
const MOST_MENTIONS = 60;

type Found = readonly [Naming, Identity];

/** What a record names, what it is about first. */
export function mentionsOf(record: AnyRecord): readonly Mention[] {
  const { platform } = record;
  const scopes = [...fieldsOf(record)];
  const left = { members: MOST_MEMBERS };
  switch (record.kind) {
    case 'alert':
    case 'statistic':
      break;
    case 'job':
      walk(record.payload, platform, 0, left, scopes);
      walk(record.output, platform, 0, left, scopes);
      break;
    case 'audit':
      walk(record.details, platform, 0, left, scopes);
  }
  return together(scopes.flatMap(mentionsIn)).slice(0, MOST_MENTIONS);
}

/** The names in the record's own fields: what it is about, then who did it, which are two things. */
function fieldsOf(record: AnyRecord): readonly (readonly Found[])[] {
  switch (record.kind) {
    case 'alert': {
      const thing = subjectOf(record);
      return [
        [
          ...ofNamed(thing, record.entity, record.platform),
          // A name of its own says it in the platform's way; the title is for when there is none.
          ...(record.entity?.name ? [] : titled(thing, record.title, record.platform)),
          ...ofText(record.message, record.platform),
        ],
      ];
    }
    case 'job': {
      const { certificateId, caId, triggeredBy, error, platform } = record;
      return [
        [
          ...found('certificate', 'id', certificateId, platform),
          ...ofText(error, platform),
          ...found('ca', 'id', caId, platform),
        ],
        ofNamed(byWhom(triggeredBy), triggeredBy, platform),
      ];
    }
    case 'audit': {
      const { resource, actor, description, platform } = record;
      const thing = subjectOf(record);
      const who = actor === null || actor.type === 'system' ? null : actor;
      return [
        [...ofNamed(thing, resource, platform), ...ofText(description, platform)],
        [
          ...ofNamed('user', who, platform),
          // The address of a service is that of the people behind it, who have several.
          ...(who?.type === 'user' ? found('user', 'email', who.email, platform) : []),
        ],
      ];
    }
    case 'statistic':
      return [];
  }
}

/** Rows about signing in name the way of signing in as the type of what they are about, and the user as its id. */
const SIGNING = /^(?:log(?:in|out)|auth\.|sign[-_ ]?(?:in|out)|user_log)/i;

/** What the type of an entity or resource says that it is; the more particular word first. */
const TYPES: readonly (readonly [RegExp, ThingType])[] = [
  [/cert|csr/i, 'certificate'],
  [/agent|sensor|host|server|machine/i, 'host'],
  [/user|account_user|member|admin/i, 'user'],
  [/^ca$|issuer|authority|connector/i, 'ca'],
];

/** What an alert or an entry says that it is about; null where it does not, and for a job, which is about several. */
export function subjectOf(record: AnyRecord): ThingType | null {
  if (record.kind === 'alert') return typeOf(record.entity?.type ?? null);
  if (record.kind !== 'audit') return null;
  return SIGNING.test(record.action ?? '') ? 'user' : typeOf(record.resource?.type ?? null);
}

function typeOf(type: string | null): ThingType | null {
  return type === null ? null : (TYPES.find(([pattern]) => pattern.test(type))?.[1] ?? null);
}

/** A job is set going by an agent, by a person, or by the platform itself. */
function byWhom(named: Named | null): ThingType | null {
  if (named === null) return null;
  if (named.type === null) return named.id?.includes('@') ? 'user' : null;
  return /system|schedul/i.test(named.type) ? null : typeOf(named.type);
}

function found(
  thing: ThingType,
  by: NameType,
  value: unknown,
  platform: string,
  role: Naming['role'] = 'own',
): readonly Found[] {
  const identity = identityOf(thing, by, value, platform);
  return identity === null ? [] : [[{ thing, by, role }, identity]];
}

function ofNamed(
  thing: ThingType | null,
  named: Pick<Named, 'id' | 'name'> | null,
  platform: string,
): readonly Found[] {
  if (thing === null || named === null) return [];
  return [...found(thing, 'id', named.id, platform), ...found(thing, 'name', named.name, platform)];
}

function ofText(text: string | null, platform: string): readonly Found[] {
  if (text === null) return [];
  return [...namesInText(text)].flatMap(([naming, name]) =>
    found(naming.thing, naming.by, name, platform, naming.role),
  );
}

/** `Renewal failure: www.example.com`: a title that ends in a name tells the entity's. */
const TITLED = /[:\s]((?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,8})\.?$/i;

function titled(thing: ThingType | null, title: string | null, platform: string): readonly Found[] {
  if (thing === null || title === null) return [];
  return found(thing, 'name', TITLED.exec(title.slice(-300))?.[1], platform);
}

/** Each object of a document is a place of its own: its members speak of the same. */
function walk(
  value: Json,
  platform: string,
  depth: number,
  left: { members: number },
  scopes: (readonly Found[])[],
): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  const here: Found[] = [];
  if (isObject(value)) scopes.push(here);
  for (const [member, inner] of Object.entries(value)) {
    if (left.members-- <= 0) return;
    if (typeof inner === 'string' && isTextMember(member)) here.push(...ofText(inner, platform));
    const naming = isObject(value) ? namingOf(member) : null;
    if (naming !== null) {
      const listed = Array.isArray(inner);
      const role = listed ? 'alone' : naming.role;
      for (const each of listed ? inner.slice(0, MOST_LISTED) : [inner]) {
        here.push(...found(naming.thing, naming.by, each, platform, role));
      }
    }
    walk(inner, platform, depth + 1, left, scopes);
  }
}

/** The mentions of one place. Where a role has two names of a sort, nobody knows which belongs to what. */
function mentionsIn(scope: readonly Found[]): readonly Mention[] {
  const mentions: Mention[] = [];
  const roles = Map.groupBy(scope, ([{ thing, role }]) => `${thing} ${role === 'previous' ? 'own' : role}`);
  for (const own of roles.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const { thing, role } = first[0];
    const sorts = Map.groupBy(once(own), ([naming, { by, key }]) =>
      // SHA-1 and SHA-256 of the same certificate are two names of it.
      [naming.role, by, by === 'fingerprint' ? key.length : ''].join(' '),
    );
    const one: Identity[] = [];
    const previous: Identity[] = [];
    for (const names of sorts.values()) {
      const [only, ...more] = names;
      if (only === undefined) continue;
      if (only[0].role === 'previous') previous.push(...names.map(([, identity]) => identity));
      else if (more.length === 0 && role !== 'alone') one.push(only[1]);
      else mentions.push(...names.map(([, identity]) => ({ thing, identities: [identity], previous: [] })));
    }
    if (one.length > 0) mentions.unshift({ thing, identities: one, previous });
    else if (previous.length > 0) {
      mentions.push(...previous.map((identity) => ({ thing, identities: [identity], previous: [] })));
    }
  }
  return mentions;
}

function once(names: readonly Found[]): readonly Found[] {
  return [...new Map(names.map((each) => [`${each[0].role} ${keyOf(each[1])}`, each])).values()];
}

/** Mentions that share a name are one; a serial makes two of them whatever else they share. */
export function together(mentions: readonly Mention[]): readonly Mention[] {
  const out: Mention[] = [];
  for (const mention of mentions) {
    const keys = new Set(mention.identities.map(keyOf));
    const at = out.findIndex(
      (other) =>
        other.thing === mention.thing &&
        other.identities.some((identity) => keys.has(keyOf(identity))) &&
        !contradicts(other, mention),
    );
    const other = out[at];
    if (other === undefined) out.push(mention);
    else {
      out[at] = {
        thing: other.thing,
        identities: distinct([...other.identities, ...mention.identities]),
        previous: distinct([...other.previous, ...mention.previous]),
      };
    }
  }
  return out;
}

function contradicts(a: Mention, b: Mention): boolean {
  const serials = [...a.identities, ...b.identities].filter(({ by }) => by === 'serial');
  return new Set(serials.map(keyOf)).size > 1;
}

export function distinct(identities: readonly Identity[]): readonly Identity[] {
  const seen = new Map<string, Identity>();
  for (const identity of identities) {
    const key = keyOf(identity);
    if (!seen.has(key)) seen.set(key, identity);
  }
  return [...seen.values()];
}
