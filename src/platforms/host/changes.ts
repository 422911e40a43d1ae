import type { EndpointEntry } from './endpoint-scan.ts';
import type { FileScan } from './file-scan.ts';
import type { Entity } from './inventory.ts';
import type { HostState, KnownCertificate } from './state.ts';

/** What lies where after a scan: what it saw, and what the scan before saw where this one could not look. */
export interface Sightings {
  readonly files: ReadonlyMap<string, readonly string[]>;
  readonly endpoints: ReadonlyMap<string, readonly string[]>;
  readonly certificates: ReadonlyMap<string, KnownCertificate>;
  /** Endpoints that did not answer this time. */
  readonly silent: ReadonlySet<string>;
}

/** One place whose certificate became another. */
export interface Replacement {
  readonly place: string;
  readonly before: string;
  readonly now: string;
}

export interface Changes {
  readonly discovered: readonly string[];
  readonly gone: readonly string[];
  readonly replaced: readonly Replacement[];
}

/**
 * Joins this scan's sightings with the last one's. A file that cannot be read today, or an endpoint that is
 * down, has not lost its certificate.
 */
export function sight(
  scan: FileScan,
  endpoints: readonly EndpointEntry[],
  entities: ReadonlyMap<string, Entity>,
  before: HostState,
): Sightings {
  const files = new Map<string, readonly string[]>();
  for (const [path, fingerprints] of before.files) {
    if (scan.closed.some((folder) => path.startsWith(`${folder.path}/`))) files.set(path, fingerprints);
  }
  for (const { path, fingerprints, doubtful } of scan.files) {
    const kept = doubtful ? [...fingerprints, ...(before.files.get(path) ?? [])] : fingerprints;
    if (kept.length > 0) files.set(path, [...new Set(kept)]);
  }
  const served = new Map<string, readonly string[]>();
  const silent = new Set<string>();
  for (const { id, answer } of endpoints) {
    if (answer.kind === 'failed') silent.add(id);
    const fingerprints =
      answer.kind === 'served'
        ? answer.chain.map(({ fingerprint }) => fingerprint)
        : before.endpoints.get(id);
    if (fingerprints !== undefined) served.set(id, fingerprints);
  }
  const certificates = new Map<string, KnownCertificate>();
  for (const fingerprint of [...files.values(), ...served.values()].flat()) {
    const known = knownOf(entities.get(fingerprint)) ?? before.certificates.get(fingerprint);
    if (known !== undefined) certificates.set(fingerprint, known);
  }
  return { files, endpoints: served, certificates, silent };
}

function knownOf(entity: Entity | undefined): KnownCertificate | undefined {
  if (entity === undefined) return undefined;
  const { name, subject, serial, notAfter } = entity.certificate;
  return { name, subject, serial, notAfter };
}

/** What is different from the scan before. */
export function compare(before: HostState, now: Sightings): Changes {
  const subjectOf = (fingerprint: string) =>
    (now.certificates.get(fingerprint) ?? before.certificates.get(fingerprint))?.subject;
  const replaced = [...placesIn(now)].flatMap(([place, fingerprints]) => {
    const earlier = before.files.get(place) ?? before.endpoints.get(place) ?? [];
    return pairs(earlier, fingerprints, subjectOf).map(([old, fresh]) => ({
      place,
      before: old,
      now: fresh,
    }));
  });
  return {
    discovered: [...now.certificates.keys()].filter((fingerprint) => !before.certificates.has(fingerprint)),
    gone: [...before.certificates.keys()].filter((fingerprint) => !now.certificates.has(fingerprint)),
    replaced,
  };
}

// A path begins with a slash and an endpoint never does: one map cannot mix them up.
function* placesIn({ files, endpoints }: Sightings) {
  yield* files;
  yield* endpoints;
}

/**
 * Which certificate took whose place in one file or chain: the one with the same subject, and the first of
 * both, which is the server's own.
 */
function pairs(
  before: readonly string[],
  now: readonly string[],
  subjectOf: (fingerprint: string) => string | undefined,
): readonly (readonly [string, string])[] {
  if (before.length === now.length && before.every((fingerprint, i) => fingerprint === now[i])) return [];
  const removed = new Set(before.filter((fingerprint) => !now.includes(fingerprint)));
  const added = new Set(now.filter((fingerprint) => !before.includes(fingerprint)));
  const found: (readonly [string, string])[] = [];
  const pair = (old: string, fresh: string) => {
    removed.delete(old);
    added.delete(fresh);
    found.push([old, fresh]);
  };
  const [first, firstNow] = [before[0], now[0]];
  if (first !== undefined && firstNow !== undefined && removed.has(first) && added.has(firstNow)) {
    pair(first, firstNow);
  }
  const bySubject = Map.groupBy(added, subjectOf);
  for (const old of [...removed]) {
    const fresh = bySubject.get(subjectOf(old))?.find((fingerprint) => added.has(fingerprint));
    if (fresh !== undefined) pair(old, fresh);
  }
  return found;
}
