/**
 * What nobody should read over a shoulder, off a clipboard or out of a file: values under telling names, private keys
 * and tokens in texts. The one table of those names; whoever shows or hands on remote values asks here.
 */
import { isObject, type Json } from './json.ts';

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
]);
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
const NUMBERS_TOO: ReadonlySet<string> = new Set(['password', 'passwd', 'pwd', 'passphrase', 'secret']);
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
  const [last = '', before = ''] = words.reverse();
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
const JWT = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;
const BEARER = /\b(Bearer|Basic) +[\w.~+/-]{12,}=*/g;
/** `password=…`, `"token":"…"`, `?api_key=…`; what follows a colon and a blank is mostly a sentence. */
const PAIR =
  /\b([\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key))("?(?:=|:(?! ))\s?"?|"\s?:\s?")([^\s"',;&<>]{3,})/gi;
const ANY =
  /PRIVATE KEY-----|\bM(?:I[IG]|C4|H)[\w+/]{20}|\beyJ|\bB(?:earer|asic) |pass(?:word|wd|phrase)|secret|token|api[_-]?key/i;

/** Any word of the tables above, anywhere: what has none holds no secret. */
const MAY = new RegExp(`${ANY.source}|${[...SECRET_WORDS].join('|')}`, 'i');

/** False where a document's JSON text holds no secret; true says nothing. */
export const mayHoldSecret = (json: string): boolean => MAY.test(json);

/** A text with what is secret in it masked; itself where nothing is. */
export function maskText(text: string): string {
  if (!ANY.test(text)) return text;
  return text
    .replace(PRIVATE_KEY, `$1 ${MASK} $2`)
    .replace(BARE_KEY, MASK)
    .replace(JWT, MASK)
    .replace(BEARER, `$1 ${MASK}`)
    .replace(PAIR, `$1$2${MASK}`);
}

/** What lies deeper in a document is masked whole: nobody nests so far, and looking would end the program. */
export const DEEPEST = 400;

/** A document with every secret in it masked, and how many there were. */
export function maskJson(
  value: Json,
  name: string | null = null,
): { readonly value: Json; readonly masked: number } {
  let masked = 0;
  const visit = (one: Json, under: string | null, depth: number): Json => {
    const inside = typeof one === 'object' && one !== null;
    if (inside && depth > DEEPEST) {
      masked += 1;
      return MASK;
    }
    if (Array.isArray(one)) return one.map((item: Json) => visit(item, under, depth + 1));
    if (isObject(one)) {
      return Object.fromEntries(
        Object.entries(one).map(([key, member]) => [key, visit(member, key, depth + 1)]),
      );
    }
    const shown = isSecret(under, one) ? MASK : typeof one === 'string' ? maskText(one) : one;
    if (shown !== one) masked += 1;
    return shown;
  };
  return { value: visit(value, name, 0), masked };
}
