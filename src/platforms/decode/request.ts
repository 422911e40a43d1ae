/** Certificate signing requests: PKCS #10, RFC 2986; names after RFC 5280 section 4.1.2.4 and 4.2.1.6. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { describeKey, fingerprintOf, type PublicKey } from '../host/certificate.ts';
import { type Element, elementAt, oidText, SEQUENCE, signatureOf } from '../host/der.ts';

/** What somebody asked a CA for. */
export interface CertificateRequest {
  readonly subject: string;
  readonly alternativeNames: readonly string[];
  readonly key: PublicKey;
  readonly signature: { readonly name: string; readonly hash: string | null };
  /** Whether it is signed with its own key; null where that cannot be checked here. */
  readonly signed: boolean | null;
  /** Null where there is none. It is a secret between requester and CA. */
  readonly challenge: string | null;
  /** SHA-256 over the DER, lower-case hex. */
  readonly fingerprint: string;
}

const INTEGER = 0x02;
const ATTRIBUTES = 0xa0;
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const CHALLENGE_PASSWORD = '1.2.840.113549.1.9.7';
const SUBJECT_ALT_NAME = '2.5.29.17';

/** Short names of RFC 4514 and of what CAs write beside them. */
const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

/** The elements within a stretch of bytes, as far as they are whole. */
function elementsIn(bytes: Uint8Array, start: number, end: number): readonly Element[] {
  const found: Element[] = [];
  for (let at = start; at < end; ) {
    const element = elementAt(bytes, at);
    if (element === null || element.end > end) break;
    found.push(element);
    at = element.end;
  }
  return found;
}

/** Reads a request; null where the bytes are none. */
export function readRequest(bytes: Uint8Array): CertificateRequest | null {
  const outer = elementAt(bytes, 0);
  if (outer?.tag !== SEQUENCE) return null;
  const der = bytes.subarray(0, outer.end);
  const inside = (element: Element): readonly Element[] => elementsIn(der, element.start, element.end);
  const [info, algorithm, signature] = inside(outer);
  if (info?.tag !== SEQUENCE || algorithm?.tag !== SEQUENCE || signature?.tag !== 0x03) return null;
  const [version, subject, spki, attributes] = inside(info);
  if (version?.tag !== INTEGER || subject?.tag !== SEQUENCE || spki?.tag !== SEQUENCE) return null;
  const key = publicKeyIn(der.subarray(subject.end, spki.end));
  const asked = attributes?.tag === ATTRIBUTES ? attributesIn(der, attributes) : NOTHING_ASKED;
  const how = signatureOf(der);
  return {
    subject: nameText(der, subject),
    alternativeNames: asked.alternativeNames,
    key: describeKey(key),
    signature: how,
    signed: checked(
      der.subarray(outer.start, info.end),
      der.subarray(signature.start + 1, signature.end),
      how,
      key,
    ),
    challenge: asked.challenge,
    fingerprint: fingerprintOf(der),
  };
}

export function publicKeyIn(spki: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    // A key type this OpenSSL does not know: the rest of the request still counts.
    return null;
  }
}

function checked(
  info: Uint8Array,
  signature: Uint8Array,
  { name, hash }: CertificateRequest['signature'],
  key: KeyObject | null,
): boolean | null {
  // RSASSA-PSS needs its parameters, which nobody has told apart here.
  if (key === null || name === 'rsassaPss') return null;
  try {
    return verify(hash?.replace('-', '').toLowerCase() ?? null, info, key, signature);
  } catch {
    return null;
  }
}

/** `CN=shop.example.com, O=Example`, in the order it is encoded. */
function nameText(der: Uint8Array, name: Element): string {
  return elementsIn(der, name.start, name.end)
    .map((set) =>
      elementsIn(der, set.start, set.end)
        .map((pair) => {
          const [type, value] = elementsIn(der, pair.start, pair.end);
          if (type === undefined || value === undefined) return '';
          const oid = oidText(der.subarray(type.start, type.end));
          return `${ATTRIBUTE_NAMES[oid] ?? oid}=${stringOf(der, value)}`;
        })
        .join(' + '),
    )
    .join(', ');
}

const BMP = 0x1e;
const UNIVERSAL = 0x1c;
const UTF8 = 0x0c;

function stringOf(der: Uint8Array, { tag, start, end }: Element): string {
  const bytes = Buffer.from(der.subarray(start, end));
  if (tag === UTF8) return bytes.toString('utf8');
  if (tag === BMP)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  if (tag === UNIVERSAL) {
    const points = Array.from({ length: bytes.length >> 2 }, (_, index) => bytes.readUInt32BE(index * 4));
    return points.map((point) => (point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD')).join('');
  }
  return bytes.toString('latin1');
}

interface Asked {
  readonly alternativeNames: readonly string[];
  readonly challenge: string | null;
}
const NOTHING_ASKED: Asked = { alternativeNames: [], challenge: null };

function attributesIn(der: Uint8Array, attributes: Element): Asked {
  let asked = NOTHING_ASKED;
  for (const attribute of elementsIn(der, attributes.start, attributes.end)) {
    const [type, values] = elementsIn(der, attribute.start, attribute.end);
    const first = values && elementAt(der, values.start);
    if (type === undefined || !first) continue;
    const oid = oidText(der.subarray(type.start, type.end));
    if (oid === CHALLENGE_PASSWORD) asked = { ...asked, challenge: stringOf(der, first) };
    if (oid === EXTENSION_REQUEST) asked = { ...asked, alternativeNames: alternativeNamesIn(der, first) };
  }
  return asked;
}

function alternativeNamesIn(der: Uint8Array, extensions: Element): readonly string[] {
  for (const extension of elementsIn(der, extensions.start, extensions.end)) {
    const parts = elementsIn(der, extension.start, extension.end);
    const [type] = parts;
    // Between type and value stands, or not, whether it is critical.
    const value = parts.at(-1);
    if (type === undefined || value === undefined || parts.length < 2) continue;
    if (oidText(der.subarray(type.start, type.end)) !== SUBJECT_ALT_NAME) continue;
    const list = elementAt(der, value.start);
    if (list === null) return [];
    return elementsIn(der, list.start, list.end).map((name) => generalName(der, name));
  }
  return [];
}

/** As OpenSSL writes them, so that requested and issued names compare. */
function generalName(der: Uint8Array, name: Element): string {
  const bytes = der.subarray(name.start, name.end);
  const text = Buffer.from(bytes).toString('latin1');
  switch (name.tag) {
    case 0x81:
      return `email:${text}`;
    case 0x82:
      return `DNS:${text}`;
    case 0x86:
      return `URI:${text}`;
    case 0x87:
      return `IP Address:${addressText(bytes)}`;
    case 0x88:
      return `Registered ID:${oidText(bytes)}`;
    case 0xa4: {
      const directory = elementAt(der, name.start);
      return `DirName:${directory === null ? '' : nameText(der, directory)}`;
    }
    default:
      return `other name (${bytes.length} bytes)`;
  }
}

function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return [...bytes].join('.');
  if (bytes.length !== 16) return Buffer.from(bytes).toString('hex');
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
  );
  return groups.join(':').toUpperCase();
}
