/** Records and pages for the tests of the cache. */
import type { Commit } from '../../src/cache/stored.ts';
import type { Alert } from '../../src/domain/alert.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Job } from '../../src/domain/job.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import type { Statistic } from '../../src/domain/statistic.ts';

export const NOW = Date.UTC(2026, 7, 20, 12);

export function alert(given: Partial<Alert> = {}): Alert {
  return {
    kind: 'alert',
    platform: 'prod',
    id: 'a1',
    severity: 'warning',
    type: 'EXPIRING_SOON',
    title: 'Certificate expires soon',
    message: 'www.example.com expires in 12 days',
    entity: { type: 'certificate', id: 'c-1', name: 'www.example.com' },
    createdAt: NOW - 1000,
    read: false,
    readAt: null,
    origin: 'platform',
    ...given,
  };
}

export function job(given: Partial<Job> = {}): Job {
  return {
    kind: 'job',
    platform: 'prod',
    id: 'j1',
    name: 'Renew www.example.com',
    type: 'RENEW_CERT',
    status: 'FAILED',
    caId: 'ca-1',
    scheduledAt: NOW - 9000,
    startedAt: NOW - 8000,
    completedAt: NOW - 3000,
    triggeredBy: { type: 'user', id: 'u-1', name: 'alice' },
    payload: { certificateId: 'c-1', sans: ['www.example.com'] },
    output: null,
    error: 'DNS validation timed out',
    certificateId: 'c-1',
    externalRequestId: null,
    origin: 'platform',
    ...given,
  };
}

export function audit(given: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: 'audit',
    platform: 'prod',
    id: 'e1',
    timestamp: NOW - 2000,
    action: 'LOGIN',
    module: 'ACCOUNT_MANAGER',
    resource: { type: 'USER', id: 'u-1', name: 'alice' },
    actor: { type: 'user', id: 'u-1', name: 'alice', email: null },
    account: { id: 'acc-1', name: 'Example Inc' },
    outcome: 'success',
    severity: 'info',
    description: 'User alice logged in',
    ip: '192.0.2.7',
    country: null,
    userAgent: null,
    details: { id: 'e1', user: { id: 'u-1', name: 'alice' }, errors: [{ code: 429 }] },
    origin: 'platform',
    ...given,
  };
}

export function statistic(given: Partial<Statistic> = {}): Statistic {
  return {
    kind: 'statistic',
    platform: 'prod',
    id: 'expired-2026-08-20',
    account: null,
    category: 'Certificates',
    name: 'Expired',
    value: 3,
    unit: null,
    at: NOW - 500,
    previous: null,
    origin: 'platform',
    ...given,
  };
}

export function page(records: readonly AnyRecord[], given: Partial<Commit> = {}): Commit {
  return {
    platform: 'prod',
    stream: 'all',
    kinds: ['alert', 'job', 'audit', 'statistic'],
    rows: records.map((record) => ({
      record,
      raw: record.kind === 'audit' ? JSON.stringify(record.details) : null,
    })),
    rejected: [],
    at: NOW,
    ...given,
  };
}
