import type { Alert } from '../../src/domain/alert.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Job } from '../../src/domain/job.ts';
import type { Statistic } from '../../src/domain/statistic.ts';

/** One full record of each kind; tests change what they are about. */
export const NOW = Date.parse('2026-08-20T12:00:00.000Z');
const iso = (text: string) => Date.parse(text);

export const alert = (change: Partial<Alert> = {}): Alert => ({
  kind: 'alert',
  platform: 'dc1',
  id: 'a-1',
  severity: 'warning',
  type: 'EXPIRING_SOON',
  title: 'Certificate expires soon',
  message: 'www.example.com expires in 7 days',
  entity: { type: 'CERTIFICATE', id: 'c-77', name: 'www.example.com' },
  createdAt: iso('2026-08-20T09:00:30.500Z'),
  read: false,
  readAt: null,
  origin: 'platform',
  ...change,
});

export const job = (change: Partial<Job> = {}): Job => ({
  kind: 'job',
  platform: 'dc1',
  id: 'j-1',
  name: 'Renew WWW.Example.com',
  type: 'RENEW_CERT',
  status: 'FAILED',
  caId: 'CA-2',
  scheduledAt: iso('2026-08-19T23:00:00.000Z'),
  startedAt: iso('2026-08-20T08:00:00.000Z'),
  completedAt: iso('2026-08-20T08:05:12.000Z'),
  triggeredBy: { type: 'USER', id: 'u-9', name: 'Ada Lovelace' },
  payload: { csr: 'MIIC', hosts: ['www.example.com', 'api.example.com'], retries: 3, force: true },
  output: { errors: [{ code: 429, text: 'Too many requests' }, { code: 500 }] },
  error: 'CA refused: Rate limit reached',
  certificateId: '3F2504E0-4F89-11D3-9A0C-0305E82C3301',
  externalRequestId: 'req-5',
  origin: 'platform',
  ...change,
});

export const audit = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  kind: 'audit',
  platform: 'prod',
  id: '9f1c',
  timestamp: iso('2026-08-19T10:30:15.250Z'),
  action: 'LOGIN',
  module: 'ACCOUNT',
  resource: { type: 'USER', id: 'r-4', name: 'Grace Hopper' },
  actor: { type: 'user', id: 'u-1', name: 'Grace Hopper', email: 'grace@example.com' },
  account: { id: 'acc-1', name: 'Example Inc' },
  outcome: 'success',
  severity: 'info',
  description: 'Signed in from https://one.example.com/login?next=%2F at 10:30',
  ip: '203.0.113.7',
  country: 'DE',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
  details: { vaults_scanned: 12, 'odd.part': 'x', nested: { when: '2026-08-01T00:00:00Z', count: '15' } },
  origin: 'platform',
  ...change,
});

export const statistic = (change: Partial<Statistic> = {}): Statistic => ({
  kind: 'statistic',
  platform: 'this-host',
  id: 'expired/2026-08-20',
  account: null,
  category: 'certificates',
  name: 'Expired',
  value: 42,
  unit: null,
  at: iso('2026-08-20T00:10:00.000Z'),
  previous: 40,
  origin: 'platform',
  ...change,
});
