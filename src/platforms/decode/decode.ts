/**
 * What a value says once it is decoded: PEM, certificates and requests in DER, tokens, base64, instants. Offline,
 * and nothing of a private key is ever shown.
 */
import { createHash } from 'node:crypto';
import type { Json } from '../../domain/json.ts';
import { parseInstant, toIso } from '../../domain/time.ts';
import {
  type Certificate,
  describeKey,
  fingerprintOf,
  keyName,
  readCertificate,
} from '../host/certificate.ts';
import { cutCertificate, SEQUENCE } from '../host/der.ts';
import { type CertificateRequest, publicKeyIn, readRequest } from './request.ts';

export interface Decoded {
  /** In a word or two: `certificate`, `signing request`, `instant`. */
  readonly what: string;
  readonly value: Json;
}

/** Longer values are not looked into (characters). */
const LONGEST = 1_000_000;
const MOST_BLOCKS = 50;
/** Base64 within base64, and PEM in that. */
const DEEPEST = 3;

export function decodeValue(value: string | number, now: number): Decoded | null {
  if (typeof value === 'number') return instantOf(value, now);
  const text = value.trim();
  if (text === '' || text.length > LONGEST) return null;
  if (/^\d{10}$|^\d{13}$/.test(text)) return instantOf(Number(text), now);
  return decodeText(text, now, 0);
}

function decodeText(text: string, now: number, depth: number): Decoded | null {
  if (depth > DEEPEST) return null;
  if (text.includes('-----BEGIN ')) return pemOf(text, now);
  return tokenOf(text, now) ?? writtenInstant(text, now) ?? hexOf(text, now) ?? base64Of(text, now, depth);
}

const FIRST_SECOND = Date.UTC(2000, 0, 1) / 1_000;
const LAST_SECOND = Date.UTC(2100, 0, 1) / 1_000;

/** Seconds or milliseconds since 1970, between 2000 and 2100. */
function instantOf(value: number, now: number): Decoded | null {
  if (!Number.isFinite(value)) return null;
  if (value >= FIRST_SECOND && value < LAST_SECOND)
    return { what: 'epoch seconds', value: instantJson(value * 1_000, now) };
  if (value >= FIRST_SECOND * 1_000 && value < LAST_SECOND * 1_000)
    return { what: 'epoch milliseconds', value: instantJson(value, now) };
  return null;
}

function writtenInstant(text: string, now: number): Decoded | null {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return null;
  const at = parseInstant(text);
  return at === null ? null : { what: 'instant', value: instantJson(at, now) };
}

function instantJson(at: number, now: number): Json {
  return { UTC: toIso(at), local: new Date(at).toString(), distance: distance(at, now) };
}

const DAY = 86_400_000;

/** `12 days ago`, `in 3 hours`. */
function distance(at: number, now: number): string {
  const ms = Math.abs(at - now);
  const [size, unit] =
    ms >= 2 * DAY
      ? ([DAY, 'day'] as const)
      : ms >= 3_600_000
        ? ([3_600_000, 'hour'] as const)
        : ([60_000, 'minute'] as const);
  const count = Math.floor(ms / size);
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return at > now ? `in ${words}` : `${words} ago`;
}

/** JSON Web Token, RFC 7519: header and claims; the signature proves it and is not told. */
function tokenOf(text: string, now: number): Decoded | null {
  const [, head, claims] = /^(?:Bearer )?([\w-]{8,})\.([\w-]{8,})\.[\w-]*$/.exec(text) ?? [];
  if (head === undefined || claims === undefined) return null;
  const [header, payload] = [jsonIn(head), jsonIn(claims)];
  if (header === null || payload === null) return null;
  const times = Object.entries(payload).flatMap(([name, value]) => {
    const at = /^(?:exp|nbf|iat|auth_time)$/.test(name) && typeof value === 'number' ? value * 1_000 : null;
    const iso = toIso(at);
    return at === null || iso === null ? [] : [[name, `${iso} (${distance(at, now)})`]];
  });
  return { what: 'JSON web token', value: { header, claims: payload, times: Object.fromEntries(times) } };
}

function jsonIn(base64: string): { readonly [key: string]: Json } | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { [key: string]: Json })
      : null;
  } catch {
    return null;
  }
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----([\s\S]*?)-----END \1-----/g;

function pemOf(text: string, now: number): Decoded | null {
  const blocks = [...unescaped(text).matchAll(BLOCK)].slice(0, MOST_BLOCKS);
  const found = blocks.map(([, label = '', body = '']) => blockOf(label, body, now));
  const [first] = found;
  if (first === undefined) return null;
  if (found.length === 1) return first;
  return { what: `${found.length} PEM blocks`, value: found.map(({ what, value }) => ({ [what]: value })) };
}

/** Line breaks as two characters, as a text has them that was quoted once too often. */
const unescaped = (text: string): string => text.replace(/\\r?\\n|\\n/g, '\n');

function blockOf(label: string, body: string, now: number): Decoded {
  if (label.endsWith('PRIVATE KEY')) return PRIVATE_KEY;
  const bytes = Buffer.from(body.replace(/^.*:.*$/gm, '').replace(/\s+/g, ''), 'base64');
  return derOf(bytes, now) ?? { what: label.toLowerCase(), value: bytesJson(bytes) };
}

const PRIVATE_KEY: Decoded = { what: 'private key', value: 'nothing of it is shown' };

/** DER by what it turns out to be. */
function derOf(bytes: Uint8Array, now: number): Decoded | null {
  const cut = cutCertificate(bytes);
  if (cut.kind === 'truncated') return { what: 'DER, cut off', value: bytesJson(bytes) };
  // A private key of PKCS #8 begins like a certificate request: neither is read as the other.
  const certificate = cut.kind === 'certificate' ? readCertificate(cut.der) : null;
  if (certificate !== null && cut.kind === 'certificate')
    return { what: 'certificate', value: certificateJson(certificate, cut.der, now) };
  const request = readRequest(bytes);
  if (request !== null) return { what: 'signing request', value: requestJson(request) };
  const key = publicKeyIn(bytes);
  if (key === null) return null;
  const described = describeKey(key);
  return { what: 'public key', value: { key: keyName(described), 'key SHA-256': described.id } };
}

function certificateJson(certificate: Certificate, der: Uint8Array, now: number): Json {
  const { notBefore, notAfter } = certificate;
  const until = now > notAfter ? 'expired' : now < notBefore ? 'not valid yet' : 'valid';
  return {
    subject: certificate.subject,
    names: certificate.alternativeNames,
    issuer: certificate.issuer,
    serial: certificate.serial,
    'valid from': toIso(notBefore),
    'valid until': `${toIso(notAfter)} (${until}, ${distance(notAfter, now)})`,
    key: keyName(certificate.key),
    signature: certificate.signature.name,
    CA: certificate.ca,
    'self-signed': certificate.selfSigned,
    fingerprints: {
      'SHA-256': certificate.fingerprint,
      'SHA-1': createHash('sha1').update(der).digest('hex'),
      'key SHA-256': certificate.key.id,
    },
  };
}

function requestJson(request: CertificateRequest): Json {
  const { signed, challenge } = request;
  return {
    subject: request.subject,
    names: request.alternativeNames,
    key: keyName(request.key),
    signature: request.signature.name,
    'signed with its key': signed === null ? 'cannot be checked here' : signed,
    ...(challenge === null ? {} : { 'challenge password': challenge }),
    fingerprints: { 'SHA-256': request.fingerprint, 'key SHA-256': request.key.id },
  };
}

/** DER in hexadecimal; other hexadecimal is a fingerprint or a serial number, which says all it says. */
function hexOf(text: string, now: number): Decoded | null {
  const hex = text.replace(/[\s:]/g, '');
  if (hex.length < 64 || hex.length % 2 !== 0 || !/^30[0-9a-f]+$/i.test(hex)) return null;
  return derOf(Buffer.from(hex, 'hex'), now);
}

/** Shorter words happen to be base64, too (characters). */
const SHORTEST = 8;
const SHORTEST_BYTES = 32;

function base64Of(text: string, now: number, depth: number): Decoded | null {
  const packed = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/');
  const bare = packed.replace(/=+$/, '');
  // A fingerprint, a serial number, a name in capitals: bytes by accident.
  if (/^[\da-f]+$/i.test(bare) || /^[A-Z_+]+$/.test(packed)) return null;
  if (bare.length < SHORTEST || bare.length % 4 === 1 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return null;
  const bytes = Buffer.from(bare, 'base64');
  if (bytes[0] === SEQUENCE) {
    const der = derOf(bytes, now);
    if (der !== null) return der;
    // It may be a private key: how long it is says enough.
    if (cutCertificate(bytes).kind !== 'truncated')
      return { what: 'DER of something else', value: { bytes: bytes.length } };
  }
  const inner = textOf(bytes);
  if (inner !== null) {
    const further = decodeText(inner.trim(), now, depth + 1);
    return { what: `base64 of ${further?.what ?? 'text'}`, value: further?.value ?? parsed(inner) };
  }
  return bare.length < SHORTEST_BYTES ? null : { what: 'base64 of bytes', value: bytesJson(bytes) };
}

/** Text of printable characters; null for anything else. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

function parsed(text: string): Json {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

const SHOWN_BYTES = 64;

function bytesJson(bytes: Uint8Array): Json {
  const hex = Buffer.from(bytes.subarray(0, SHOWN_BYTES))
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
  return {
    bytes: bytes.length,
    hex: bytes.length > SHOWN_BYTES ? `${hex} …` : hex,
    'SHA-256': fingerprintOf(bytes),
  };
}
