import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import type { Json } from '../../domain/json.ts';
import { toIso } from '../../domain/time.ts';
import { signatureOf } from './der.ts';

export interface PublicKey {
  /** `RSA`, `RSA-PSS`, `EC`, `DSA`, `Ed25519` …; `unknown` where Node cannot read it. */
  readonly algorithm: string;
  readonly bits: number | null;
  readonly curve: string | null;
  /** SHA-256 of the SubjectPublicKeyInfo: two certificates over one key share it. */
  readonly id: string | null;
}

/** What one certificate says. Instants are UTC milliseconds. */
export interface Certificate {
  /** SHA-256 over the DER, lower-case hex: its identity, however many files hold it. */
  readonly fingerprint: string;
  /** Common name, else the first subject alternative name, else part of the subject. */
  readonly name: string;
  readonly subject: string;
  readonly issuer: string;
  readonly alternativeNames: readonly string[];
  readonly serial: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: PublicKey;
  readonly signature: { readonly name: string; readonly hash: string | null };
  readonly ca: boolean;
  /** Issued to itself and signed with its own key. */
  readonly selfSigned: boolean;
}

/** SHA-256 of DER bytes as lower-case hex. */
export function fingerprintOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

/** Reads one certificate; null when OpenSSL cannot, or its validity is no time. */
export function readCertificate(der: Uint8Array): Certificate | null {
  try {
    return describe(new X509Certificate(der), der);
  } catch {
    return null;
  }
}

function describe(x509: X509Certificate, der: Uint8Array): Certificate | null {
  const [notBefore, notAfter] = [x509.validFromDate.getTime(), x509.validToDate.getTime()];
  if (Number.isNaN(notBefore) || Number.isNaN(notAfter)) return null;
  const key = publicKeyOf(x509);
  const subject = oneLine(x509.subject);
  const alternativeNames = splitNames(x509.subjectAltName ?? '');
  return {
    fingerprint: fingerprintOf(der),
    name: nameOf(x509.subject, alternativeNames),
    subject,
    issuer: oneLine(x509.issuer),
    alternativeNames,
    serial: x509.serialNumber.toLowerCase(),
    notBefore,
    notAfter,
    key: describeKey(key),
    signature: signatureOf(der),
    ca: x509.ca,
    selfSigned: x509.checkIssued(x509) && verifies(x509, key),
  };
}

function publicKeyOf(x509: X509Certificate): KeyObject | null {
  try {
    return x509.publicKey;
  } catch {
    // A key type this OpenSSL does not know: the rest of the certificate still counts.
    return null;
  }
}

/** A signature OpenSSL cannot check (MD2, an unknown key) is taken for what names and key ids say. */
function verifies(x509: X509Certificate, key: KeyObject | null): boolean {
  try {
    return key === null || x509.verify(key);
  } catch {
    return true;
  }
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA-PSS',
  ec: 'EC',
  dsa: 'DSA',
  dh: 'DH',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
};
/** The names people use, for the curves whose OpenSSL name is another. */
const CURVES: Readonly<Record<string, { readonly curve: string; readonly bits: number }>> = {
  prime192v1: { curve: 'P-192', bits: 192 },
  secp224r1: { curve: 'P-224', bits: 224 },
  prime256v1: { curve: 'P-256', bits: 256 },
  secp384r1: { curve: 'P-384', bits: 384 },
  secp521r1: { curve: 'P-521', bits: 521 },
};

export function describeKey(key: KeyObject | null): PublicKey {
  const type = key?.asymmetricKeyType;
  if (!key || !type) return { algorithm: 'unknown', bits: null, curve: null, id: null };
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const known = namedCurve === undefined ? undefined : CURVES[namedCurve];
  // The rest carry their size in their name: secp256k1, brainpoolP320r1, sect283k1.
  const bits = modulusLength ?? known?.bits ?? Number(/\d{3}/.exec(namedCurve ?? '')?.[0] ?? Number.NaN);
  return {
    algorithm: ALGORITHMS[type] ?? type.toUpperCase(),
    bits: Number.isNaN(bits) ? null : bits,
    curve: known?.curve ?? namedCurve ?? null,
    id: fingerprintOf(key.export({ type: 'spki', format: 'der' })),
  };
}

/** `RSA 2048`, `EC P-256`, `Ed25519`. */
export function keyName({ algorithm, bits, curve }: PublicKey): string {
  return [algorithm, curve ?? bits].filter((part) => part !== null).join(' ');
}

/** Node writes a name one attribute a line, most general first as encoded. */
function oneLine(name: string | undefined): string {
  return (name ?? '').replaceAll('\n', ', ');
}

/** The common name, else the first alternative name, else the most telling part of the subject. */
function nameOf(subject: string | undefined, alternativeNames: readonly string[]): string {
  const attributes = (subject ?? '').split(/\n| \+ /);
  const value = (type: string) =>
    attributes
      .findLast((attribute) => attribute.startsWith(`${type}=`))
      ?.slice(type.length + 1)
      .replace(/\\([,+"\\<>;#= ])/g, '$1');
  const candidates = [
    value('CN'),
    alternativeNames[0]?.replace(/^[^:]*:/, ''),
    value('OU'),
    value('O'),
    attributes[0],
  ];
  return candidates.find((name) => name !== undefined && name.trim() !== '') ?? 'certificate without a name';
}

/** `DNS:a, IP Address:1.2.3.4`, with quotes around a name that holds a comma (Node's guard against forged lists). */
function splitNames(list: string): readonly string[] {
  return (list.match(/(?:"(?:\\.|[^"\\])*"|[^,"])+/g) ?? []).map((name) => name.trim()).filter(Boolean);
}

/** The facts of a certificate as an audit entry's details carry them. */
export function certificateJson(certificate: Certificate): { readonly [key: string]: Json } {
  const { key } = certificate;
  return {
    fingerprint: certificate.fingerprint,
    subject: certificate.subject,
    issuer: certificate.issuer,
    serial: certificate.serial,
    alternativeNames: certificate.alternativeNames,
    validity: { notBefore: toIso(certificate.notBefore), notAfter: toIso(certificate.notAfter) },
    key: { algorithm: key.algorithm, bits: key.bits, curve: key.curve },
    signature: certificate.signature,
    ca: certificate.ca,
    selfSigned: certificate.selfSigned,
  };
}
