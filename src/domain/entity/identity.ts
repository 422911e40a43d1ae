/**
 * The names under which the same thing is known on every platform, in the one form in which they compare.
 * What is too short or too general to tell one thing from another is no identity at all.
 */

/** What a record can be about, the closest first. */
export const THING_TYPES = ['certificate', 'ca', 'host', 'user'] as const;
export type ThingType = (typeof THING_TYPES)[number];

export const NAME_TYPES = ['name', 'email', 'id', 'serial', 'fingerprint', 'address'] as const;
export type NameType = (typeof NAME_TYPES)[number];

export interface Identity {
  readonly thing: ThingType;
  readonly by: NameType;
  /** Normalised; together with thing, `by` and `on` equal keys mean the same thing. */
  readonly key: string;
  /** As the record wrote it; remote text, not yet safe for a screen. */
  readonly text: string;
  /** The platform beyond which the name means nothing: a bare number. Null for all other names. */
  readonly on: string | null;
}

/** RFC 5280 allows 20 octets; a sign octet and a nibble more are seen. */
const LONGEST_SERIAL = 42;
const SHORTEST_NUMBER = 6;
/** A serial number of digits only is taken for a decimal one from here on. */
const SHORTEST_DECIMAL = 18;
const SHORTEST_NAME = 5;
/** A DNS name, and nearly every other, fits in this. */
const LONGEST_NAME = 253;

/** Names that many things share. */
const GENERIC: ReadonlySet<string> = new Set(
  `n/a none null unknown undefined default admin administrator root system user users test service services
   server servers host hosts localhost localhost.localdomain certificate certificates agent agents sensor
   anonymous everyone guest operator scheduler schedule noreply public private issuer false`.split(/\s+/),
);

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const UUID_LIKE = /^[0-9a-f]{8}-[0-9a-f]{4}-/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*)$/;
const EMAIL = /^[^@\s"<>]+@[^@\s"<>]+\.[^@\s"<>]+$/;
/** Addresses that every host has. */
const EVERYWHERE = /^(?:127\.|0\.0\.0\.0$|169\.254\.|::1?$)/;

type Normalise = (text: string) => string | null;

const NORMALISE: Readonly<Record<NameType, Normalise>> = {
  serial: (text) => {
    const bare = text.replace(/^0x/, '').replace(/[\s:-]/g, '');
    if (!/^[0-9a-f]{1,60}$/.test(bare)) return null;
    // Nearly every number so long has a letter where it is hexadecimal.
    const decimal = bare.length >= SHORTEST_DECIMAL && /^\d+$/.test(bare) && !text.startsWith('0x');
    const digits = (decimal ? BigInt(bare).toString(16) : bare).replace(/^0+/, '');
    return digits.length >= SHORTEST_NUMBER && digits.length <= LONGEST_SERIAL ? `0x${digits}` : null;
  },
  fingerprint: (text) => {
    const digits = text.replace(/^sha-?(?:256|1)\s*:?\s*/, '').replace(/[\s:]/g, '');
    return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(digits) ? digits : null;
  },
  email: (text) => (EMAIL.test(text) && text.length <= LONGEST_NAME + 1 ? text : null),
  address: (text) => (ADDRESS.test(text) && !EVERYWHERE.test(text) ? text : null),
  id: (text) => {
    if (/^\d+$/.test(text)) return text.length >= SHORTEST_NUMBER ? text : null;
    return /\s/.test(text) ? null : particular(text);
  },
  name: (text) => {
    const common = /(?:^|,\s*)cn\s*=\s*([^,]+)/.exec(text)?.[1] ?? text;
    const bare = common
      .replace(/^[a-z][a-z0-9+]*:\/\//, '')
      .replace(/\/.*$/, '')
      .replace(/^([^:]+):\d{1,5}$/, '$1')
      .replace(/\.$/, '')
      .trim();
    // Who is known by an address only is known by an address.
    return ADDRESS.test(bare) || /^[\d\s.,:_-]*$/.test(bare) ? null : particular(bare);
  },
};

function particular(text: string): string | null {
  if (text.length < SHORTEST_NAME || text.length > LONGEST_NAME || GENERIC.has(text)) return null;
  return /[\p{L}\p{N}]/u.test(text) ? text : null;
}

/** The form in which names of a sort compare; null for what names nothing in particular. Serials begin with `0x`. */
export function normalised(by: NameType, text: string): string | null {
  // Nothing that long is a name; it is not worth folding either.
  if (text.length > 4 * LONGEST_NAME) return null;
  const folded = text.toWellFormed().trim().toLowerCase();
  if (folded === '' || CONTROL.test(folded)) return null;
  return NORMALISE[by](folded);
}

/**
 * The identity a value gives a thing. A platform's word for what it wrote counts less than what it looks like:
 * an id of 64 hexadecimal digits is a fingerprint, a user name with an @ an e-mail address.
 */
export function identityOf(
  thing: ThingType,
  said: NameType,
  value: unknown,
  platform: string,
): Identity | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string') return null;
  for (const by of looksOf(thing, said, text)) {
    const key = normalised(by, text);
    if (key === null) continue;
    const on = by === 'id' && /^\d+$/.test(key) ? platform : null;
    return { thing, by, key, text: text.trim(), on };
  }
  return null;
}

/** What a name may turn out to be, tried in this order. */
function looksOf(thing: ThingType, said: NameType, text: string): readonly NameType[] {
  // No counter reaches so far: a platform that has no id of its own gives the serial.
  if (thing === 'certificate' && said === 'id' && /^\d{30,}$/.test(text.trim())) return ['serial'];
  if (thing === 'certificate' && (said === 'id' || said === 'fingerprint')) return ['fingerprint', said];
  if (thing === 'user' && (said === 'id' || said === 'name')) return ['email', said];
  if (thing === 'host' && said === 'name') return ['address', 'name'];
  // The id of an agent may be its host.
  if (thing === 'host' && said === 'id') return ['address', 'id'];
  return [said];
}

/** What two names must have in common to mean the same thing. */
export function keyOf({ thing, by, key, on }: Identity): string {
  // An id that is a name, such as a host's or a user's, is the same said twice.
  const sort = by === 'id' && on === null && !UUID_LIKE.test(key) ? 'name' : by;
  return JSON.stringify([thing, sort, on, key]);
}
