import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';
import type { Limits } from './limits.ts';
import { TRUST_BUNDLES } from './places.ts';
import { readFile } from './read-file.ts';
import type { Root } from './root.ts';

/** What a served chain may end in: Node's own roots and the trust store of this machine. */
export interface Trust {
  readonly context: tls.SecureContext;
  /** Finds who issued a certificate among the anchors. */
  readonly knowsIssuerOf: (certificate: X509Certificate) => boolean;
}

/**
 * Reads the machine's anchors and prepares one TLS context for all handshakes. It speaks what old servers
 * speak and accepts any key: a weak certificate has to be seen to be judged, and nothing secret is sent.
 */
export async function loadTrust(root: Root, limits: Limits): Promise<Trust> {
  const bundles = await Promise.all(TRUST_BUNDLES.map((path) => readFile(path, root, limits.fileBytes)));
  const system = bundles.flatMap(({ certificates }) => certificates.flatMap(parse));
  const anchors = [...nodeRoots().flatMap(parse), ...system];
  const bySubject = Map.groupBy(anchors, ({ subject }) => subject);
  return {
    context: tls.createSecureContext({
      ca: [...new Set(anchors.map(String))],
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    }),
    knowsIssuerOf: (certificate) =>
      (bySubject.get(certificate.issuer) ?? []).some((anchor) => certificate.checkIssued(anchor)),
  };
}

/** With NODE_EXTRA_CA_CERTS and --use-system-ca where this Node can tell (22.15 and later). */
function nodeRoots(): readonly string[] {
  const later: { readonly getCACertificates?: (type: 'default') => string[] } = tls;
  return later.getCACertificates?.('default') ?? tls.rootCertificates;
}

function parse(certificate: string | Uint8Array): readonly X509Certificate[] {
  try {
    return [new X509Certificate(certificate)];
  } catch {
    return [];
  }
}
