/** Alerts, jobs and audit entries of an SSL CLM into ours, each field read where the profile says it is. */
import type { Alert, Severity } from '../../domain/alert.ts';
import type { Actor, AuditEntry, Outcome } from '../../domain/audit.ts';
import type { Job, JobStatus } from '../../domain/job.ts';
import type { AnyRecord, Named } from '../../domain/record.ts';
import { jsonText, safeLine } from '../../domain/text.ts';
import { cut } from '../body.ts';
import type { RowReader } from '../rows.ts';
import type { ListName, Profile } from './profile.ts';

const SEVERITY_OF: Readonly<Record<string, Severity>> = { ERROR: 'error', WARN: 'warning' };

function alert(platform: string, read: RowReader, at: (field: string) => string): Alert {
  return {
    kind: 'alert',
    platform,
    id: read.id(at('id')),
    severity: SEVERITY_OF[read.text(at('severity'))?.toUpperCase() ?? ''] ?? 'info',
    type: read.text(at('type')),
    title: read.text(at('title')),
    message: read.text(at('message')),
    entity: named(read.text(at('entityType')), read.ref(at('entityId'))),
    createdAt: read.instant(at('createdAt')),
    read: read.flag(at('read')) ?? false,
    readAt: null,
    origin: 'platform',
  };
}

function job(platform: string, read: RowReader, at: (field: string) => string, profile: Profile): Job {
  return {
    kind: 'job',
    platform,
    id: read.id(at('id')),
    name: read.text(at('name')),
    type: read.text(at('type')),
    status: statusOf(read, at('status'), profile),
    caId: read.ref(at('caId')),
    scheduledAt: read.instant(at('scheduledAt')),
    startedAt: read.instant(at('startedAt')),
    completedAt: read.instant(at('completedAt')),
    triggeredBy: named(read.text(at('triggeredBy/type')), read.ref(at('triggeredBy/id'))),
    payload: read.json(at('payload')),
    output: read.json(at('output')),
    error: errorText(read, at('error')),
    certificateId: idWithin(read, at('output/certificateId')),
    externalRequestId: idWithin(read, at('output/externalRequestId')),
    origin: 'platform',
  };
}

function statusOf(read: RowReader, pointer: string, profile: Profile): JobStatus {
  const word = read.text(pointer);
  const status = word === null ? null : profile.status(word);
  if (status !== null) return status;
  if (word === null) return read.unfit('status: expected a job status, got nothing');
  const shown = cut(safeLine(word), 60);
  return read.unfit(
    `status: “${shown}” is no known job status; status_aliases = { "${shown}" = "RUNNING" } (or QUEUED, SUCCESS, FAILED) would tell`,
  );
}

/** An error that comes as an object is kept as its JSON text: it is what the job is opened for. */
function errorText(read: RowReader, pointer: string): string | null {
  const value = read.json(pointer);
  return value === null || typeof value === 'string' ? value : jsonText(value);
}

/** An id inside the output, which may be plain text and then holds none. */
function idWithin(read: RowReader, pointer: string): string | null {
  const parent = read.json(pointer.slice(0, pointer.lastIndexOf('/')));
  return typeof parent === 'object' ? read.ref(pointer) : null;
}

function auditEntry(platform: string, read: RowReader, at: (field: string) => string): AuditEntry {
  const action = read.text(at('action'));
  const outcome = outcomeOf(action);
  return {
    kind: 'audit',
    platform,
    id: read.id(at('id')),
    timestamp: read.instant(at('timestamp')),
    action,
    module: null,
    resource: named(read.text(at('entityType')), read.ref(at('entityId'))),
    actor: actorOf(read.text(at('actorType')), read.ref(at('actorId'))),
    account: null,
    outcome,
    severity: outcome === 'failure' ? 'error' : 'info',
    description: null,
    ip: null,
    country: null,
    userAgent: null,
    details: read.json(at('details')),
    origin: 'platform',
  };
}

function outcomeOf(action: string | null): Outcome | null {
  if (action === null) return null;
  if (/_FAILED$/i.test(action)) return 'failure';
  return /_COMPLETED$/i.test(action) ? 'success' : null;
}

function actorOf(type: string | null, id: string | null): Actor | null {
  if (type === null && id === null) return null;
  return { type: type?.toUpperCase() === 'SYSTEM' ? 'system' : 'user', id, name: null, email: null };
}

const named = (type: string | null, id: string | null): Named | null =>
  type === null && id === null ? null : { type, id, name: null };

const MAPPERS = { alerts: alert, jobs: job, audit: auditEntry } as const;

/** The mapper of one list, for `mapRow`. */
export function mapperOf(platform: string, list: ListName, profile: Profile): (read: RowReader) => AnyRecord {
  const at = (field: string) => profile.pointer(list, field);
  return (read) => MAPPERS[list](platform, read, at, profile);
}
