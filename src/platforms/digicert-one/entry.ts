/**
 * One audit entry of DigiCert Account Manager into ours. Fields and values as published at
 * dev.digicert.com/account-manager-api/tutorials/audit-api-activity-for-compliance-reporting.html
 */
import type { AuditEntry, Outcome } from '../../domain/audit.ts';
import type { Mention } from '../port.ts';
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
    resource: isBlank(resource) ? null : resource,
    actor: isBlank(actor) ? null : { type: 'user', ...actor, email: null },
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

const isBlank = (named: object): boolean => Object.values(named).every((part) => part === null);

/** The users and accounts that entries name, each once. */
export function mentionsOf(entries: readonly AuditEntry[]): readonly Mention[] {
  const ids = (type: Mention['type'], of: (entry: AuditEntry) => string | null | undefined) =>
    [...new Set(entries.map(of))].filter((id) => id != null).map((id) => ({ type, id }));
  return [...ids('user', ({ actor }) => actor?.id), ...ids('account', ({ account }) => account?.id)];
}
