/** Audit entries for the examples beside the rules. */
import type { Alert } from '../domain/alert.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Job } from '../domain/job.ts';
import { parseInstant } from '../domain/time.ts';

/** An entry at an instant as text; what is not given is null. */
export function entry(id: string, at: string, given: Partial<AuditEntry>): AuditEntry {
  return {
    kind: 'audit',
    platform: 'p',
    id,
    timestamp: parseInstant(at),
    action: null,
    module: null,
    resource: null,
    actor: null,
    account: null,
    outcome: null,
    severity: 'info',
    description: null,
    ip: null,
    country: null,
    userAgent: null,
    details: null,
    origin: 'platform',
    ...given,
  };
}

/** A job that started at an instant; what is not given is null. */
export function job(id: string, startedAt: string, given: Partial<Job>): Job {
  return {
    kind: 'job',
    platform: 'p',
    id,
    name: null,
    type: null,
    status: 'RUNNING',
    caId: null,
    scheduledAt: null,
    startedAt: parseInstant(startedAt),
    completedAt: null,
    triggeredBy: null,
    payload: null,
    output: null,
    error: null,
    certificateId: null,
    externalRequestId: null,
    origin: 'platform',
    ...given,
  };
}

/** An alert of the platform's own. */
export function alert(id: string, at: string, given: Partial<Alert>): Alert {
  return {
    kind: 'alert',
    platform: 'p',
    id,
    severity: 'warning',
    type: null,
    title: null,
    message: null,
    entity: null,
    createdAt: parseInstant(at),
    read: false,
    readAt: null,
    origin: 'platform',
    ...given,
  };
}

/** The actor of a user's entry. */
export function user(name: string): AuditEntry['actor'] {
  return { type: 'user', id: name, name, email: null };
}
