/**
 * An alert that CertifyClouds has sent. Types and severities are published
 * (certifyclouds-docs.pages.dev/features/alerts), the fields of the history are not: usual names are understood.
 */
import type { Alert, Severity } from '../../domain/alert.ts';
import type { Named } from '../../domain/record.ts';
import type { RowReader } from '../rows.ts';
import { resourceOf, severityOf } from './audit-entry.ts';
import { at, wordsAt } from './fields.ts';

/** What the documentation gives each type, of both generations and the webhook page. */
const SEVERITY_BY_TYPE: Readonly<Record<string, Severity>> = {
  secret_expiring: 'warning',
  secret_expired: 'error',
  key_expiring: 'warning',
  key_expired: 'error',
  certificate_expiring: 'warning',
  certificate_expired: 'error',
  b2c_credentials_expiring: 'warning',
  vault_error: 'error',
  rotation_failed: 'error',
  sync_failed: 'error',
  sync_conflict: 'warning',
};

/** Words of a status that mean that a person has dealt with it. */
const SETTLED = ['read', 'acknowledged', 'resolved', 'dismissed', 'closed'];

export function historyAlert(platform: string, read: RowReader): Alert {
  const type = read.text(at(read, '/alert_type', '/type', '/event_type'));
  const severity = read.text('/severity');
  const status = read.text('/status');
  const readAt = read.instant(at(read, '/read_at', '/acknowledged_at', '/resolved_at'));
  return {
    kind: 'alert',
    platform,
    id: read.id(at(read, '/id', '/alert_id')),
    severity: severity === null ? (SEVERITY_BY_TYPE[type ?? ''] ?? 'info') : severityOf(severity),
    type,
    title: read.text(at(read, '/title', '/subject', '/rule_name')) ?? type,
    message: wordsAt(read, at(read, '/message', '/description', '/text')),
    entity: entityOf(read),
    createdAt: read.instant(at(read, '/created_at', '/timestamp', '/sent_at', '/triggered_at')),
    read: readAt !== null || SETTLED.includes(status?.toLowerCase() ?? ''),
    readAt,
    origin: 'platform',
  };
}

function entityOf(read: RowReader): Named | null {
  const resource = resourceOf(read);
  if (resource !== null && Object.values(resource).some((part) => part !== null)) return resource;
  const asset = {
    type: read.text(at(read, '/asset_type', '/resource_type')),
    id: read.ref(at(read, '/asset_id', '/resource_id')),
    name: read.text(at(read, '/asset_name', '/resource_name', '/vault_name')),
  };
  return Object.values(asset).every((part) => part === null) ? null : asset;
}
