import { X509Certificate } from 'node:crypto';
import { toIso } from '../../domain/time.ts';
import type { Served } from './handshake.ts';
import type { Trust } from './trust.ts';

/** Verdicts of OpenSSL that are about time: the certificate they mean has its own alert. */
const TIME_CODES = new Set(['CERT_HAS_EXPIRED']);

/** The rest in words, by the code node:tls gives (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const WORDS: Readonly<Record<string, string>> = {
  CERT_SIGNATURE_FAILURE: 'a signature in the chain is wrong',
  CERT_REVOKED: 'a certificate of the chain is revoked',
  CERT_REJECTED: 'the trust store of this machine rejects the root of the chain',
  CERT_UNTRUSTED: 'the root of the chain is not trusted for TLS servers',
  CERT_CHAIN_TOO_LONG: 'the chain is too long',
  INVALID_CA: 'a certificate of the chain signed another without being a CA',
  INVALID_PURPOSE: 'the certificate is not meant for TLS servers',
  PATH_LENGTH_EXCEEDED: 'the chain is longer than one of its CAs allows',
};

/**
 * Why a served chain does not verify, as the end of a sentence; null when it does, or when nothing but an
 * expired certificate in it is to blame.
 */
export function chainFault(served: Served, trust: Trust, now: number): string | null {
  if (served.chainError === null) return null;
  // OpenSSL keeps only its last complaint, so an expired certificate hides a chain that is broken as well.
  const broken = brokenLink(served, trust);
  if (broken !== null) return broken;
  const early = served.chain.find(({ notBefore }) => notBefore > now);
  if (early !== undefined) return `${early.name} is not valid before ${toIso(early.notBefore)}`;
  if (TIME_CODES.has(served.chainError)) {
    return served.chain.some(({ notAfter }) => notAfter < now)
      ? null
      : 'the trust anchor of the chain has expired';
  }
  return WORDS[served.chainError] ?? `OpenSSL says ${served.chainError}`;
}

/** Follows the chain from the server's own certificate up; says where it ends before a trust anchor. */
function brokenLink({ chain, der }: Served, trust: Trust): string | null {
  const sent = der.map((bytes) => new X509Certificate(bytes));
  let [at] = sent;
  for (let depth = 0; at !== undefined && depth < sent.length; depth += 1) {
    const here: X509Certificate = at;
    if (trust.knowsIssuerOf(here)) return null;
    if (here.checkIssued(here)) {
      return depth === 0
        ? 'the certificate is self-signed and this machine does not trust it'
        : `it ends in ${nameOf(here)}, which this machine does not trust`;
    }
    const issuer = sent.find((candidate) => here.checkIssued(candidate));
    if (issuer === undefined) {
      const missing = `its issuer ${here.issuer.replaceAll('\n', ', ')} is neither sent by the server nor trusted here`;
      return chain.length === 1 && here.infoAccess !== undefined
        ? `${missing}; the server probably leaves out the intermediate certificate`
        : missing;
    }
    at = issuer;
  }
  return null;
}

const nameOf = (certificate: X509Certificate) => certificate.subject.replaceAll('\n', ', ');
