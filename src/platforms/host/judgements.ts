/** What can be wrong with a certificate or with how an endpoint serves it; one row an alert type. */
import type { Severity } from '../../domain/alert.ts';
import { toIso } from '../../domain/time.ts';
import { type Certificate, keyName } from './certificate.ts';
import type { EndpointEntry } from './endpoint-scan.ts';
import type { Entity, Standing } from './inventory.ts';

export interface Moment {
  readonly now: number;
  /** Milliseconds before the end of validity from which a certificate counts as expiring. */
  readonly expiringWithin: number;
}

interface Judgement<Subject> {
  readonly type: string;
  readonly severity: (subject: Subject) => Severity;
  readonly applies: (subject: Subject, moment: Moment) => boolean;
  readonly title: string;
  /** Follows the certificate's name: "expired on …". */
  readonly says: (subject: Subject) => string;
  /** The instant it began to hold, where that can be told; else first sight counts. */
  readonly since?: (subject: Subject, moment: Moment) => number;
}

const day = (at: number) => toIso(at)?.slice(0, 10) ?? 'an unknown day';
const inUse: ReadonlySet<Standing> = new Set(['served', 'leaf']);

/** Smallest key in bits that is not weak, by algorithm (NIST SP 800-131A: 112 bits of security); no DSA is large enough. */
const LEAST_BITS: Readonly<Record<string, number>> = {
  RSA: 2048,
  'RSA-PSS': 2048,
  DH: 2048,
  EC: 224,
  DSA: Number.POSITIVE_INFINITY,
};
const BROKEN_HASHES: ReadonlySet<string | null> = new Set(['MD2', 'MD4', 'MD5', 'SHA-1']);

export function isExpired({ notAfter }: Certificate, { now }: Moment): boolean {
  return notAfter < now;
}

export function isExpiring({ notAfter }: Certificate, { now, expiringWithin }: Moment): boolean {
  return notAfter >= now && notAfter - now <= expiringWithin;
}

export function hasWeakKey({ key }: Certificate): boolean {
  return key.bits !== null && key.bits < (LEAST_BITS[key.algorithm] ?? 0);
}

/** A root's signature by itself proves nothing and is never checked, so it cannot be weak. */
export function hasWeakSignature({ certificate, standing }: Entity): boolean {
  const { ca, selfSigned, signature } = certificate;
  const root = selfSigned && (ca || standing === 'anchor');
  return !root && BROKEN_HASHES.has(signature.hash);
}

/** About a certificate, wherever it is. */
export const CERTIFICATE_JUDGEMENTS: readonly Judgement<Entity>[] = [
  {
    type: 'EXPIRED',
    severity: ({ standing }) => (inUse.has(standing) ? 'error' : standing === 'anchor' ? 'info' : 'warning'),
    applies: ({ certificate }, moment) => isExpired(certificate, moment),
    title: 'Certificate expired',
    says: ({ certificate }) => `expired on ${day(certificate.notAfter)}`,
    since: ({ certificate }) => certificate.notAfter,
  },
  {
    type: 'EXPIRING_SOON',
    severity: ({ standing }) => (standing === 'anchor' ? 'info' : 'warning'),
    applies: ({ certificate }, moment) => isExpiring(certificate, moment),
    title: 'Certificate expires soon',
    says: ({ certificate }) => `expires on ${day(certificate.notAfter)}`,
    since: ({ certificate }, { expiringWithin }) =>
      Math.max(certificate.notBefore, certificate.notAfter - expiringWithin),
  },
  {
    type: 'WEAK_KEY',
    severity: () => 'warning',
    applies: ({ certificate }) => hasWeakKey(certificate),
    title: 'Weak key',
    says: ({ certificate }) => `has a weak key, ${keyName(certificate.key)}`,
  },
  {
    type: 'WEAK_SIGNATURE',
    severity: () => 'warning',
    applies: hasWeakSignature,
    title: 'Weak signature',
    says: ({ certificate }) =>
      `is signed with ${certificate.signature.hash} (${certificate.signature.name}), which can be forged`,
  },
];

/** An endpoint that answered, with the certificate it showed as its own. */
export interface ServedSubject {
  readonly entry: EndpointEntry;
  readonly leaf: Certificate;
  readonly nameError: string | null;
}

/** About one endpoint's use of its certificate. */
export const ENDPOINT_JUDGEMENTS: readonly Judgement<ServedSubject>[] = [
  {
    type: 'NAME_MISMATCH',
    severity: () => 'error',
    applies: ({ nameError }) => nameError !== null,
    title: 'Certificate is for another name',
    says: ({ entry, leaf }) =>
      `is served by ${entry.id} but is only for ${leaf.alternativeNames.slice(0, 10).join(', ') || leaf.name}`,
  },
  {
    type: 'CHAIN_INVALID',
    severity: () => 'error',
    applies: ({ entry }) => entry.chainFault !== null,
    title: 'Chain does not verify',
    says: ({ entry }) => `is served by ${entry.id} with a chain that does not verify: ${entry.chainFault}`,
  },
  {
    type: 'SERVED_DIFFERS',
    severity: () => 'error',
    applies: ({ entry, leaf }) => {
      const certificate = entry.expected?.certificate ?? null;
      return certificate !== null && certificate.fingerprint !== leaf.fingerprint;
    },
    title: 'Served certificate is not the one in the file',
    says: ({ entry, leaf }) => {
      const certificate = entry.expected?.certificate;
      const file = `${entry.expected?.path} holds serial ${certificate?.serial}, valid to ${day(certificate?.notAfter ?? 0)}`;
      return `(serial ${leaf.serial}, valid to ${day(leaf.notAfter)}) is served by ${entry.id}, but ${file}`;
    },
  },
];
