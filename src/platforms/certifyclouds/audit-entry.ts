/** An audit entry of CertifyClouds into ours, as published at certifyclouds-docs.pages.dev/features/audit. */
import type { Severity } from '../../domain/alert.ts';
import type { Actor, AuditEntry, Outcome } from '../../domain/audit.ts';
import type { Named } from '../../domain/record.ts';
import type { RowReader } from '../rows.ts';
import { at } from './fields.ts';

const SEVERITY_OF: Readonly<Record<string, Severity>> = {
  critical: 'error',
  error: 'error',
  warning: 'warning',
  warn: 'warning',
};

/** The platform has Info, Warning, Error and Critical, in any case. */
export const severityOf = (word: string | null): Severity => SEVERITY_OF[word?.toLowerCase() ?? ''] ?? 'info';

/** The last part of an event's name says how it ended. */
const OUTCOME_OF: Readonly<Record<string, Outcome>> = {
  failed: 'failure',
  error: 'failure',
  locked: 'failure',
  success: 'success',
  completed: 'success',
};

export function auditEntry(platform: string, read: RowReader): AuditEntry {
  const event = read.text(at(read, '/event_type'));
  const parts = event?.split('.') ?? [];
  return {
    kind: 'audit',
    platform,
    id: read.id('/id'),
    timestamp: read.instant(at(read, '/timestamp')),
    action: event,
    module: parts[0] || null,
    resource: resourceOf(read),
    actor: actorOf(read),
    account: null,
    outcome: OUTCOME_OF[parts.at(-1) ?? ''] ?? null,
    severity: severityOf(read.text('/severity')),
    description: read.text('/description'),
    ip: read.ref(at(read, '/ip_address')),
    country: null,
    userAgent: read.text(at(read, '/user_agent')),
    details: read.json('/details'),
    origin: 'platform',
  };
}

/** `{type, id, name}`, each of which may be missing; null when all are. */
export function resourceOf(read: RowReader): Named | null {
  if (typeof read.json('/resource') !== 'object')
    return { type: null, id: read.ref('/resource'), name: null };
  const resource = {
    type: read.text('/resource/type'),
    id: read.ref('/resource/id'),
    name: read.text('/resource/name'),
  };
  return Object.values(resource).every((part) => part === null) ? null : resource;
}

function actorOf(read: RowReader): Actor | null {
  const whole = read.json('/actor');
  const [type, id, name] =
    typeof whole === 'object'
      ? [read.text('/actor/type'), read.ref('/actor/id'), read.text('/actor/name')]
      : [null, null, read.ref('/actor')];
  if (type === null && id === null && name === null) return null;
  const system = (type ?? name)?.toLowerCase() === 'system';
  return { type: system ? 'system' : 'user', id, name, email: isAddress(name) ? name : null };
}

const isAddress = (name: string | null): boolean => name !== null && /^[^\s@]+@[^\s@]+$/.test(name);
