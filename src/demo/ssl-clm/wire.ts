/** Alerts, jobs and audit entries as SSL CLM's JSON: the documented fields, each under its plain name. */
import { isoMillis } from '../clock-times.ts';
import type { AlertEvent, AuditEvent, JobEvent } from '../story/events.ts';

export function jobJson(job: JobEvent, now: number): Record<string, unknown> {
  const started = now >= job.starts;
  const ended = now >= job.ends;
  const failed = ended && job.error !== null;
  return {
    id: job.id,
    name: job.name,
    type: job.type,
    status: failed ? 'FAILED' : ended ? 'SUCCESS' : started ? 'RUNNING' : 'QUEUED',
    caId: job.caId,
    scheduledAt: isoMillis(job.at),
    startedAt: started ? isoMillis(job.starts) : null,
    completedAt: ended ? isoMillis(job.ends) : null,
    triggeredBy: job.by,
    payload: job.payload,
    output: ended ? job.output : null,
    error: failed ? job.error : null,
  };
}

export function alertJson(alert: AlertEvent, read: boolean): Record<string, unknown> {
  const { id, severity, type, title, message, entityType, entityId, at } = alert;
  return { id, severity, type, title, message, entityType, entityId, createdAt: isoMillis(at), read };
}

export function auditJson(entry: AuditEvent): Record<string, unknown> {
  const { id, at, action, entityType, entityId, actorType, actorId, details } = entry;
  return { id, timestamp: isoMillis(at), action, entityType, entityId, actorType, actorId, details };
}
