/**
 * One audit entry of DigiCert Account Manager into ours. Fields and values as published at
 * dev.digicert.com/account-manager-api/tutorials/audit-api-activity-for-compliance-reporting.html
 */
import type { AuditEntry, Outcome } from '../../domain/audit.ts';
import type { RowReader } from '../rows.ts';

export const ENTRY_ID = '/id';
export const ENTRY_TIME = '/timestamp';

/** Filters take these words in upper case, answers carry them in lower case. */
const OUTCOME_OF: Readonly<Record<string, Outcome>> = { success: 'success', failure: 'failure' };

export function auditEntry(platform: string, read: RowReader): AuditEntry {
  const outcome = OUTCOME_OF[read.text('/status')?.toLowerCase() ?? ''] ?? null;
  const resource = {
    type: read.text('/resource_type'),
    id: read.ref('/resource_id'),
    name: read.text('/resource_name'),
  };
  const account = { id: read.ref('/account/id'), name: read.text('/account/name') };
  // The name as it was at the time of the event, even when the user is gone since.
  const actor = { id: read.ref('/user/id'), name: read.text('/user/name') };
  return {
    kind: 'audit',
    platform,
    id: read.id(ENTRY_ID),
    timestamp: read.instant(ENTRY_TIME),
    action: read.text('/action'),
    module: null,
    resource: isBlank(resource) && resource.type === null ? null : resource,
    actor: isBlank(actor) ? null : { type: 'user', id: actor.id, name: actor.name, email: null },
    account: isBlank(account) ? null : account,
    outcome,
    severity: outcome === 'failure' ? 'warning' : 'info',
    description: read.text('/description'),
    ip: null,
    country: null,
    userAgent: null,
    details: read.json(''),
    origin: 'platform',
  };
}

const isBlank = ({ id, name }: { readonly id: string | null; readonly name: string | null }): boolean =>
  id === null && name === null;
