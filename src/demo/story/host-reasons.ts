/** What goes wrong on the host: no agent, no key store, a reload that fails, the old certificate still served. */
import { isoMillis, isoSeconds, MINUTE } from '../clock-times.ts';
import { below, between } from '../random.ts';
import type { Reason, Trouble } from './trouble.ts';

const heartbeat = (t: Trouble) => t.began - between(t.story, 22, 190) * MINUTE;

export const HOST_REASONS: readonly Reason[] = [
  {
    code: 'AGENT_OFFLINE',
    stage: 'deployment',
    error: (t) =>
      `Agent ${t.certificate.agent.host} did not take the job within 15 min. Last heartbeat ${isoSeconds(heartbeat(t))}; key pair cannot be generated on the host.`,
    facts: (t) => ({
      agentId: t.certificate.agent.id,
      lastHeartbeat: isoMillis(heartbeat(t)),
      agentVersion: t.certificate.agent.version,
    }),
    fix: 'Agent service restarted on the host',
  },
  {
    code: 'DEPLOYMENT_MISMATCH',
    stage: 'deployment',
    error: (t) =>
      `Deployment validation failed on ${t.certificate.commonName}:443: served SHA-256 ${t.old.fingerprint.slice(0, 47)}..., deployed SHA-256 ${t.next.fingerprint.slice(0, 47)}...`,
    facts: (t) => ({
      endpoint: `${t.certificate.commonName}:443`,
      servedFingerprint: t.old.fingerprint,
      deployedFingerprint: t.next.fingerprint,
    }),
    change: {
      setting: 'deployment.reloadCommand',
      from: 'systemctl reload nginx',
      to: '/usr/local/bin/reload-tls',
    },
    fix: 'deployment.reloadCommand set back to systemctl reload nginx',
  },
  {
    code: 'KEYSTORE_UNAVAILABLE',
    stage: 'ca',
    error: (t) =>
      `CSR not generated: PKCS#11 C_GenerateKeyPair failed with CKR_DEVICE_REMOVED on slot ${below(t.hash, 4)} of ${t.certificate.agent.host}.`,
    facts: (t) => ({
      slot: below(t.hash, 4),
      returnValue: 'CKR_DEVICE_REMOVED',
      agentId: t.certificate.agent.id,
    }),
    fix: 'Security module back in service',
  },
  {
    code: 'RELOAD_FAILED',
    stage: 'deployment',
    error: (t) =>
      `Deployment on ${t.certificate.agent.host} failed: reload returned 1: nginx: [emerg] cannot load certificate key "/etc/nginx/tls/${t.certificate.commonName}.key": permission denied. Previous certificate restored.`,
    facts: (t) => ({ exitCode: 1, file: `/etc/nginx/tls/${t.certificate.commonName}.key`, rolledBack: true }),
    change: { setting: 'deployment.fileMode', from: '0640', to: '0600' },
    fix: 'deployment.fileMode set back to 0640',
  },
];
