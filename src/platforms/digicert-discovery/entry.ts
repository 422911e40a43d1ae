/**
 * One row of the Discovery audit log into our entry. Fields as published at
 * dev.digicert.com/discovery-api/audit-logs/list-audit-logs/
 */
import type { Actor, AuditEntry } from '../../domain/audit.ts';
import type { RowReader } from '../rows.ts';

export const ENTRY_ID = '/id';

/** Who acts where no person does; such rows name the user "System". */
const SYSTEM = '-1';

export function auditEntry(platform: string, read: RowReader): AuditEntry {
  // An empty text says "none" as null does.
  const text = (pointer: string) => read.text(pointer) || null;
  const module = text('/module');
  const division = { id: read.ref('/divisionId'), name: text('/divisionName') };
  return {
    kind: 'audit',
    platform,
    id: read.id(ENTRY_ID),
    timestamp: read.instant('/createdDate'),
    action: text('/function'),
    module,
    resource: module === null ? null : { type: module, id: null, name: null },
    actor: actorOf(read.ref('/userId'), text('/userName')),
    account: division.id === null && division.name === null ? null : division,
    // The log does not say how it ended: some functions have failures in their words, as text only.
    outcome: null,
    severity: 'info',
    description: text('/message'),
    ip: text('/ipAddress'),
    country: text('/ipCountry'),
    userAgent: null,
    details: read.json(''),
    origin: 'platform',
  };
}

function actorOf(id: string | null, name: string | null): Actor | null {
  if (id === null && name === null) return null;
  return { type: id === SYSTEM ? 'system' : 'user', id, name, email: null };
}
