import type { Json } from '../../domain/json.ts';
import type { Certificate } from './certificate.ts';
import type { EndpointEntry } from './endpoint-scan.ts';
import type { FileScan } from './file-scan.ts';
import { isTrustStore } from './places.ts';

/**
 * What a certificate is to this machine:
 * - `served`: an endpoint showed it (a root that came along apart)
 * - `leaf`: a file holds it and it belongs to a server or a person
 * - `authority`: an intermediate CA
 * - `anchor`: what trust begins with; nobody verifies its signature
 */
export type Standing = 'served' | 'leaf' | 'authority' | 'anchor';

export interface FilePlace {
  /** Where the links end. */
  readonly path: string;
  /** The paths that led there, when other than the file itself. */
  readonly links: readonly string[];
}

/** One certificate with every place it was seen at. */
export interface Entity {
  readonly certificate: Certificate;
  readonly standing: Standing;
  readonly files: readonly FilePlace[];
  /** Endpoints that showed it. */
  readonly endpoints: readonly string[];
}

/** One entity a fingerprint, in the order of first sight. */
export function takeInventory(
  files: FileScan,
  endpoints: readonly EndpointEntry[],
): ReadonlyMap<string, Entity> {
  const places = new Map<string, Map<string, Set<string>>>();
  for (const { path, realPath, fingerprints } of files.files) {
    for (const fingerprint of fingerprints) {
      const links = bucket(bucket(places, fingerprint, newMap), realPath, newSet);
      if (path !== realPath) links.add(path);
    }
  }
  const certificates = new Map(files.certificates);
  const shownBy = new Map<string, Set<string>>();
  const own = new Set<string>();
  for (const { id, answer } of endpoints) {
    if (answer.kind === 'failed') continue;
    own.add(answer.chain[0]?.fingerprint ?? '');
    for (const certificate of answer.chain) {
      certificates.set(certificate.fingerprint, certificate);
      bucket(shownBy, certificate.fingerprint, newSet).add(id);
    }
  }
  const entities = new Map<string, Entity>();
  for (const [fingerprint, certificate] of certificates) {
    const held = [...(places.get(fingerprint) ?? [])].map(([path, links]) => ({ path, links: [...links] }));
    const endpointIds = [...(shownBy.get(fingerprint) ?? [])];
    const standing = standingOf(certificate, {
      files: held,
      served: endpointIds.length > 0,
      servedAsOwn: own.has(fingerprint),
    });
    entities.set(fingerprint, { certificate, standing, files: held, endpoints: endpointIds });
  }
  return entities;
}

const newMap = () => new Map<string, Set<string>>();
const newSet = () => new Set<string>();

function bucket<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

interface Sight {
  readonly files: readonly FilePlace[];
  /** An endpoint showed it at all, or as its own. */
  readonly served: boolean;
  readonly servedAsOwn: boolean;
}

function standingOf(certificate: Certificate, { files, served, servedAsOwn }: Sight): Standing {
  const { ca, selfSigned } = certificate;
  if (servedAsOwn) return 'served';
  if (selfSigned) {
    const trusted = files.some(({ path, links }) => [path, ...links].some(isTrustStore));
    if (trusted || (ca && !namesHosts(certificate))) return 'anchor';
  }
  if (served) return 'served';
  return ca && !selfSigned ? 'authority' : 'leaf';
}

/** `openssl req -x509` marks a server's own certificate as a CA, but only a server's names a host. */
const namesHosts = ({ alternativeNames }: Certificate) =>
  alternativeNames.some((name) => /^(DNS|IP Address):/.test(name));

/** Where a certificate is, for a sentence: the first few places and how many more. */
export function placesText({ files, endpoints }: Entity): string {
  const parts = [
    ...endpoints.map((id) => `served by ${id}`),
    ...files.map(({ path }, index) => (index === 0 ? `in ${path}` : path)),
  ];
  const shown = parts.slice(0, 3).join(', ');
  return parts.length > 3 ? `${shown} and ${parts.length - 3} more` : shown;
}

/** Where a certificate is, whole: every real path once, with the links that lead to it. */
export function placesJson({ files, endpoints }: Entity, listed: number): { readonly [key: string]: Json } {
  return {
    files: files.slice(0, listed).map(({ path, links }) => ({ path, links: links.slice(0, listed) })),
    fileCount: files.length,
    endpoints,
  };
}
