/** Audit entries for the examples beside the rules. */
import type { AuditEntry } from '../domain/audit.ts';
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

/** The actor of a user's entry. */
export function user(name: string): AuditEntry['actor'] {
  return { type: 'user', id: name, name, email: null };
}
