/**
 * What nobody should read over a shoulder, off a clipboard or out of a file: values under telling names, private keys
 * and tokens in texts. The one table of those names; whoever shows or hands on remote values asks here.
 */
import type { Json } from './json.ts';

/** Stands for a value that is hidden, however long that is. */
export const MASK = '••••••••';

/** A name that ends in one of these names a secret: `apiKey`, `client_secret`, `db.password`. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'secret',
  'secrets',
  'token',
  'tokens',
  'key',
  'keys',
  'apikey',
  'credential',
  'credentials',
  'authorization',
  'cookie',
  'jwt',
  'passcode',
  'challenge',
  'otp',
  'hmac',
]);
/** Words that name a secret together. */
const SECRET_PAIRS = /\b(?:enrol?lment|activation|verification|recovery) code$/;
/** Words behind the one that counts: `passwordHash`, `secret_value`. */
const VALUE_WORDS: ReadonlySet<string> = new Set([
  'value',
  'plain',
  'plaintext',
  'text',
  'data',
  'raw',
  'hash',
  'base64',
  'b64',
  'hex',
  'pem',
]);
/** Numbers under these are secrets too; under the others they count something. */
const NUMBERS_TOO: ReadonlySet<string> = new Set([
  ...['password', 'passwd', 'pwd', 'passphrase', 'secret', 'passcode', 'otp', 'code'],
]);
/** Members that hold a value of what stands beside or around them: `{ name, value }`, `password: { old, new }`. */
const HOLDS_VALUE =
  /^(?:(?:old|new|previous|current|raw|plain|default)[_-]?)?(?:values?|text|content|data)$|^(?:old|new|before|after|from|to|previous|current|plain|raw)$/i;
/** Members that say what it is a value of. */
const SAYS_NAME = ['name', 'key', 'field', 'property', 'attribute', 'header', 'parameter', 'param'] as const;
/** Keys everybody may know. */
const OPEN_KEYS: ReadonlySet<string> = new Set([
  'public',
  'pub',
  'primary',
  'foreign',
  'partition',
  'sort',
  'routing',
  'message',
  'host',
  'json',
]);
/** What a key is rather than the key itself, and what PEM tells everybody. */
const OPEN_VALUE =
  /^(?:(?:RSA|DSA|EC|ECDSA|ECC|DH|ED\d+|Ed\d+|X\d+|ML-[A-Z]+|P-)[\w .-]{0,20}$|-----BEGIN (?:[A-Z]+ )*(?:PUBLIC KEY|CERTIFICATE|CERTIFICATE REQUEST)-----)/;

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}

/** The word that makes a name that of a secret; null where it names none. */
function secretWord(name: string): string | null {
  const words = [...wordsOf(name)];
  while (words.length > 1 && VALUE_WORDS.has(words.at(-1) ?? '')) words.pop();
  const [last = '', before = ''] = words.toReversed();
  if (SECRET_PAIRS.test(`${before} ${last}`)) return 'code';
  if (!SECRET_WORDS.has(last)) return null;
  return /^keys?$/.test(last) && OPEN_KEYS.has(before) ? null : last;
}

/** Names are the few of a document, asked for again and again. */
const KNOWN = new Map<string, string | null>();

function knownWord(name: string): string | null {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  const word = name.length > 200 ? null : secretWord(name);
  if (KNOWN.size > 5_000) KNOWN.clear();
  KNOWN.set(name, word);
  return word;
}

/** Whether the value of a member (or an element of the list) of this name is a secret. */
export function isSecret(name: string | null, value: unknown): boolean {
  const word = name === null ? null : knownWord(name);
  if (word === null) return false;
  if (typeof value === 'number') return NUMBERS_TOO.has(word);
  return typeof value === 'string' && value !== '' && !OPEN_VALUE.test(value);
}

const PRIVATE_KEY =
  /(-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----)[\s\S]*?(-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----|$)/g;
/** The same without its armour: how PKCS #8, PKCS #1 and SEC 1 begin in base64. */
const BARE_KEY =
  /\b(?:MII[\w+/]{2}[AQgw]IB(?:AD[A-D]|AAK)|MIG[\w+/]AgEAM|MC4CAQAwBQYDK2Vw|MH[\w+/]CAQEE)[\w+/=]{30,}(?:\s+[\w+/=]{40,})*/g;
// Begins where a token does: at every sign of a long text, it would be read to its end each time.
const JWT = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;
const BEARER = /\b(Bearer|Basic) +[\w.~+/-]{12,}=*/g;
/** `https://user:password@host` */
const USER_INFO = /(:\/\/[^\s/:@"]{0,200}:)[^\s/@"]+(?=@)/g;
const mayHoldUserInfo = (text: string): boolean => text.includes('@') && text.includes('://');
/** What a name in a text ends in that names a secret; what is before it (`db.password`) does not matter. */
const NAME =
  '(?:pass(?:word|wd|phrase)|\\bpwd|secret|token|hmac|(?:api|private|access|account|shared|signing|encryption)[_-]?key)' +
  '(?:[_-]?(?:(?:access[_-]?)?key|value|hash|plain|text))?';
/** `"token":"…"`, `password = '…'`: to the quote that ends it, whatever is within. */
const QUOTED = new RegExp(`(${NAME}["']?\\s{0,9}[=:]\\s{0,9}(["']))(?:\\\\[\\s\\S]|(?!\\2)[^\\\\])+`, 'gi');
/** The same in JSON within a text of JSON: `\"token\":\"…\"`. */
const ESCAPED = new RegExp(
  `(${NAME}\\\\{1,9}["']\\s{0,9}[=:]\\s{0,9}(\\\\{1,9}["']))(?:(?!\\2)[\\s\\S])+`,
  'gi',
);
/** `password=…`, `?api_key=…`, `token:…`. */
const PLAIN = new RegExp(`(${NAME}["']?(?:\\s{0,9}=(?!=)\\s{0,9}|:(?! )))[^\\s"',;&<>\\\\]{3,}`, 'gi');
/** What follows a colon and a blank is mostly a sentence, but for what has figures and letters: `X-API-Key: …`. */
const HEADER = new RegExp(
  `(${NAME}["']?: {1,9})(?=[^\\s"',;&<>\\d]{0,200}\\d)(?=[^\\s"',;&<>A-Za-z]{0,200}[A-Za-z])[^\\s"',;&<>]{6,}`,
  'gi',
);
/** How secrets begin that have no name, and the names of the others, behind which a sign of a pair stands. */
const FORMS = /PRIVATE KEY-----|\bM(?:I[IG]|C4|H)[\w+/]{20}|\beyJ|\bB(?:earer|asic) /i;
const NAMED =
  /pass(?:word|wd|phrase)|\bpwd|secret|token|hmac|(?:api|private|access|account|shared|signing|encryption)[_-]?key/i;
const mayBeSaid = (text: string): boolean =>
  FORMS.test(text) || ((text.includes('=') || text.includes(':')) && NAMED.test(text));

/**
 * The beginnings of all that is in the tables above, anywhere: what has none holds no secret. Each begins with letters
 * of its own: with a class in one of them the search took twice the time.
 */
const MAY =
  /pass|pwd|secret|token|key|hmac|credential|authorization|cookie|jwt|challenge|otp|code|\beyJ|\bB(?:earer|asic) |\bM(?:I[IG]|C4|H)[\w+/]{20}/gi;

/** How a text ends that names a secret. */
const ENDS_IN_NAME = new RegExp(
  `(?:${[...SECRET_WORDS, ...VALUE_WORDS, 'code'].join('|')})[^\\p{L}\\d]*$`,
  'iu',
);

/**
 * False where a document's JSON text holds no secret; true says nothing. Many documents speak of keys and tokens: only
 * the names and texts that do are looked at, and the document is not taken apart.
 */
export function mayHoldSecret(json: string): boolean {
  if (mayHoldUserInfo(json)) return true;
  MAY.lastIndex = 0;
  while (MAY.test(json)) {
    const start = json.lastIndexOf('"', MAY.lastIndex - 1);
    const end = json.indexOf('"', MAY.lastIndex);
    // Escapes are left to who takes the document apart.
    if (start < 0 || end < 0 || json.charCodeAt(start - 1) === BACKSLASH) return true;
    const text = json.slice(start + 1, end);
    if (text.includes('\\')) return true;
    // A name may stand in a text, too, beside the value it is of.
    if (ENDS_IN_NAME.test(text) && knownWord(text) !== null) {
      if (
        NAME_BEHIND.test(json.slice(end + 1, end + 40)) ||
        NAME_BEFORE.test(json.slice(Math.max(0, start - 40), start))
      )
        return true;
    }
    if (maskText(text) !== text) return true;
    MAY.lastIndex = end + 1;
  }
  return false;
}
const BACKSLASH = 92;
/** What follows a name, and what stands before a text that is one. */
const NAME_BEHIND = /^\s*:/;
const NAME_BEFORE = new RegExp(`"(?:${SAYS_NAME.join('|')})"\\s*:\\s*$`);

/** A text with what is secret in it masked; itself where nothing is. */
export function maskText(text: string): string {
  if (!mayBeSaid(text) && !mayHoldUserInfo(text)) return text;
  return text
    .replace(PRIVATE_KEY, `$1 ${MASK} $2`)
    .replace(BARE_KEY, MASK)
    .replace(JWT, MASK)
    .replace(BEARER, `$1 ${MASK}`)
    .replace(USER_INFO, `$1${MASK}`)
    .replace(QUOTED, `$1${MASK}`)
    .replace(ESCAPED, `$1${MASK}`)
    .replace(PLAIN, `$1${MASK}`)
    .replace(HEADER, `$1${MASK}`);
}

/** The name of the secret that the values in an object are of; null where they are of none. `says`: what stands there under a name. */
export function heldBy(says: (name: string) => readonly unknown[], under: string | null): string | null {
  if (under !== null && knownWord(under) !== null) return under;
  for (const name of SAYS_NAME) {
    const told = says(name).find((one) => typeof one === 'string' && knownWord(one) !== null);
    if (typeof told === 'string') return told;
  }
  return null;
}

/** The name a member goes by, where its object holds a value of `holder`. */
export const nameWithin = (holder: string | null, key: string): string =>
  holder !== null && HOLDS_VALUE.test(key) ? holder : key;

/** A value that is no structure, as it may be seen under its name. */
export const shownUnder = (name: string | null, value: Json): Json =>
  isSecret(name, value) ? MASK : typeof value === 'string' ? maskText(value) : value;
