/** Records for tests of the console, with what a test does not care about filled in. */
import type { Alert } from '../../src/domain/alert.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Job } from '../../src/domain/job.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';

/** The instant tests take place at. */
export const NOW = Date.UTC(2026, 7, 20, 9, 0, 0);

export function alert(id: string, rest: Partial<Alert> = {}): Alert {
  return {
    kind: 'alert',
    platform: 'prod',
    id,
    severity: 'error',
    type: 'EXPIRING_SOON',
    title: `Alert ${id}`,
    message: `Message of ${id}`,
    entity: { type: 'Certificate', id: `cert-${id}`, name: `${id}.example.com` },
    createdAt: NOW - HOUR,
    read: false,
    readAt: null,
    origin: 'platform',
    ...rest,
  };
}

export function job(id: string, rest: Partial<Job> = {}): Job {
  return {
    kind: 'job',
    platform: 'prod',
    id,
    name: `Renew ${id}`,
    type: 'RENEW_CERT',
    status: 'FAILED',
    caId: 'ca-1',
    scheduledAt: NOW - HOUR,
    startedAt: NOW - HOUR + MINUTE,
    completedAt: NOW - HOUR + 2 * MINUTE,
    triggeredBy: { type: 'user', id: 'u1', name: 'Ada' },
    payload: { cn: `${id}.example.com`, sans: ['a', 'b'] },
    output: null,
    error: `DNS validation of ${id} failed`,
    certificateId: `cert-${id}`,
    externalRequestId: null,
    origin: 'platform',
    ...rest,
  };
}

export function entry(id: string, rest: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: 'audit',
    platform: 'prod',
    id,
    timestamp: NOW - HOUR,
    action: 'RENEWAL_INITIATED',
    module: null,
    resource: { type: 'Certificate', id: `cert-${id}`, name: `${id}.example.com` },
    actor: { type: 'user', id: 'u1', name: 'Ada', email: 'ada@example.com' },
    account: { id: 'a1', name: 'Main' },
    outcome: 'success',
    severity: 'info',
    description: `Entry ${id}`,
    ip: '192.0.2.1',
    country: null,
    userAgent: null,
    details: { n: 1 },
    origin: 'platform',
    ...rest,
  };
}

/** `count` entries a minute apart, e0 the newest. */
export function entries(count: number): readonly AuditEntry[] {
  return Array.from({ length: count }, (_, index) => entry(`e${index}`, { timestamp: NOW - index * 1_000 }));
}
