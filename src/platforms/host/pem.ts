/**
 * Certificates out of the bytes of a file. Only CERTIFICATE blocks are ever decoded: a private key that lies
 * in the same file stays text that nobody looked at.
 */
import { cutCertificate, SEQUENCE } from './der.ts';

export interface Contents {
  readonly certificates: readonly Uint8Array[];
  /** What should have been a certificate and is none, in words. */
  readonly damaged: readonly string[];
}

const LABELS = new Set(['CERTIFICATE', 'TRUSTED CERTIFICATE', 'X509 CERTIFICATE']);
const BEGIN = '-----BEGIN ';
const DASHES = '-----';

/** PEM with any text around it, a bundle of many, or DER; the caller bounds the size. */
export function readContents(bytes: Buffer): Contents {
  if (bytes.length === 0) return { certificates: [], damaged: [] };
  const text = bytes.toString('latin1');
  if (text.includes(BEGIN)) return readPem(text);
  if (bytes[0] === SEQUENCE) return readDer(bytes);
  return { certificates: [], damaged: ['holds neither PEM nor DER'] };
}

function readPem(text: string): Contents {
  const certificates: Uint8Array[] = [];
  const damaged: string[] = [];
  let count = 0;
  for (let at = text.indexOf(BEGIN); at >= 0; ) {
    const next = text.indexOf(BEGIN, at + BEGIN.length);
    const labelEnd = text.indexOf(DASHES, at + BEGIN.length);
    const label = labelEnd < 0 ? '' : text.slice(at + BEGIN.length, labelEnd);
    if (LABELS.has(label)) {
      count += 1;
      const from = labelEnd + DASHES.length;
      const read = readBlock(text.slice(from, next < 0 ? text.length : next), `-----END ${label}-----`);
      if (typeof read === 'string') damaged.push(`certificate ${count} ${read}`);
      else certificates.push(read);
    }
    at = next;
  }
  return { certificates, damaged };
}

/** The DER of one block, or what is wrong with it. */
function readBlock(text: string, end: string): Uint8Array | string {
  const stop = text.indexOf(end);
  if (stop < 0) return 'is cut off: its END line is missing';
  const body = text.slice(0, stop).replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return 'is not base64';
  const cut = cutCertificate(Buffer.from(body, 'base64'));
  if (cut.kind === 'truncated') return 'is cut off: its length says more than is there';
  return cut.kind === 'certificate' ? cut.der : 'is no X.509 certificate';
}

function readDer(bytes: Uint8Array): Contents {
  const certificates: Uint8Array[] = [];
  for (let at = 0; bytes[at] === SEQUENCE; ) {
    const cut = cutCertificate(bytes, at);
    if (cut.kind === 'truncated')
      return { certificates, damaged: ['is cut off: its length says more than is there'] };
    if (cut.kind === 'other') break;
    certificates.push(cut.der);
    at = cut.rest;
  }
  return { certificates, damaged: [] };
}
