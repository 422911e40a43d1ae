import type { AuditEntry } from '../../domain/audit.ts';
import type { Job } from '../../domain/job.ts';
import type { Json } from '../../domain/json.ts';
import { toIso, utcDate } from '../../domain/time.ts';
import { certificateJson } from './certificate.ts';
import type { Changes, Replacement } from './changes.ts';
import { type Entity, placesJson, placesText } from './inventory.ts';
import type { HostState } from './state.ts';

/** Everything the entries of one scan are told from. */
export interface ScanStory {
  readonly platform: string;
  /** The scan's instant; ids begin with it. */
  readonly scannedAt: number;
  readonly completedAt: number;
  readonly jobs: readonly Job[];
  readonly asked: Json;
  readonly counts: Json;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly changes: Changes;
  readonly before: HostState;
  readonly listed: number;
}

type Telling = Pick<AuditEntry, 'action' | 'resource' | 'description' | 'details'> &
  Partial<Pick<AuditEntry, 'outcome' | 'severity' | 'timestamp'>> & {
    /** What tells it from the scan's other entries of the same action. */
    readonly about: string;
  };

/** The audit entries of one scan, oldest first. */
export function auditEntries(story: ScanStory): readonly AuditEntry[] {
  return [...tell(story)].map(({ about, ...telling }) => ({
    kind: 'audit',
    platform: story.platform,
    id: [toIso(story.scannedAt), telling.action, about].filter((part) => part !== '').join(':'),
    timestamp: story.completedAt,
    module: 'Discovery',
    actor: { type: 'system', id: null, name: 'certdeck', email: null },
    account: null,
    outcome: 'success',
    severity: 'info',
    ip: null,
    country: null,
    userAgent: null,
    origin: 'platform',
    ...telling,
  }));
}

function* tell(story: ScanStory): Generator<Telling> {
  const { jobs, entities, changes, before, listed } = story;
  const scan = { type: 'Scan', id: toIso(story.scannedAt), name: 'certificate files and endpoints' };
  yield {
    action: 'SCAN_STARTED',
    about: '',
    timestamp: story.scannedAt,
    resource: scan,
    description: 'Scan started',
    details: story.asked,
  };
  for (const fingerprint of changes.discovered) {
    const entity = entities.get(fingerprint);
    if (entity !== undefined) yield discovered(entity, listed);
  }
  for (const [now, replacements] of Map.groupBy(changes.replaced, (replacement) => replacement.now)) {
    const entity = entities.get(now);
    if (entity !== undefined) yield replaced(entity, replacements, before, listed);
  }
  if (changes.gone.length > 0) {
    const places = placesBefore(before);
    for (const fingerprint of changes.gone)
      yield gone(fingerprint, before, places.get(fingerprint) ?? [], listed);
  }
  const failed = jobs.filter(({ status }) => status === 'FAILED');
  for (const job of failed) {
    yield {
      action: 'SCAN_FAILED',
      about: job.id.slice(`${toIso(story.scannedAt)}:`.length),
      timestamp: job.completedAt,
      resource: { type: 'Job', id: job.id, name: job.name },
      description: `${job.name} failed: ${job.error}`,
      details: { payload: job.payload, output: job.output, error: job.error },
      outcome: 'failure',
      severity: 'error',
    };
  }
  yield {
    action: 'SCAN_COMPLETED',
    about: '',
    resource: scan,
    description: `Scan completed: ${entities.size} certificates${failed.length > 0 ? `, ${failed.length} of ${jobs.length} targets failed` : ''}`,
    details: story.counts,
  };
}

function discovered(entity: Entity, listed: number): Telling {
  const { certificate } = entity;
  return {
    action: 'CERTIFICATE_DISCOVERED',
    about: certificate.fingerprint,
    resource: { type: 'Certificate', id: certificate.fingerprint, name: certificate.name },
    description: `Discovered ${certificate.name}, valid to ${utcDate(certificate.notAfter)}, ${placesText(entity)}`,
    details: {
      ...certificateJson(certificate),
      standing: entity.standing,
      locations: placesJson(entity, listed),
    },
  };
}

function replaced(
  entity: Entity,
  replacements: readonly Replacement[],
  before: HostState,
  listed: number,
): Telling {
  const { certificate } = entity;
  const places = replacements.map(({ place }) => place);
  return {
    action: 'CERTIFICATE_REPLACED',
    about: certificate.fingerprint,
    resource: { type: 'Certificate', id: certificate.fingerprint, name: certificate.name },
    description: `${certificate.name}, valid to ${utcDate(certificate.notAfter)}, took the place of another at ${places.slice(0, 3).join(', ')}`,
    details: {
      ...certificateJson(certificate),
      standing: entity.standing,
      replaced: replacements.slice(0, listed).map(({ place, before: fingerprint }) => ({
        place,
        fingerprint,
        ...knownJson(fingerprint, before),
      })),
      locations: placesJson(entity, listed),
    },
  };
}

/** Where each certificate was at the scan before. */
function placesBefore({ files, endpoints }: HostState): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const [place, fingerprints] of [...files, ...endpoints]) {
    for (const fingerprint of fingerprints) {
      const known = places.get(fingerprint);
      if (known === undefined) places.set(fingerprint, [place]);
      else known.push(place);
    }
  }
  return places;
}

function gone(fingerprint: string, before: HostState, places: readonly string[], listed: number): Telling {
  const known = before.certificates.get(fingerprint);
  return {
    action: 'CERTIFICATE_GONE',
    about: fingerprint,
    resource: { type: 'Certificate', id: fingerprint, name: known?.name ?? null },
    description: `${known?.name ?? fingerprint} is no longer at ${places.slice(0, 3).join(', ')}`,
    details: { fingerprint, ...knownJson(fingerprint, before), places: places.slice(0, listed) },
  };
}

function knownJson(fingerprint: string, before: HostState): { readonly [key: string]: Json } {
  const known = before.certificates.get(fingerprint);
  if (known === undefined) return {};
  return { name: known.name, subject: known.subject, serial: known.serial, notAfter: toIso(known.notAfter) };
}
