/** The platform's own upkeep: discovery scans, refreshing CAs, settings and roles. */
import { MINUTE, SECOND } from '../clock-times.ts';
import { below, between, pick } from '../random.ts';
import { scan, settingChanged, signIn } from './discovery.ts';
import type { Routine, Script } from './script.ts';
import { actorOf, byUser } from './steps.ts';

/** A warning about a job that failed; colleagues look at it within hours. */
function jobAlert(script: Script, jobId: string, at: number, title: string, message: string): void {
  script.alert({
    at: at + SECOND,
    severity: 'WARN',
    type: 'WARN',
    title,
    message,
    entityType: 'Job',
    entityId: jobId,
    readAt: at + between(script.chance('read'), 30, 900) * MINUTE,
  });
}

/** Ranges that are scanned, each with the endpoint at which a scan of it stops. */
const NETWORKS = [
  ['192.0.2.0/24', '192.0.2.77:443'],
  ['198.51.100.0/24', '198.51.100.77:443'],
  ['203.0.113.0/24', '203.0.113.77:443'],
  ['2001:db8:10::/64', '[2001:db8:10::4d]:443'],
] as const;

export const discover: Routine = (script, number) => {
  const { at, chance, world } = script;
  const [network, dead] = NETWORKS[number % NETWORKS.length] ?? NETWORKS[0];
  const long = below(chance('size'), 6) === 0;
  const starts = at + between(chance('wait'), 2, 30) * SECOND;
  const ends =
    starts + (long ? between(chance('run'), 38, 75) * MINUTE : between(chance('run'), 40, 600) * SECOND);
  const fails = below(chance('fate'), 9) === 0;
  const admin = pick(chance('who'), world.people.admins);
  const by = byUser(admin);
  const agent = pick(chance('agent'), world.estate.agents);
  const found = {
    endpointsScanned: between(chance('n'), 90, 254),
    certificatesFound: between(chance('m'), 12, 80),
  };
  const error = fails
    ? `Scan of ${network} from ${agent.host} stopped after ${found.endpointsScanned} addresses: connect EHOSTUNREACH ${dead}, gateway ${agent.address} unreachable.`
    : null;
  const jobId = script.job({
    at,
    starts,
    ends,
    error,
    type: 'DISCOVERY_SCAN',
    name: `Discover certificates in ${network}`,
    caId: null,
    by,
    payload: { network, ports: [443, 636, 8443, 5671], agentId: agent.id, host: agent.host, deep: long },
    output: found,
  });
  const entry = (when: number, action: string, details: Readonly<Record<string, unknown>>) =>
    script.audit({ at: when, action, entityType: 'DiscoveryScan', entityId: jobId, ...actorOf(by), details });
  entry(starts, 'DISCOVERY_INITIATED', { jobId, network, agentId: agent.id });
  entry(ends, fails ? 'DISCOVERY_FAILED' : 'DISCOVERY_COMPLETED', { jobId, network, ...found, error });
  scan(script, {
    ...{ by: admin, sensor: agent, network, jobId, starts, ends, error },
    endpoints: found.endpointsScanned,
    certificates: found.certificatesFound,
  });
  if (error !== null) jobAlert(script, jobId, ends, `Discovery failed: ${network}`, error);
};

export const refreshCa: Routine = (script, number) => {
  const { at, chance, world } = script;
  const issuer = world.estate.issuers[number % world.estate.issuers.length];
  if (issuer === undefined) return;
  const starts = at + between(chance('wait'), 1, 5) * SECOND;
  const ends = starts + between(chance('run'), 2, 25) * SECOND;
  const fails = below(chance('fate'), 14) === 0;
  const requestId = `req-${(chance('request') >>> 0).toString(16).padStart(8, '0')}`;
  const error = fails
    ? `${issuer.name} answered HTTP 503 "The service is in a maintenance window." with Retry-After: 600. Request ID ${requestId}.`
    : null;
  const jobId = script.job({
    at,
    starts,
    ends,
    error,
    type: 'CA_REFRESH',
    name: `Refresh ${issuer.name}`,
    caId: issuer.id,
    by: { type: 'AGENT', id: 'ca-connector' },
    payload: {
      caId: issuer.id,
      protocol: issuer.protocol,
      trustModel: issuer.trust,
      endpoint: `https://${issuer.host}`,
    },
    output: {
      externalRequestId: requestId,
      profiles: between(chance('profiles'), 4, 19),
      crlNumber: between(chance('crl'), 900, 4000),
    },
  });
  script.audit({
    at: ends,
    action: fails ? 'CA_REFRESH_FAILED' : 'CA_REFRESH_COMPLETED',
    entityType: 'CA',
    entityId: issuer.id,
    actorType: 'SYSTEM',
    actorId: 'ca-connector',
    details: { jobId, caId: issuer.id, externalRequestId: requestId, error },
  });
  if (error !== null) jobAlert(script, jobId, ends, `CA not reachable: ${issuer.name}`, error);
};

const SETTINGS = [
  ['renewal.windowDays', '30', '21'],
  ['alerts.email.recipients', 'pki@example.com', 'pki@example.com, oncall@example.com'],
  ['discovery.schedule', 'daily 02:00', 'daily 03:30'],
  ['agents.heartbeat.graceSeconds', '120', '180'],
  ['acme.trustModel', 'PRIVATE_PKI', 'PUBLIC_CA'],
] as const;

export const configure: Routine = (script) => {
  const { at, chance, world } = script;
  const admin = pick(chance('who'), world.people.admins);
  const actor = actorOf(byUser(admin));
  const [setting, from, to] = pick(chance('setting'), SETTINGS);
  const user = pick(chance('whom'), world.people.users);
  script.audit({
    at,
    action: 'USER_LOGIN',
    entityType: 'User',
    entityId: admin.email,
    ...actor,
    details: { method: 'SAML', role: 'ROLE_ADMIN' },
  });
  signIn(script, at - between(chance('before'), 1, 6) * MINUTE, admin);
  const changed = at + between(chance('then'), 20, 200) * SECOND;
  if (/^(alerts|discovery)\./.test(setting)) settingChanged(script, changed, admin, { setting, from, to });
  script.audit({
    at: changed,
    action: 'CONFIG_UPDATED',
    entityType: 'Configuration',
    entityId: setting,
    ...actor,
    details: { setting, from, to },
  });
  if (below(chance('role'), 3) > 0) return;
  script.audit({
    at: at + 240 * SECOND,
    action: 'USER_ROLE_UPDATED',
    entityType: 'User',
    entityId: user.email,
    ...actor,
    details: { from: 'ROLE_VIEWER', to: pick(chance('to'), ['ROLE_DEVOPS', 'ROLE_SEC_OPS']) },
  });
};
