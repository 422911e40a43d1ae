/** Just enough DER (X.690) to cut certificates out of bytes, to read how one was signed, and what was requested. */

export interface Element {
  readonly tag: number;
  /** First byte of the content. */
  readonly start: number;
  /** One past the last byte of the content. */
  readonly end: number;
}

export const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OBJECT_IDENTIFIER = 0x06;
const CONTEXT_0 = 0xa0;

/** The element that begins at an offset; null when the bytes end before it does. */
export function elementAt(bytes: Uint8Array, offset: number): Element | null {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) return null;
  let start = offset + 2;
  let length = first;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    // Indefinite lengths are not DER; more than four octets is no file of ours.
    if (octets === 0 || octets > 4) return null;
    length = 0;
    for (let i = 0; i < octets; i += 1) length = length * 256 + (bytes[start + i] ?? Number.NaN);
    start += octets;
  }
  const end = start + length;
  return end <= bytes.length ? { tag, start, end } : null;
}

export type Cut =
  | { readonly kind: 'certificate'; readonly der: Uint8Array; readonly rest: number }
  /** DER of something else: a key, a PKCS #7 or #12 bag. */
  | { readonly kind: 'other' }
  | { readonly kind: 'truncated' };

/**
 * The certificate that begins at an offset: SEQUENCE { SEQUENCE { [0] or INTEGER …, of RFC 5280 section 4.1.
 * What follows it (the trust settings of a TRUSTED CERTIFICATE, the next certificate) begins at `rest`.
 */
export function cutCertificate(bytes: Uint8Array, offset = 0): Cut {
  if (bytes[offset] !== SEQUENCE) return { kind: 'other' };
  const outer = elementAt(bytes, offset);
  if (outer === null) return { kind: 'truncated' };
  const body = elementAt(bytes, outer.start);
  const inner = body && bytes[body.start];
  if (body?.tag !== SEQUENCE || (inner !== CONTEXT_0 && inner !== INTEGER)) return { kind: 'other' };
  return { kind: 'certificate', der: bytes.subarray(offset, outer.end), rest: outer.end };
}

interface SignatureAlgorithm {
  readonly name: string;
  /** Null where the algorithm brings its own (Ed25519, ML-DSA) or is not known here. */
  readonly hash: string | null;
}

/** OID -> name as OpenSSL prints it, and hash. RFC 3279, 4055, 5758, 8410 and 9881. */
const SIGNATURES: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.2': { name: 'md2WithRSAEncryption', hash: 'MD2' },
  '1.2.840.113549.1.1.3': { name: 'md4WithRSAEncryption', hash: 'MD4' },
  '1.2.840.113549.1.1.4': { name: 'md5WithRSAEncryption', hash: 'MD5' },
  '1.2.840.113549.1.1.5': { name: 'sha1WithRSAEncryption', hash: 'SHA-1' },
  '1.3.14.3.2.29': { name: 'sha1WithRSA', hash: 'SHA-1' },
  '1.2.840.113549.1.1.14': { name: 'sha224WithRSAEncryption', hash: 'SHA-224' },
  '1.2.840.113549.1.1.11': { name: 'sha256WithRSAEncryption', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { name: 'sha384WithRSAEncryption', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { name: 'sha512WithRSAEncryption', hash: 'SHA-512' },
  '1.2.840.10040.4.3': { name: 'dsaWithSHA1', hash: 'SHA-1' },
  '2.16.840.1.101.3.4.3.1': { name: 'dsa_with_SHA224', hash: 'SHA-224' },
  '2.16.840.1.101.3.4.3.2': { name: 'dsa_with_SHA256', hash: 'SHA-256' },
  '1.2.840.10045.4.1': { name: 'ecdsa-with-SHA1', hash: 'SHA-1' },
  '1.2.840.10045.4.3.1': { name: 'ecdsa-with-SHA224', hash: 'SHA-224' },
  '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', hash: 'SHA-256' },
  '1.2.840.10045.4.3.3': { name: 'ecdsa-with-SHA384', hash: 'SHA-384' },
  '1.2.840.10045.4.3.4': { name: 'ecdsa-with-SHA512', hash: 'SHA-512' },
  '1.3.101.112': { name: 'ED25519', hash: null },
  '1.3.101.113': { name: 'ED448', hash: null },
  '2.16.840.1.101.3.4.3.17': { name: 'ML-DSA-44', hash: null },
  '2.16.840.1.101.3.4.3.18': { name: 'ML-DSA-65', hash: null },
  '2.16.840.1.101.3.4.3.19': { name: 'ML-DSA-87', hash: null },
};

/** RSASSA-PSS names its hash in the parameters (RFC 4055 section 3.1); absent means SHA-1. */
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const PSS_HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/**
 * How a certificate was signed. Read from the bytes because X509Certificate tells only since Node 24, and
 * never which hash RSASSA-PSS used. An algorithm not in the table is named by its OID.
 */
export function signatureOf(der: Uint8Array): SignatureAlgorithm {
  const outer = elementAt(der, 0);
  const body = outer && elementAt(der, outer.start);
  const algorithm = body && elementAt(der, body.end);
  const id = algorithm && elementAt(der, algorithm.start);
  if (algorithm?.tag !== SEQUENCE || id?.tag !== OBJECT_IDENTIFIER) return { name: 'unknown', hash: null };
  const oid = oidText(der.subarray(id.start, id.end));
  if (oid === RSASSA_PSS) return { name: 'rsassaPss', hash: pssHash(der.subarray(id.end, algorithm.end)) };
  return SIGNATURES[oid] ?? { name: oid, hash: null };
}

function pssHash(bytes: Uint8Array): string | null {
  const parameters = elementAt(bytes, 0);
  const explicit = parameters && elementAt(bytes.subarray(0, parameters.end), parameters.start);
  if (explicit?.tag !== CONTEXT_0) return 'SHA-1';
  const algorithm = elementAt(bytes, explicit.start);
  const id = algorithm && elementAt(bytes, algorithm.start);
  return id ? (PSS_HASHES[oidText(bytes.subarray(id.start, id.end))] ?? null) : null;
}

export function oidText(bytes: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of bytes) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...others] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...others].join('.');
}
